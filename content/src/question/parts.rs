//! What stands where in a question.

use pulldown_cmark::{Event, Tag};

use crate::markdown::{Page, Piece, elements, inside};

/// The blocks of a question below its heading.
#[derive(Default)]
pub(super) struct Parts<'e, 'a> {
    /// What stands before the answer.
    pub situation: Vec<Piece<'a>>,
    /// The list of options, or the line with the number.
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
    /// A paragraph that begins with `=`, by its place.
    Number { start: usize, end: usize },
}

impl Parts<'_, '_> {
    /// Reports, once a question, that a quote at the left margin stands between options.
    fn part(&mut self, page: &Page<'_>) {
        let first = self.quotes.first().and_then(|quote| quote.first());
        if let Some((_, range)) = first.filter(|_| !self.parted) {
            let fault = page.error(range.start, "margin", "this quote parts the options");
            page.sink.push(fault.help("two spaces before it make it the feedback of the option above: `  > …`"));
        }
        self.parted = true;
    }
}

/// Sorts the blocks; reports those that have no place.
pub(super) fn sort<'e, 'a>(page: &Page<'_>, blocks: &'e [Piece<'a>]) -> Parts<'e, 'a> {
    let mut parts = Parts::default();
    for element in elements(blocks) {
        let Some((event, range)) = element.first() else { continue };
        let answer = answer(page, element);
        match (answer, parts.answer) {
            (Some(answer), None) => {
                if matches!(event, Event::Start(Tag::List(Some(_)))) {
                    let fault = page.error(range.start, "options", "options have no numbers: their order may change");
                    page.sink.push(fault.help("begin each with `- [ ] ` or `- [x] `"));
                }
                parts.answer = Some(answer);
            }
            (Some(Answer::Options(_)), Some(Answer::Options(_))) if !parts.quotes.is_empty() => parts.part(page),
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

fn answer<'e, 'a>(page: &Page<'_>, element: &'e [Piece<'a>]) -> Option<Answer<'e, 'a>> {
    let (event, range) = element.first()?;
    match event {
        Event::Start(Tag::List(_)) => has_boxes(element).then_some(Answer::Options(element)),
        Event::Start(Tag::Paragraph) => {
            let source = page.text.text.get(range.clone())?;
            let end = range.start + source.trim_end().len();
            source.starts_with('=').then_some(Answer::Number { start: range.start, end })
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

/// The offset of a line within a paragraph that was meant to be the number: it needs an empty line before it.
pub(super) fn hidden_number(page: &Page<'_>, situation: &[Piece<'_>]) -> Option<usize> {
    elements(situation).into_iter().find_map(|element| {
        let (Event::Start(Tag::Paragraph), range) = element.first()? else { return None };
        let lines = page.text.lines().filter(|(offset, _)| range.contains(offset));
        let mut numbers = lines.filter(|(_, line)| line.starts_with('='));
        numbers.next().map(|(offset, _)| offset)
    })
}

/// The offset of a list without boxes that was meant to be the options.
pub(super) fn boxless_list(situation: &[Piece<'_>]) -> Option<usize> {
    let last = elements(situation).into_iter().next_back()?;
    matches!(last.first()?.0, Event::Start(Tag::List(_))).then(|| last.first().map(|(_, range)| range.start))?
}
