//! What stands where in a question.

use domain::catalog::QuestionKind;
use pulldown_cmark::{Event, Tag};

use crate::markdown::{Page, Piece, elements, inside};

/// The blocks of a question below its heading.
#[derive(Default)]
pub(super) struct Parts<'e, 'a> {
    /// What stands before the answer.
    pub situation: Vec<Piece<'a>>,
    /// The list of options, the items in order, the table of pairs, or the lines with the number or the words.
    pub answer: Option<Answer<'e, 'a>>,
    /// Quotes behind the answer.
    pub quotes: Vec<&'e [Piece<'a>]>,
    /// Whether quotes at the left margin part the options, which is reported; the rest would only be an echo of it.
    pub parted: bool,
}

/// The block that says what is right.
#[derive(Clone, Copy)]
pub(super) enum Answer<'e, 'a> {
    /// A list with boxes.
    Options(&'e [Piece<'a>]),
    /// A numbered list without boxes.
    Order(&'e [Piece<'a>]),
    /// A table.
    Pairs(&'e [Piece<'a>]),
    /// A paragraph that begins with `=`, by its place.
    Lines { start: usize, end: usize },
}

impl Parts<'_, '_> {
    /// Reports, once a question, that a quote at the left margin stands between options.
    fn part(&mut self, page: &Page<'_>) {
        let first = self.quotes.first().and_then(|quote| quote.first());
        if let Some((_, range)) = first.filter(|_| !self.parted) {
            let (what, help) = match self.answer {
                Some(Answer::Order(_)) => {
                    ("items", "three spaces before it make it the feedback of the item above: `   > …`")
                }
                _ => ("options", "two spaces before it make it the feedback of the option above: `  > …`"),
            };
            let fault = page.error(range.start, "margin", format!("this quote parts the {what}"));
            page.sink.push(fault.help(help));
        }
        self.parted = true;
    }
}

/// Sorts the blocks; reports those that have no place.
///
/// Only a question that says so by its kind has a numbered list or a table as its answer: others may show one in their
/// situation.
pub(super) fn sort<'e, 'a>(page: &Page<'_>, kind: Option<QuestionKind>, blocks: &'e [Piece<'a>]) -> Parts<'e, 'a> {
    let mut parts = Parts::default();
    for element in elements(blocks) {
        let Some((event, range)) = element.first() else { continue };
        let answer = answer(page, kind, element);
        match (answer, parts.answer) {
            (Some(answer), None) => {
                let boxes = matches!(answer, Answer::Options(_)) && kind != Some(QuestionKind::Ordering);
                if boxes && matches!(event, Event::Start(Tag::List(Some(_)))) {
                    let fault = page.error(range.start, "options", "options have no numbers: their order may change");
                    page.sink.push(fault.help("begin each with `- [ ] ` or `- [x] `"));
                }
                parts.answer = Some(answer);
            }
            (Some(Answer::Options(_)), Some(Answer::Options(_))) | (Some(Answer::Order(_)), Some(Answer::Order(_)))
                if !parts.quotes.is_empty() =>
            {
                parts.part(page);
            }
            (Some(_), Some(_)) => {
                let fault = page.error(range.start, "second-answer", "the question has an answer already");
                page.sink.push(fault.help("begin all options with the same sign, and begin a new question with `##`"));
            }
            (None, None) => parts.situation.extend_from_slice(element),
            (None, Some(_)) if matches!(event, Event::Start(Tag::BlockQuote(_))) => parts.quotes.push(element),
            (None, Some(_)) => {
                let fault = page.error(range.start, "after-options", "only a quote may stand behind the answer");
                page.sink.push(fault.help("begin it with `> ` to explain the question, or put it before the options"));
            }
        }
    }
    parts
}

fn answer<'e, 'a>(page: &Page<'_>, kind: Option<QuestionKind>, element: &'e [Piece<'a>]) -> Option<Answer<'e, 'a>> {
    let (event, range) = element.first()?;
    match event {
        Event::Start(Tag::List(_)) if has_boxes(element) => Some(Answer::Options(element)),
        Event::Start(Tag::List(Some(_))) if kind == Some(QuestionKind::Ordering) => Some(Answer::Order(element)),
        Event::Start(Tag::Table(_)) if kind == Some(QuestionKind::Matching) => Some(Answer::Pairs(element)),
        Event::Start(Tag::Paragraph) => {
            let source = page.text.text.get(range.clone())?;
            let end = range.start + source.trim_end().len();
            source.starts_with('=').then_some(Answer::Lines { start: range.start, end })
        }
        _ => None,
    }
}

/// Whether any item of a list begins with a box.
fn has_boxes(list: &[Piece<'_>]) -> bool {
    elements(inside(list)).into_iter().any(|item| {
        let mut first = inside(item).iter().take(2);
        first.any(|(event, _)| matches!(event, Event::TaskListMarker(_)))
    })
}

/// The offset of a line within a paragraph that was meant to be the answer: it needs an empty line before it.
pub(super) fn hidden_line(page: &Page<'_>, situation: &[Piece<'_>]) -> Option<usize> {
    elements(situation).into_iter().find_map(|element| {
        let (Event::Start(Tag::Paragraph), range) = element.first()? else { return None };
        let lines = page.text.lines().filter(|(offset, _)| range.contains(offset));
        let mut meant = lines.filter(|(_, line)| line.starts_with('='));
        meant.next().map(|(offset, _)| offset)
    })
}

/// What the last block of the situation is, but for quotes, where it may have been meant to be the answer, and its offset.
pub(super) fn meant(situation: &[Piece<'_>]) -> Option<(Meant, usize)> {
    let quote = |element: &&[Piece<'_>]| matches!(element.first(), Some((Event::Start(Tag::BlockQuote(_)), _)));
    let last = elements(situation).into_iter().rev().find(|element| !quote(element))?;
    let (event, range) = last.first()?;
    let meant = match event {
        Event::Start(Tag::List(None)) => Meant::Bullets,
        Event::Start(Tag::List(Some(_))) => Meant::Numbers,
        Event::Start(Tag::Table(_)) => Meant::Table,
        _ => return None,
    };
    Some((meant, range.start))
}

/// What may have been meant to be the answer.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Meant {
    /// A list with bullets.
    Bullets,
    /// A list with numbers.
    Numbers,
    /// A table.
    Table,
}
