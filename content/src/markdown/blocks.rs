//! Blocks that need more than pulldown's HTML: callouts, code, dialogues, tables, pictures.

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag};

use super::code::code;
use super::dialogue::dialogue;
use super::links;
use super::render::{Renderer, plain};
use super::smart::smart;
use super::{PageKind, Piece, elements, escape, inside};
use crate::nearest::suggest;

const CALLOUTS: &[&str] = &["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
/// A quote that begins with this is folded away until it is asked for.
const ANSWERS: &str = "[!ANSWERS]";

impl<'a> Renderer<'_, 'a> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>, offset: usize, inner: &[Piece<'a>], depth: usize) {
        let (class, title) = match kind {
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("tip", "Tip"),
            Some(BlockQuoteKind::Important) => ("important", "Important"),
            Some(BlockQuoteKind::Warning) => ("warning", "Warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "Caution"),
            None if self.answers(offset, inner, depth) => return,
            None => {
                self.check_callout(offset);
                self.html("<blockquote>\n");
                self.pieces(inner, depth);
                return self.html("</blockquote>\n");
            }
        };
        let open =
            format!("<div class=\"callout callout-{class}\" role=\"note\"><p class=\"callout-title\">{title}</p>\n");
        self.html(open);
        self.pieces(inner, depth);
        self.html("</div>\n");
    }

    /// Writes answers, in a lesson and where the quote begins with their mark.
    fn answers(&mut self, offset: usize, inner: &[Piece<'a>], depth: usize) -> bool {
        let line = self.page.text.text.get(offset..).unwrap_or_default().lines().next().unwrap_or_default();
        let words = line.trim_start_matches(['>', ' ']).trim_end();
        if self.page.kind != PageKind::Lesson || !words.eq_ignore_ascii_case(ANSWERS) {
            return false;
        }
        // The mark reads as the beginning of a paragraph, which may go on in the next line.
        let end = offset + line.len();
        let paragraph = inner.first().map_or(end, |(_, range)| range.end);
        let words: Vec<Piece<'a>> =
            inner.iter().filter(|(_, range)| range.start > end && range.end <= paragraph).cloned().collect();
        self.html("<details class=\"answers\"><summary>Answers</summary>\n");
        if !words.is_empty() {
            self.html("<p>");
            self.pieces(&words, depth);
            self.html("</p>\n");
        }
        for element in elements(inner).into_iter().skip(1) {
            self.pieces(element, depth);
        }
        self.html("</details>\n");
        true
    }

    /// A quote that begins like a callout and is none would show its brackets to the reader.
    fn check_callout(&self, offset: usize) {
        let line = self.page.text.text.get(offset..).unwrap_or_default().lines().next().unwrap_or_default();
        let words = line.trim_start_matches('>').trim_start();
        let Some((kind, rest)) = words.strip_prefix("[!").and_then(|words| words.split_once(']')) else { return };
        let column = offset + line.find("[!").unwrap_or_default();
        let known = CALLOUTS.contains(&kind.to_uppercase().as_str()) || kind.eq_ignore_ascii_case("ANSWERS");
        let fault = if known && !rest.trim().is_empty() {
            let fault = self.page.error(column, "callout", format!("nothing may stand behind `[!{kind}]` on its line"));
            fault.help("begin the words on the next line, again with `> `")
        } else {
            let fault = self.page.error(column, "callout", format!("there is no callout `[!{kind}]`"));
            fault.maybe_help(suggest(kind, CALLOUTS))
        };
        self.page.sink.push(fault);
    }

    pub(super) fn code_block(&mut self, kind: &CodeBlockKind<'_>, offset: usize, inner: &[Piece<'a>]) {
        let info = match kind {
            CodeBlockKind::Fenced(info) => info.trim(),
            CodeBlockKind::Indented => "",
        };
        let language = info.split_whitespace().next().unwrap_or_default();
        let html = if language == "dialogue" {
            let lines: Vec<(usize, &str)> = inner.iter().flat_map(lines).collect();
            dialogue(self.page, info, offset, &lines)
        } else {
            let source: String = inner.iter().flat_map(|(event, _)| text(event)).collect();
            code(language, &source)
        };
        self.html(html);
    }

    pub(super) fn table(&mut self, alignments: &[Alignment], inner: &[Piece<'a>], depth: usize) {
        // Scrolls sideways where it is wide, so it must be reachable by keyboard and have a name.
        self.tables += 1;
        let name = format!("Table {}", self.tables);
        self.html(format!(
            "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table>\n"
        ));
        for row in elements(inner) {
            let head = matches!(row.first(), Some((Event::Start(Tag::TableHead), _)));
            self.html(if head { "<thead><tr>" } else { "<tr>" });
            for (column, cell) in elements(inside(row)).into_iter().enumerate() {
                let class = match alignments.get(column) {
                    Some(Alignment::Left) => " class=\"align-left\"",
                    Some(Alignment::Center) => " class=\"align-center\"",
                    Some(Alignment::Right) => " class=\"align-right\"",
                    _ => "",
                };
                // A corner without words heads nothing.
                let heads = head && !inside(cell).is_empty();
                self.html(if heads { format!("<th scope=\"col\"{class}>") } else { format!("<td{class}>") });
                self.pieces(inside(cell), depth);
                self.html(if heads { "</th>" } else { "</td>" });
            }
            self.html(if head { "</tr></thead>\n<tbody>\n" } else { "</tr>\n" });
        }
        self.html("</tbody></table></div>\n");
    }

    pub(super) fn picture(&mut self, destination: &str, title: &str, offset: usize, inner: &[Piece<'a>]) {
        let alt = plain(inner);
        if alt.is_empty() {
            let fault = self.page.error(offset, "alt-missing", "the picture has no words for those who cannot see it");
            self.page.sink.push(fault.help("say what it shows: `![A ramp of ten steps](images/…)`"));
        }
        let title = if title.is_empty() {
            String::new()
        } else {
            format!("<figcaption>{}</figcaption>", escape(&smart(title)))
        };
        let alt = escape(&alt);
        match links::picture(self.page, destination, offset) {
            Some(src) => {
                let src = escape(&src);
                let picture = format!("<img src=\"{src}\" alt=\"{alt}\" loading=\"lazy\">");
                // Alone on a page a phone can enlarge it.
                let linked = self.page.kind == PageKind::Lesson && !self.linked;
                let picture = if linked { format!("<a href=\"{src}\">{picture}</a>") } else { picture };
                self.html(picture + &title);
            }
            None => self.html(alt),
        }
    }
}

fn text<'e>(event: &'e Event<'_>) -> Option<&'e str> {
    match event {
        Event::Text(text) => Some(text.as_ref()),
        _ => None,
    }
}

/// The lines of a text with their offsets; inside a block the text is the source as it stands.
fn lines<'e>((event, range): &'e Piece<'_>) -> impl Iterator<Item = (usize, &'e str)> {
    let text = text(event).unwrap_or_default();
    let mut offset = range.start;
    text.split_inclusive('\n').map(move |line| {
        let start = offset;
        offset += line.len();
        (start, line.trim_end_matches('\n'))
    })
}
