//! The items of an ordering question.

use domain::catalog::Step;

use super::options::{Line, read_line};
use crate::fault::Fault;
use crate::markdown::{Page, Piece, elements, inside};

const FEWEST: usize = 3;
const MOST: usize = 8;

/// Reads a numbered list that stands in the right order.
pub(super) fn read(page: &Page<'_>, list: &[Piece<'_>], explained: bool) -> Option<Vec<Step>> {
    let start = list.first().map_or(0, |(_, range)| range.start);
    let errors = page.sink.errors();
    let mut seen: Vec<(String, usize)> = Vec::new();
    let mut numbers: Vec<(usize, u64)> = Vec::new();
    let mut steps = Vec::new();
    for item in elements(inside(list)) {
        let offset = item.first().map_or(0, |(_, range)| range.start);
        let Line { html, words, feedback_html } = read_line(page, item, "item");
        let words = words.to_lowercase();
        if let Some((_, twin)) = seen.iter().find(|(other, _)| *other == words) {
            let message = format!("this item stands in line {} already", page.text.spot(*twin).line);
            page.sink.push(page.error(offset, "twice", message).help("say what tells the two apart"));
        }
        seen.push((words, offset));
        numbers.extend(number(page, offset).map(|number| (offset, number)));
        steps.push(Step { html, feedback_html });
    }
    check_numbers(page, &numbers);
    if !(FEWEST..=MOST).contains(&steps.len()) {
        let message = format!("number of items: {}, where {FEWEST} to {MOST} are allowed", steps.len());
        page.sink.push(page.error(start, "options", message).help("add or take out items"));
    }
    if !explained && steps.iter().all(|step| step.feedback_html.is_none()) {
        let fault = Fault::warning(page.text.spot(start), "feedback-missing", "nobody learns why this is the order");
        page.sink.push(fault.help("write a quote after the list: `> …`, or one beneath an item: `   > …`"));
    }
    (page.sink.errors() == errors).then_some(steps)
}

/// Numbers that count differently look like the answer and are none: what counts is how the items stand.
fn check_numbers(page: &Page<'_>, numbers: &[(usize, u64)]) {
    let Some(&(_, first)) = numbers.first() else { return };
    if numbers.iter().all(|(_, number)| *number == first) {
        return;
    }
    if let Some((&(offset, number), place)) = numbers.iter().zip(first..).find(|((_, number), place)| number != place) {
        let message = format!("this item has the number {number} and stands where {place} belongs");
        let fault = page.error(offset, "order", message);
        page.sink.push(fault.help("write the items in the right order; they are shuffled when they are shown"));
    }
}

/// The number that an item begins with.
fn number(page: &Page<'_>, offset: usize) -> Option<u64> {
    let line = page.text.text.get(offset..)?.trim_start();
    let end = line.find(|c: char| !c.is_ascii_digit())?;
    line.get(..end)?.parse().ok()
}
