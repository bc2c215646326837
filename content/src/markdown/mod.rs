//! Markdown of lessons and questions to sanitised HTML.

mod blocks;
mod code;
mod dialogue;
mod footnotes;
mod links;
mod render;
mod sanitise;
mod smart;

use std::ops::Range;

use domain::catalog::{LessonRef, ModuleRef};
use pulldown_cmark::{Event, Options, Parser};

use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::text::Text;

pub(crate) use render::{blocks, inline, plain};

/// What stands around the Markdown: whose it is, what it may refer to, where its faults go.
pub(crate) struct Page<'a> {
    pub text: &'a Text<'a>,
    pub module: &'a ModuleRef,
    pub files: &'a Files,
    pub sink: &'a Sink,
    pub kind: PageKind,
}

/// What the Markdown is part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PageKind {
    /// A lesson: headings have anchors, footnotes work.
    Lesson,
    /// A question of a pack that is being checked.
    Question,
    /// A question as it was stored once: what it refers to may be gone.
    StoredQuestion,
}

/// A parsed piece with its place in the text.
pub(crate) type Piece<'a> = (Event<'a>, Range<usize>);

impl Page<'_> {
    fn spot(&self, offset: usize) -> Spot {
        self.text.spot(offset)
    }

    pub(crate) fn error(&self, offset: usize, code: &'static str, message: impl Into<String>) -> Fault {
        Fault::error(self.spot(offset), code, message)
    }

    /// Reports that something referred to does not exist; in a stored question that is nobody's fault.
    fn gone(&self, fault: Fault) {
        if self.kind != PageKind::StoredQuestion {
            self.sink.push(fault);
        }
    }

    fn lesson_path(lesson: &LessonRef) -> String {
        format!("{}/modules/{}/lessons/{}.md", lesson.pack, lesson.module, lesson.lesson)
    }
}

/// Parses Markdown as packs use it.
pub(crate) fn parse(text: &str, kind: PageKind) -> Vec<Piece<'_>> {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    options |= Options::ENABLE_GFM | Options::ENABLE_SMART_PUNCTUATION;
    if kind == PageKind::Lesson {
        options |= Options::ENABLE_FOOTNOTES;
    }
    Parser::new_ext(text, options).into_offset_iter().collect()
}

/// The top-level elements: each a slice from its start to its end.
pub(crate) fn elements<'e, 'a>(mut pieces: &'e [Piece<'a>]) -> Vec<&'e [Piece<'a>]> {
    let mut elements = Vec::new();
    while let Some((element, rest)) = pieces.split_at_checked(length(pieces)).filter(|(element, _)| !element.is_empty())
    {
        elements.push(element);
        pieces = rest;
    }
    elements
}

/// What stands between an element's start and end.
pub(crate) fn inside<'e, 'a>(element: &'e [Piece<'a>]) -> &'e [Piece<'a>] {
    element.get(1..element.len().saturating_sub(1)).unwrap_or_default()
}

/// How many pieces the first element has.
fn length(pieces: &[Piece<'_>]) -> usize {
    let mut depth = 0_usize;
    for (index, (event, _)) in pieces.iter().enumerate() {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    pieces.len()
}

/// Text for an attribute or an element.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
