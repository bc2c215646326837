//! The key of a question.

use domain::catalog::{Key, Numeric, QuestionKind};

use super::attributes::Attributes;
use super::options::{self, Item};
use super::parts::{Answer, Parts, boxless_list, hidden_number};
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
        Some(Answer::Number { start, end }) => {
            let (feedback_html, explanation) = (quote(), quote());
            let explained = feedback_html.is_some() || explanation.is_some();
            let key = number(page, start, end, of, explained);
            (key.map(|numeric| Key::Numeric(Numeric { feedback_html, ..numeric })), explanation)
        }
        Some(Answer::Options(list)) => {
            let explanation = quote();
            let items = options::read(page, list);
            (Some(choices(page, items, of, spot, explanation.is_some())), explanation)
        }
        None => {
            nothing(page, parts, spot);
            (None, None)
        }
    };
    if let Some((_, range)) = quotes.next().and_then(|quote| quote.first()) {
        let fault = page.error(range.start, "after-options", "the question is explained already");
        page.sink.push(fault.help("join the quotes with a line `>` between them"));
    }
    (key, explanation)
}

fn choices(page: &Page<'_>, mut items: Vec<Item>, of: &Attributes, spot: &Spot, explained: bool) -> Key {
    let kind = options::check(page, &items, of.kind.as_ref(), spot);
    if let Some(unit) = &of.unit {
        let fault = Fault::error(unit.spot.clone(), "attribute", "only a numeric question has a unit");
        page.sink.push(fault.help("take `unit` out"));
    }
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
        QuestionKind::Single | QuestionKind::Numeric => Key::Single(choices),
    }
}

/// Reads the line `= 7200 ± 50` between two offsets.
fn number(page: &Page<'_>, start: usize, end: usize, of: &Attributes, explained: bool) -> Option<Numeric> {
    if let Some(kind) = of.kind.as_ref().filter(|kind| kind.value != QuestionKind::Numeric) {
        page.sink.push(Fault::error(kind.spot.clone(), "kind", "a question with a line `= …` is `numeric`"));
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
    if !explained {
        let fault = page.text.spot(start);
        let fault = Fault::warning(fault, "feedback-missing", "nobody learns how the number comes about");
        page.sink.push(fault.help("write a quote right after the line: `> …`"));
    }
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
                "write digits with a point at most, as in `= 7200` or `= 0.5 ± 0.05`; the unit goes into `unit=`",
            ));
            None
        }
    }
}

/// Reports a question without an answer, with a guess at what went wrong.
fn nothing(page: &Page<'_>, parts: &Parts<'_, '_>, spot: &Spot) {
    let fault = if let Some(offset) = hidden_number(page, &parts.situation) {
        page.error(offset, "numeric", "this line is part of the paragraph above").help("put an empty line before it")
    } else if let Some(offset) = boxless_list(&parts.situation) {
        page.error(offset, "box", "the options have no boxes").help("begin each with `- [ ] ` or `- [x] `")
    } else {
        let fault = Fault::error(spot.clone(), "options", "the question has no options and no number");
        fault.help("write options as `- [ ] …`, or the number as `= 7200`")
    };
    page.sink.push(fault);
}
