//! Corrections of questions, and what they would change.

use domain::assessment::correct::Correction;
use domain::assessment::{AttemptState, Response};
use domain::catalog::QuestionRef;
use services::assessment::{Change, CorrectionLine, StoredCorrection};

use super::one::{letter, short};
use super::words::{corrected, count_words, share_words};
use crate::assessment::health::view::{ChangeView, CorrectionView, PreviewView};
use crate::ssr::day;
use crate::{ApiError, paths};

/// Exams that a preview lists.
const LISTED: usize = 100;

/// What a form asks for: the positions of what is right, joined by commas, or nothing to throw the question out.
///
/// # Errors
/// 404 for what is neither.
pub fn parse_correction(right: &str) -> Result<Correction, ApiError> {
    if right.is_empty() {
        return Ok(Correction::ThrowOut);
    }
    let positions: Result<Vec<u8>, _> = right.split(',').map(str::parse).collect();
    positions.map(|positions| Correction::ReKey(Response::choices(positions))).map_err(|_| ApiError::not_found())
}

/// A correction that was made.
pub(super) fn correction_view(line: &CorrectionLine, zone: &str) -> CorrectionView {
    let made = &line.made;
    let done = match &made.correction {
        Correction::ThrowOut => "Thrown out".to_owned(),
        Correction::ReKey(response) => format!("Re-keyed to {}", key_words(response)),
    };
    CorrectionView {
        id: made.id.to_string(),
        kind: corrected(made.correction.kind()).to_owned(),
        what: format!("{done} by {} on {}", line.by, day(made.at, zone)),
        reason: made.reason.clone(),
        version: short(&made.version),
        undone: made.undone.map(|(_, at)| {
            let by = line.undone_by.as_deref().unwrap_or("somebody");
            format!("Taken back by {by} on {}", day(at, zone))
        }),
    }
}

fn key_words(response: &Response) -> String {
    match response {
        Response::Choices(chosen) => chosen.iter().map(|at| letter(*at)).collect::<Vec<_>>().join(", "),
        other => other.to_stored(),
    }
}

/// What taking a correction back would change.
#[must_use]
pub fn undo_view(question: &QuestionRef, made: &StoredCorrection, changes: &[Change], zone: &str) -> PreviewView {
    let view = preview_view(question, made.version.clone(), String::new(), changes, zone);
    let what = format!("Version {} counts again as it did when it was asked.", short(&made.version));
    PreviewView { what, undo: Some(made.id.to_string()), ..view }
}

/// What a correction would change.
#[must_use]
pub fn preview_view(
    question: &QuestionRef,
    version: String,
    right: String,
    changes: &[Change],
    zone: &str,
) -> PreviewView {
    let what = match parse_correction(&right) {
        Ok(Correction::ReKey(response)) => {
            format!("In version {}, {} is right, and nothing else.", short(&version), key_words(&response))
        }
        _ => format!("Version {} counts for nothing, as if it had not been asked.", short(&version)),
    };
    let all = u32::try_from(changes.len()).unwrap_or(u32::MAX);
    let count = |state: AttemptState| {
        let flipped = changes.iter().filter(|change| change.flips() && change.after.0 == state).count();
        u32::try_from(flipped).unwrap_or(u32::MAX)
    };
    let (passed, not_yet) = (count(AttemptState::Passed), count(AttemptState::NotYet));
    let summary = match (all, passed, not_yet) {
        (0, ..) => "No decided exam has asked it. Nobody’s result changes.".to_owned(),
        (all, 0, 0) => format!("{} asked it. Nobody’s result changes.", count_words(all, "decided exam")),
        (all, passed, not_yet) => {
            let gained = (passed > 0).then(|| format!("{} would pass after all", people(passed)));
            let certificates = if not_yet == 1 { "a certificate that rests" } else { "certificates that rest" };
            let lost = (not_yet > 0)
                .then(|| format!("{} would not have passed, and {certificates} on it would go", people(not_yet)));
            let what = [gained, lost].into_iter().flatten().collect::<Vec<_>>().join("; ");
            format!("{} asked it. {what}.", count_words(all, "decided exam"))
        }
    };
    PreviewView {
        reference: question.to_string(),
        id: question.question.to_string(),
        version,
        right,
        undo: None,
        what,
        summary,
        changes: changes.iter().take(LISTED).map(|change| change_view(change, zone)).collect(),
        more: u32::try_from(changes.len().saturating_sub(LISTED)).unwrap_or(u32::MAX),
    }
}

fn people(n: u32) -> String {
    if n == 1 { "1 person".to_owned() } else { format!("{n} people") }
}

fn change_view(change: &Change, zone: &str) -> ChangeView {
    let words = |(state, probability): (AttemptState, Option<f64>)| {
        let result = if state == AttemptState::Passed { "passed" } else { "not yet" };
        probability.map_or_else(|| result.to_owned(), |p| format!("{result}, {}", share_words(p)))
    };
    ChangeView {
        name: change.name.clone(),
        href: paths::person(&change.person.to_string()),
        finished: change.finished_at.map_or_else(String::new, |at| day(at, zone)),
        before: words(change.before),
        after: words(change.after),
        flips: change.flips(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_what_is_right_or_nothing() {
        assert_eq!(parse_correction("").unwrap(), Correction::ThrowOut);
        assert_eq!(parse_correction("2,0").unwrap(), Correction::ReKey(Response::choices([0, 2])));
        assert!(parse_correction("x").is_err() && parse_correction("1,").is_err());
    }
}
