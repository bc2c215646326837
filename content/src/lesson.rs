//! Lessons: TOML front matter, Markdown body.

use domain::catalog::{Lesson, LessonRef, Objective};

use crate::doc::{Doc, Value};
use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::hash::version;
use crate::markdown::{self, Page, PageKind, blocks};
use crate::nearest::did_you_mean;
use crate::text::{Text, decode};

/// A longer lesson than this is a mistake in the number.
const MAX_MINUTES: u32 = 480;
const FENCE: &str = "+++";

/// Reads a lesson; `objectives` are the module's, none where its `module.toml` is broken.
pub(crate) fn read(
    files: &Files,
    path: &str,
    reference: LessonRef,
    objectives: Option<&[Objective]>,
    sink: &Sink,
) -> Option<Lesson> {
    let errors = sink.errors();
    let source = decode(path, files.get(path)?, sink)?;
    let (front, body, body_line) = split(path, &source, sink)?;
    let front = Doc::parse(Text::new(path, front, 2), sink);
    let head = front.and_then(|front| head(&front, objectives, sink));
    let text = Text::new(path, body, body_line);
    let pieces = markdown::parse(body, PageKind::Lesson);
    let module = reference_module(&reference);
    let page = Page { text: &text, module: &module, files, sink, kind: PageKind::Lesson };
    let rendered = blocks(&page, &pieces);
    if body.trim().is_empty() {
        sink.push(Fault::warning(text.spot(0), "empty", "the lesson says nothing"));
    }
    let (title, minutes, objectives) = head?;
    (sink.errors() == errors).then(|| Lesson {
        version: version(&reference, &source),
        reference,
        title,
        minutes,
        objectives,
        html: rendered.html,
        headings: rendered.headings,
        source,
    })
}

/// A stored version of a lesson, rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredLesson {
    /// Title for people; the lesson's name where its front matter cannot be read any more.
    pub title: String,
    /// Sanitised HTML of the body.
    pub html: String,
}

/// Renders a lesson alone, as [`Lesson::source`] stored it. A lesson or picture that it shows and that is gone since is left
/// out; its words stay. Nothing is checked again.
#[must_use]
pub fn render_lesson(reference: &LessonRef, source: &str, files: &Files) -> StoredLesson {
    let sink = Sink::default();
    let path = reference.to_string();
    let (front, body, body_line) = split(&path, source, &sink).unwrap_or(("", source, 1));
    let front = Doc::parse(Text::new(&path, front, 2), &sink);
    let title = front.and_then(|front| head(&front, None, &sink)).map(|(title, ..)| title);
    let text = Text::new(&path, body, body_line);
    let pieces = markdown::parse(body, PageKind::Lesson);
    let module = reference_module(reference);
    let page = Page { text: &text, module: &module, files, sink: &sink, kind: PageKind::Lesson };
    let rendered = blocks(&page, &pieces);
    StoredLesson { title: title.unwrap_or_else(|| reference.lesson.to_string()), html: rendered.html }
}

fn reference_module(lesson: &LessonRef) -> domain::catalog::ModuleRef {
    domain::catalog::ModuleRef { pack: lesson.pack.clone(), module: lesson.module.clone() }
}

/// Front matter, body, and the line on which the body begins.
fn split<'s>(path: &str, source: &'s str, sink: &Sink) -> Option<(&'s str, &'s str, u32)> {
    let help = "begin the file with `+++`, `title = \"…\"`, `minutes = 5`, `objectives = [\"…\"]`, `+++`";
    let Some(rest) =
        source.strip_prefix(FENCE).and_then(|rest| rest.trim_start_matches([' ', '\t']).strip_prefix('\n'))
    else {
        sink.push(Fault::error(Spot::start(path), "front-matter", "the front matter is missing").help(help));
        return None;
    };
    let mut offset = 0;
    for (line, number) in rest.split_inclusive('\n').zip(2_u32..) {
        if line.trim_end() == FENCE {
            return Some((rest.get(..offset)?, rest.get(offset + line.len()..)?, number + 1));
        }
        offset += line.len();
    }
    let fault = Fault::error(Spot::start(path), "front-matter", "the front matter does not end");
    sink.push(fault.help("close it with a line `+++`"));
    None
}

type Head = (String, u32, Vec<domain::catalog::Slug>);

fn head(front: &Doc<'_>, objectives: Option<&[Objective]>, sink: &Sink) -> Option<Head> {
    let table = front.table(sink);
    let title = table.need("title").and_then(|title| title.text());
    let minutes = table.need("minutes").and_then(|minutes| minutes.whole(1..=MAX_MINUTES));
    let named = table.need("objectives").as_ref().map(Value::slugs);
    table.finish();
    for id in named.iter().flatten() {
        let Some(known) = objectives else { continue };
        if !known.iter().any(|objective| objective.id == id.value) {
            let message = format!("the module has no objective `{}`", id.value);
            let fault = Fault::error(id.spot.clone(), "unknown-objective", message);
            sink.push(fault.maybe_help(did_you_mean(id.value.as_str(), known.iter().map(|o| o.id.as_str()))));
        }
    }
    Some((title?, minutes?, named?.into_iter().map(|id| id.value).collect()))
}
