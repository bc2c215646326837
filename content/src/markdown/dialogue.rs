//! Conversations: fenced blocks with the info string `dialogue`, `dialogue good` or `dialogue bad`.

use std::fmt::Write;

use super::smart::smart;
use super::{Page, escape};
use crate::nearest::suggest;

/// A longer "name" is a sentence with a colon in it.
const LONGEST_NAME: usize = 40;

/// A conversation as HTML.
///
/// `lines` are the block's lines with their offsets, `start` is the offset of the fence.
pub(super) fn dialogue(page: &Page<'_>, info: &str, start: usize, lines: &[(usize, &str)]) -> String {
    let verdict = info.strip_prefix("dialogue").unwrap_or_default().trim();
    let (class, caption) = match verdict {
        "good" => ("good", "How it goes well"),
        "bad" => ("bad", "How it goes wrong"),
        "" => ("plain", "A conversation"),
        other => {
            let message = format!("a dialogue is `good`, `bad` or neither, not `{other}`");
            page.sink.push(page.error(start, "dialogue", message).maybe_help(suggest(other, &["good", "bad"])));
            ("plain", "A conversation")
        }
    };
    let mut html = format!("<figure class=\"dialogue dialogue-{class}\"><figcaption>{caption}</figcaption>\n<ol>\n");
    let mut first = None;
    for &(offset, line) in lines {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        // Writing into a String cannot fail.
        let _ = if let Some(aside) = words.strip_prefix('(').and_then(|words| words.strip_suffix(')')) {
            writeln!(html, "<li class=\"aside\"><p>{}</p></li>", escape(&smart(aside)))
        } else if let Some((who, said)) = turn(words) {
            let side = if *first.get_or_insert(who) == who { 'a' } else { 'b' };
            let (who, said) = (escape(&smart(who)), escape(&smart(said)));
            writeln!(html, "<li class=\"turn turn-{side}\"><span class=\"who\">{who}</span><p>{said}</p></li>")
        } else {
            let indent = line.len() - line.trim_start().len();
            let fault = page.error(offset + indent, "dialogue-line", "nobody says this line");
            page.sink.push(fault.help("write `Name: words`, or a stage direction in parentheses"));
            continue;
        };
    }
    if first.is_none() {
        page.sink.push(page.error(start, "dialogue", "nobody says anything in this dialogue"));
    }
    html.push_str("</ol></figure>\n");
    html
}

/// Who speaks, and the words.
fn turn(line: &str) -> Option<(&str, &str)> {
    let (who, said) = line.split_once(':')?;
    let (who, said) = (who.trim(), said.trim());
    (!who.is_empty() && who.chars().count() <= LONGEST_NAME && !said.is_empty()).then_some((who, said))
}
