//! Options with their feedback.

use domain::catalog::{Choice, QuestionKind};
use pulldown_cmark::{Event, Tag};

use crate::doc::At;
use crate::fault::{Fault, Spot};
use crate::markdown::{Page, Piece, blocks, elements, inline, inside, plain};

/// An option, with what is needed to check it.
pub(super) struct Item {
    pub choice: Choice,
    pub words: String,
    pub spot: Spot,
}

/// Reads the items of a list of options; reports those that are none.
pub(super) fn read(page: &Page<'_>, list: &[Piece<'_>]) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for item in elements(inside(list)).into_iter().filter_map(|item| self::item(page, item)) {
        if let Some(twin) = items.iter().find(|other| other.words.to_lowercase() == item.words.to_lowercase()) {
            let message = format!("this option stands in line {} already", twin.spot.line);
            page.sink.push(Fault::error(item.spot.clone(), "twice", message));
        }
        items.push(item);
    }
    items
}

fn item(page: &Page<'_>, item: &[Piece<'_>]) -> Option<Item> {
    let offset = item.first().map_or(0, |(_, range)| range.start);
    let (line, _) = split(inside(item));
    let Some(right) =
        line.iter().find_map(|(event, _)| if let Event::TaskListMarker(x) = event { Some(*x) } else { None })
    else {
        let fault = page.error(offset, "box", "this option has no box");
        page.sink.push(fault.help("begin it with `- [ ] `, or with `- [x] ` if it is right"));
        return None;
    };
    let Line { html, words, feedback_html } = read_line(page, item, "option");
    Some(Item { choice: Choice { html, right, feedback_html }, words, spot: page.text.spot(offset) })
}

/// The line of a list's item, without a box, and its feedback.
pub(super) struct Line {
    pub html: String,
    pub words: String,
    pub feedback_html: Option<String>,
}

/// Reads an item of a list; `what` it is called in messages.
pub(super) fn read_line(page: &Page<'_>, item: &[Piece<'_>], what: &'static str) -> Line {
    let offset = item.first().map_or(0, |(_, range)| range.start);
    let (line, below) = split(inside(item));
    let line: Vec<_> = line.iter().filter(|(event, _)| !matches!(event, Event::TaskListMarker(_))).cloned().collect();
    let words = plain(&line).split_whitespace().collect::<Vec<_>>().join(" ");
    let html = inline(page, &line);
    if html.trim().is_empty() {
        page.sink.push(page.error(offset, "empty", format!("this {what} says nothing")));
    }
    let mut feedback_html = None;
    for block in below {
        let Some((event, range)) = block.first() else { continue };
        if matches!(event, Event::Start(Tag::BlockQuote(_))) && feedback_html.is_none() {
            feedback_html = Some(blocks(page, inside(block)).html);
        } else {
            let article = if what == "option" { "an" } else { "a list's" };
            let message = format!("{article} {what} is one paragraph and one quote beneath it");
            let fault = page.error(range.start, "option", message);
            page.sink.push(fault.help("put everything else into the situation, or into the quote"));
        }
    }
    Line { html, words, feedback_html }
}

/// An item's own line (which is a paragraph where empty lines stand between the options), and the blocks below it.
fn split<'e, 'a>(pieces: &'e [Piece<'a>]) -> (Vec<Piece<'a>>, Vec<&'e [Piece<'a>]>) {
    let mut line = Vec::new();
    let mut below = Vec::new();
    let mut own = true;
    for element in elements(pieces) {
        let Some((event, _)) = element.first() else { continue };
        match event {
            Event::Start(Tag::Paragraph) if own => {
                line.extend_from_slice(inside(element));
                own = false;
            }
            Event::Start(tag) if !is_inline(tag) => {
                own = false;
                below.push(element);
            }
            _ => line.extend_from_slice(element),
        }
    }
    (line, below)
}

fn is_inline(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. })
}

/// Checks how many options there are and how many are right; the kind, as given or as the options tell.
pub(super) fn check(page: &Page<'_>, items: &[Item], given: Option<&At<QuestionKind>>, spot: &Spot) -> QuestionKind {
    let right: Vec<&Item> = items.iter().filter(|item| item.choice.right).collect();
    let told = if right.len() > 1 { QuestionKind::Multiple } else { QuestionKind::Single };
    let kind = given.map_or(told, |given| given.value);
    let at = items.first().map_or(spot, |item| &item.spot);
    let count = |low: usize, high: usize, help: &str| {
        if !(low..=high).contains(&items.len()) {
            let message = format!("number of options: {}, where {low} to {high} are allowed", items.len());
            page.sink.push(Fault::error(at.clone(), "options", message).help(help));
        }
    };
    match kind {
        QuestionKind::Single => {
            let two = "with `True` and `False`, write `kind=true-false`";
            count(3, 6, if items.len() == 2 { two } else { "add or take out options" });
            one_right(page, &right, at);
        }
        QuestionKind::Multiple => {
            count(3, 8, "add or take out options");
            if right.is_empty() {
                page.sink.push(nothing_right(at));
            }
        }
        QuestionKind::TrueFalse => {
            let mut words: Vec<&str> = items.iter().map(|item| item.words.as_str()).collect();
            words.sort_unstable();
            if words != ["False", "True"] {
                let fault = Fault::error(at.clone(), "options", "the options of `true-false` are `True` and `False`");
                page.sink.push(fault.help("write `- [x] True` and `- [ ] False`, or the other way round"));
            }
            one_right(page, &right, at);
        }
        QuestionKind::Numeric => {
            let place = given.map_or(at, |given| &given.spot);
            let fault = Fault::error(place.clone(), "kind", "a numeric question has no options");
            page.sink.push(fault.help("write the number as a line `= 7200`, or take `kind=numeric` out"));
        }
        QuestionKind::Ordering => {
            let fault = Fault::error(at.clone(), "box", "the items of an order have no boxes");
            page.sink.push(fault.help("begin each with `1. `, in the right order"));
        }
        QuestionKind::Matching => {
            let place = given.map_or(at, |given| &given.spot);
            let fault = Fault::error(place.clone(), "kind", "a matching question has no options");
            page.sink.push(fault.help("write a table with two columns, or take `kind=matching` out"));
        }
        QuestionKind::ShortText => {
            let place = given.map_or(at, |given| &given.spot);
            let fault = Fault::error(place.clone(), "kind", "a question that is answered in words has no options");
            page.sink.push(fault.help("write each accepted answer as a line `= …`, or take `kind=short-text` out"));
        }
    }
    kind
}

fn one_right(page: &Page<'_>, right: &[&Item], at: &Spot) {
    match right {
        [] => page.sink.push(nothing_right(at)),
        [_] => {}
        [_, second, ..] => {
            let fault = Fault::error(second.spot.clone(), "key", "a second option is marked as right");
            page.sink.push(fault.help("exactly one is right here; if several are, write `kind=multiple`"));
        }
    }
}

fn nothing_right(at: &Spot) -> Fault {
    Fault::error(at.clone(), "key", "no option is marked as right").help("mark it with `- [x]`")
}
