//! The key of a question.

use domain::catalog::{Key, Numeric, QuestionKind, ShortText};

use super::attributes::Attributes;
use super::options::{self, Item};
use super::parts::{Answer, Meant, Parts, hidden_line, meant};
use super::{ordering, pairs, words};
use crate::fault::{Fault, Spot};
use crate::markdown::{Page, blocks, inside};

/// The key and the explanation of the question as a whole; no key where it cannot be read.
pub(super) fn read(
    page: &Page<'_>,
    parts: &Parts<'_, '_>,
    of: &Attributes,
    spot: &Spot,
) -> (Option<Key>, Option<String>) {
    if parts.parted {
        return (None, None);
    }
    let mut quotes = parts.quotes.iter();
    let mut quote = || quotes.next().map(|quote| blocks(page, inside(quote)).html);
    let (key, explanation) = match parts.answer {
        Some(Answer::Lines { start, end }) => {
            let (feedback_html, explanation) = (quote(), quote());
            let explained = feedback_html.is_some() || explanation.is_some();
            let key = if of.kind.as_ref().is_some_and(|kind| kind.value == QuestionKind::ShortText) {
                explain(page, start, explained);
                words::read(page, start, end).map(|accepted| Key::ShortText(ShortText { accepted, feedback_html }))
            } else {
                let key = number(page, start, end, of);
                explain(page, start, explained);
                key.map(|numeric| Key::Numeric(Numeric { feedback_html, ..numeric }))
            };
            (key, explanation)
        }
        Some(Answer::Options(list)) => {
            let explanation = quote();
            let items = options::read(page, list);
            (Some(choices(page, items, of, spot, explanation.is_some())), explanation)
        }
        Some(Answer::Order(list)) => {
            let explanation = quote();
            (ordering::read(page, list, explanation.is_some()).map(Key::Ordering), explanation)
        }
        Some(Answer::Pairs(table)) => {
            let explanation = quote();
            (pairs::read(page, table, explanation.is_some()).map(Key::Matching), explanation)
        }
        None => {
            nothing(page, parts, of, spot);
            (None, None)
        }
    };
    if let Some(key) = &key {
        // What the author says it is: where that does not fit, it is reported, and the rest would only be an echo.
        of.check_kind(page, of.kind.as_ref().map_or_else(|| key.kind(), |kind| kind.value));
    }
    if let Some((_, range)) = quotes.next().and_then(|quote| quote.first()) {
        let fault = page.error(range.start, "after-options", "the question is explained already");
        page.sink.push(fault.help("join the quotes with a line `>` between them"));
    }
    (key, explanation)
}

fn choices(page: &Page<'_>, mut items: Vec<Item>, of: &Attributes, spot: &Spot, explained: bool) -> Key {
    let kind = options::check(page, &items, of.kind.as_ref(), spot);
    for item in items.iter().filter(|item| item.choice.feedback_html.is_none() && !explained) {
        let fault = Fault::warning(item.spot.clone(), "feedback-missing", "nobody learns why this is right or wrong");
        page.sink.push(fault.help("write a quote beneath the option: `  > …`"));
    }
    if kind == QuestionKind::TrueFalse {
        items.sort_by_key(|item| item.words != "True");
    }
    let choices = items.into_iter().map(|item| item.choice).collect();
    match kind {
        QuestionKind::Multiple => Key::Multiple(choices),
        QuestionKind::TrueFalse => Key::TrueFalse(choices),
        QuestionKind::Single
        | QuestionKind::Numeric
        | QuestionKind::Ordering
        | QuestionKind::Matching
        | QuestionKind::ShortText => Key::Single(choices),
    }
}

/// Warns where nobody is told how a typed answer comes about.
fn explain(page: &Page<'_>, start: usize, explained: bool) {
    if !explained {
        let message = "nobody learns how the answer comes about";
        let fault = Fault::warning(page.text.spot(start), "feedback-missing", message);
        page.sink.push(fault.help("write a quote right after the line: `> …`"));
    }
}

