//! The accepted answers of a question that is answered in words.

use domain::assessment::{LONGEST_ANSWER, fold, tidy};

use crate::markdown::Page;

const RULE: &str = "short-text";

/// Reads lines `= watch captain` between two offsets.
pub(super) fn read(page: &Page<'_>, start: usize, end: usize) -> Option<Vec<String>> {
    let errors = page.sink.errors();
    let mut folded: Vec<(String, usize)> = Vec::new();
    let mut accepted = Vec::new();
    for (offset, line) in page.text.lines().filter(|(offset, _)| (start..end).contains(offset)) {
        let Some(words) = line.trim_start().strip_prefix('=') else {
            let fault = page.error(offset, RULE, "this line does not begin with `= `");
            page.sink.push(
                fault.help("write each accepted answer on a line of its own; put an empty line before other words"),
            );
            continue;
        };
        let at = offset + (line.len() - words.trim_start().len());
        let reads = fold(words);
        if let Some(fault) = fault(page, at, words, &reads, &folded) {
            page.sink.push(fault);
        }
        folded.push((reads, offset));
        accepted.push(tidy(words));
    }
    (page.sink.errors() == errors).then_some(accepted)
}

fn fault(
    page: &Page<'_>,
    at: usize,
    words: &str,
    reads: &str,
    before: &[(String, usize)],
) -> Option<crate::fault::Fault> {
    if reads.is_empty() {
        return Some(page.error(at, "empty", "this answer says nothing").help("punctuation alone does not count"));
    }
    if words.contains('*') {
        let fault = page.error(at, RULE, "`*` stands for nothing here");
        return Some(fault.help("write each accepted answer out, on a line of its own"));
    }
    if words.chars().count() > LONGEST_ANSWER {
        let message = format!("nobody can type this: an answer has {LONGEST_ANSWER} characters at most");
        return Some(page.error(at, RULE, message).help("ask for a word or two"));
    }
    let (_, twin) = before.iter().find(|(other, _)| other == reads)?;
    let message = format!("this answer stands in line {} already", page.text.spot(*twin).line);
    let help = "capitals, punctuation at the ends and the width of spaces make no difference";
    Some(page.error(at, "twice", message).help(help))
}
