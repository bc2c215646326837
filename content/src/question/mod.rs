//! Question banks: `questions.md`.

mod answer;
mod attributes;
mod bank;
mod one;
mod options;
mod ordering;
mod pairs;
mod parts;
mod words;

use domain::catalog::{ModuleRef, Question, QuestionRef};

pub(crate) use bank::{Bank, read};

use crate::fault::{Fault, Severity, Sink};
use crate::files::Files;
use crate::markdown::{Page, PageKind};
use crate::text::{Text, tidy};

/// Reads one question alone, as [`Question::source`] stored it.
///
/// A lesson or picture that it shows and that is gone since is left out; its words stay. What the module and the panel say
/// (whether the objective exists, how many ratings there are) is not asked again.
///
/// # Errors
/// Everything that is wrong with it, by its own lines and columns; the file is the reference.
pub fn parse_question(reference: &QuestionRef, source: &str, files: &Files) -> Result<Question, Vec<Fault>> {
    let sink = Sink::default();
    let file = reference.to_string();
    let source = tidy(source);
    let text = Text::new(&file, &source, 1);
    let module = ModuleRef { pack: reference.pack.clone(), module: reference.module.clone() };
    let page = Page { text: &text, module: &module, files, sink: &sink, kind: PageKind::StoredQuestion };
    let parsed = one::read(&page);
    if let Some(parsed) = &parsed
        && parsed.question.reference != *reference
    {
        let message = format!("this is `{}`, not `{reference}`", parsed.question.reference);
        sink.push(Fault::error(parsed.id.clone(), "id", message));
    }
    let faults = sink.into_sorted();
    match parsed {
        Some(parsed) if faults.iter().all(|fault| fault.severity != Severity::Error) => Ok(parsed.question),
        _ => Err(faults),
    }
}
