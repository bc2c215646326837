//! The attributes in braces behind a question.

use std::ops::Range;

use domain::catalog::{QuestionKind, Slug};

use crate::doc::At;
use crate::fault::{Fault, Spot};
use crate::markdown::Page;
use crate::nearest::suggest;

const KEYS: &[&str] = &["objective", "ratings", "kind", "critical", "partial", "shuffle", "unit"];
const KINDS: &[&str] = &["single", "multiple", "true-false", "numeric", "ordering", "matching", "short-text"];

/// What the braces say.
#[derive(Debug, Default)]
pub(super) struct Attributes {
    pub id: Option<At<Slug>>,
    pub objective: Option<At<Slug>>,
    pub ratings: Option<At<Vec<f64>>>,
    pub kind: Option<At<QuestionKind>>,
    pub critical: bool,
    pub partial: Option<At<bool>>,
    pub shuffle: Option<At<bool>>,
    pub unit: Option<At<String>>,
}

/// A piece of the braces: where it begins, its name, and its value with its place.
struct Token<'a> {
    offset: usize,
    name: &'a str,
    value: Option<(usize, &'a str)>,
}

/// Where the braces stand in the heading's line, with both of them.
pub(super) fn find(line: &str) -> Option<Range<usize>> {
    let end = line.trim_end().len();
    if !line.get(..end)?.ends_with('}') {
        return None;
    }
    let opens = || line.match_indices('{').map(|(offset, _)| offset).filter(|&offset| separate(line, offset));
    let whole = |&start: &usize| line.get(start + 1..end - 1).is_some_and(balanced);
    // Braces with an open quotation mark are still braces: the message is about the mark.
    let start = opens().find(whole).or_else(|| opens().next_back())?;
    Some(start..end)
}

fn separate(line: &str, offset: usize) -> bool {
    line.get(..offset).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t', '#']))
}

/// Whether every quotation mark is closed and no other brace stands outside of them.
fn balanced(inside: &str) -> bool {
    let mut quoted = false;
    for c in inside.chars() {
        match c {
            '"' => quoted = !quoted,
            '{' | '}' if !quoted => return false,
            _ => {}
        }
    }
    !quoted
}

/// Reads the braces at `range` of the page's text; reports everything that is wrong with them.
pub(super) fn read(page: &Page<'_>, range: Range<usize>) -> Attributes {
    let mut attributes = Attributes::default();
    let mut seen: Vec<&str> = Vec::new();
    let inside = range.start + 1..range.end.saturating_sub(1).max(range.start + 1);
    for token in tokens(page, inside) {
        let Token { offset, name, value } = token;
        if seen.contains(&name) {
            page.sink.push(page.error(offset, "twice", format!("`{name}` stands here twice")));
            continue;
        }
        seen.push(name);
        match value {
            Some((at, id)) if name == "#" => attributes.id = slug(page, at, id),
            Some((at, value)) if KEYS.contains(&name) => set(&mut attributes, page, name, at, value),
            Some(_) if name.is_empty() => {
                page.sink.push(page.error(offset, "attribute", "there is no space before and behind `=`"));
            }
            Some(_) => {
                let fault = page.error(offset, "unknown-attribute", format!("there is no attribute `{name}`"));
                page.sink.push(fault.maybe_help(suggest(name, KEYS)));
            }
            None => {
                let fault = page.error(offset, "attribute", format!("`{name}` has no value"));
                page.sink.push(fault.help("write `key=value`, with quotation marks around a value with spaces"));
            }
        }
    }
    attributes
}

fn tokens<'a>(page: &Page<'a>, range: Range<usize>) -> Vec<Token<'a>> {
    let source = page.text.text;
    let mut tokens = Vec::new();
    let mut at = range.start;
    while let Some(rest) = source.get(at..range.end).filter(|rest| !rest.is_empty()) {
        let trimmed = rest.trim_start();
        let offset = at + (rest.len() - trimmed.len());
        let word = trimmed.split(char::is_whitespace).next().unwrap_or_default();
        let (token, end) = if let Some(id) = word.strip_prefix('#') {
            (Token { offset, name: "#", value: Some((offset + 1, id)) }, offset + word.len())
        } else if let Some((name, value)) = word.split_once('=') {
            let start = offset + name.len() + 1;
            let (value, end) = value_at(page, start, value, range.end);
            (Token { offset, name, value: Some(value) }, end)
        } else {
            (Token { offset, name: word, value: None }, offset + word.len())
        };
        if !word.is_empty() {
            tokens.push(token);
        }
        at = end.max(at + 1);
    }
    tokens
}

/// A value, bare or quoted, with its place and the offset behind it.
fn value_at<'a>(page: &Page<'a>, start: usize, bare: &'a str, end: usize) -> ((usize, &'a str), usize) {
    let Some(quoted) = page.text.text.get(start..end).and_then(|rest| rest.strip_prefix('"')) else {
        return ((start, bare), start + bare.len());
    };
    match quoted.split_once('"') {
        Some((value, _)) => ((start + 1, value), start + value.len() + 2),
        None => {
            page.sink.push(page.error(start, "attribute", "the quotation mark is not closed"));
            ((start + 1, quoted), end)
        }
    }
}