/// Reads the line `= 7200 ± 50` between two offsets.
fn number(page: &Page<'_>, start: usize, end: usize, of: &Attributes) -> Option<Numeric> {
    if let Some(kind) = of.kind.as_ref().filter(|kind| kind.value != QuestionKind::Numeric) {
        let message = "a question with a line `= …` is `numeric` or `short-text`";
        let help = "take the line out, or write the kind that it is for";
        page.sink.push(Fault::error(kind.spot.clone(), "kind", message).help(help));
        return None;
    }
    let source = page.text.text.get(start..end).unwrap_or_default();
    let line = source.lines().next().unwrap_or_default();
    if line.len() < source.len() {
        let fault = page.error(start + line.len() + 1, "numeric", "the number stands alone on its line");
        page.sink.push(fault.help("put an empty line behind it"));
    }
    let (value, tolerance) = match line.split_once('±').or_else(|| line.split_once("+-")) {
        Some((value, tolerance)) => (value, Some(tolerance)),
        None => (line, None),
    };
    let value = part(page, start + 1, value.strip_prefix('=').unwrap_or(value));
    let tolerance = match tolerance {
        Some(text) => {
            let at = start + line.len() - text.len();
            let number = part(page, at, text);
            if number.is_some_and(|number| number < 0.0) {
                let at = at + text.len() - text.trim_start().len();
                page.sink.push(page.error(at, "numeric", "a tolerance is not below 0"));
            }
            number
        }
        None => Some(0.0),
    };
    let unit = of.unit.as_ref().map(|unit| unit.value.clone());
    Some(Numeric { value: value?, tolerance: tolerance?, unit, feedback_html: None })
}

/// A number in plain digits: what else Rust would take (`1e3`, `inf`) is a slip of the pen here.
fn part(page: &Page<'_>, offset: usize, text: &str) -> Option<f64> {
    let digits = text.trim();
    let plain = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    match digits.parse::<f64>() {
        Ok(number) if plain && number.is_finite() => Some(number),
        _ => {
            let at = offset + text.len() - text.trim_start().len();
            let fault = page.error(at, "numeric", format!("`{digits}` is no number"));
            page.sink.push(fault.help(
                "write digits with a point at most, as in `= 7200` or `= 0.5 ± 0.05`; the unit goes into `unit=`; \
                 for words write `kind=short-text`",
            ));
            None
        }
    }
}

/// Reports a question without an answer, with a guess at what went wrong.
fn nothing(page: &Page<'_>, parts: &Parts<'_, '_>, of: &Attributes, spot: &Spot) {
    let kind = of.kind.as_ref();
    let absent = |what: &str, help: &str| {
        let place = kind.map_or(spot, |kind| &kind.spot);
        Fault::error(place.clone(), "kind", format!("the question has no {what}")).help(help)
    };
    let meant = meant(&parts.situation);
    let fault = match (kind.map(|kind| kind.value), meant) {
        (Some(QuestionKind::Ordering), _) => {
            absent("numbered list", "write the items in the right order, each as `1. …`")
        }
        (Some(QuestionKind::Matching), _) => {
            absent("table", "write a table with two columns, each row a right pair: `| … | … |`")
        }
        (kind, _) if let Some(offset) = hidden_line(page, &parts.situation) => {
            let code = if kind == Some(QuestionKind::ShortText) { "short-text" } else { "numeric" };
            page.error(offset, code, "this line is part of the paragraph above").help("put an empty line before it")
        }
        (Some(QuestionKind::ShortText), _) => absent("line `= …`", "write each accepted answer as a line `= …`"),
        (_, Some((Meant::Table, offset))) => page
            .error(offset, "options", "a table is an answer only where the question says so")
            .help("write `kind=matching` if its rows are the right pairs, or options as `- [ ] …`"),
        (_, Some((Meant::Numbers, offset))) => page
            .error(offset, "box", "the options have no boxes")
            .help("begin each with `- [ ] ` or `- [x] `, or write `kind=ordering` if this is the right order"),
        (_, Some((Meant::Bullets, offset))) => {
            page.error(offset, "box", "the options have no boxes").help("begin each with `- [ ] ` or `- [x] `")
        }
        (_, None) => {
            let fault = Fault::error(spot.clone(), "options", "the question has no options and no number");
            fault.help("write options as `- [ ] …`, or the number as `= 7200`")
        }
    };
    page.sink.push(fault);
}