fn set(attributes: &mut Attributes, page: &Page<'_>, name: &str, at: usize, value: &str) {
    match name {
        "objective" => attributes.objective = slug(page, at, value),
        "ratings" => attributes.ratings = Some(At { value: ratings(page, at, value), spot: page.text.spot(at) }),
        "kind" => attributes.kind = kind(page, at, value),
        "critical" => attributes.critical = flag(page, at, name, value).unwrap_or_default(),
        "partial" => attributes.partial = placed(page, at, flag(page, at, name, value)),
        "shuffle" => attributes.shuffle = placed(page, at, flag(page, at, name, value)),
        "unit" if value.trim().is_empty() => page.sink.push(page.error(at, "empty", "`unit` is empty")),
        _ => attributes.unit = Some(At { value: value.trim().to_owned(), spot: page.text.spot(at) }),
    }
}

fn slug(page: &Page<'_>, at: usize, value: &str) -> Option<At<Slug>> {
    match value.parse() {
        Ok(value) => Some(At { value, spot: page.text.spot(at) }),
        Err(error) => report(page, page.error(at, "name", error.to_string())),
    }
}

/// A judge says what share of 100 gets it right; none or all of them would outvote the whole panel.
fn ratings(page: &Page<'_>, at: usize, value: &str) -> Vec<f64> {
    let mut ratings = Vec::new();
    let mut offset = at;
    for word in value.split(char::is_whitespace) {
        match word.parse::<f64>() {
            _ if word.is_empty() => {}
            Ok(rating) if rating > 0.0 && rating < 1.0 => ratings.push(rating),
            _ => {
                let fault = page.error(offset, "rating", format!("the rating `{word}` is not between 0 and 1"));
                page.sink.push(fault.help("70 of 100 is 0.70; the ends are 0.01 and 0.99"));
            }
        }
        // What `split` takes away is one white space character, which may be longer than a byte.
        let behind = page.text.text.get(offset + word.len()..).and_then(|rest| rest.chars().next());
        offset += word.len() + behind.map_or(1, char::len_utf8);
    }
    ratings
}

fn kind(page: &Page<'_>, at: usize, value: &str) -> Option<At<QuestionKind>> {
    let kind = match value {
        "single" => QuestionKind::Single,
        "multiple" => QuestionKind::Multiple,
        "true-false" => QuestionKind::TrueFalse,
        "numeric" => QuestionKind::Numeric,
        "ordering" => QuestionKind::Ordering,
        "matching" => QuestionKind::Matching,
        "short-text" => QuestionKind::ShortText,
        other => {
            let fault = page.error(at, "kind", format!("there is no kind `{other}`"));
            return report(page, fault.maybe_help(suggest(other, KINDS)));
        }
    };
    Some(At { value: kind, spot: page.text.spot(at) })
}

fn flag(page: &Page<'_>, at: usize, name: &str, value: &str) -> Option<bool> {
    match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => report(page, page.error(at, "attribute", format!("`{name}` is `true` or `false`"))),
    }
}

fn placed<T>(page: &Page<'_>, at: usize, value: Option<T>) -> Option<At<T>> {
    value.map(|value| At { value, spot: page.text.spot(at) })
}

fn report<T>(page: &Page<'_>, fault: Fault) -> Option<T> {
    page.sink.push(fault);
    None
}

impl Attributes {
    /// Reports what does not go with the question's kind.
    pub(super) fn check_kind(&self, page: &Page<'_>, kind: QuestionKind) {
        if let Some(unit) = self.unit.as_ref().filter(|_| kind != QuestionKind::Numeric) {
            let fault = Fault::error(unit.spot.clone(), "attribute", "only a numeric question has a unit");
            page.sink.push(fault.help("take `unit` out"));
        }
        let parted = matches!(kind, QuestionKind::Multiple | QuestionKind::Ordering | QuestionKind::Matching);
        if let Some(partial) = self.partial.as_ref().filter(|_| !parted) {
            let message = "this question cannot be right in part";
            let fault = Fault::error(partial.spot.clone(), "attribute", message);
            page.sink.push(fault.help("take `partial` out; it is for `multiple`, `ordering` and `matching`"));
        }
        let shuffled = matches!(kind, QuestionKind::Ordering | QuestionKind::Matching);
        if let Some(shuffle) = self.shuffle.as_ref().filter(|shuffle| shuffled && !shuffle.value) {
            let fault = Fault::error(shuffle.spot.clone(), "attribute", "the author's order is the answer here");
            page.sink.push(fault.help("take `shuffle` out; `ordering` and `matching` are always shuffled"));
        }
    }

    /// Reports what every question must have; `spot` is where it is missing.
    pub(super) fn check(&self, page: &Page<'_>, errors_before: usize, spot: &Spot) {
        // A broken id was reported as such.
        if page.sink.errors() > errors_before {
            return;
        }
        let example = "`## … {#sp-001 objective=discovery}`";
        for (missing, name) in [(self.id.is_none(), "id"), (self.objective.is_none(), "objective")] {
            if missing {
                let fault = Fault::error(spot.clone(), "missing-attribute", format!("the question has no {name}"));
                page.sink.push(fault.help(format!("write {example}")));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_are_found() {
        for (line, expected) in [
            ("## What? {#a b=c}", Some("{#a b=c}")),
            ("## What {is} this? {#a unit=\"{x}\"}  ", Some("{#a unit=\"{x}\"}")),
            ("## The \"thing\" {#a}", Some("{#a}")),
            ("## 6\" screens? {#a r=\"1 2\"}", Some("{#a r=\"1 2\"}")),
            ("## What? {#a r=\"1 2}", Some("{#a r=\"1 2}")),
            ("## {#a}", Some("{#a}")),
            ("## What {now}?", None),
            ("## What", None),
            ("}", None),
        ] {
            assert_eq!(find(line).and_then(|range| line.get(range)), expected, "{line}");
        }
    }
}
