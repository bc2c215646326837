//! Clearances as pages show them.

use domain::clearance::{Action, Level, Reason};
use domain::readiness::override_ends;
use services::clearance::ScopeClearance;
use services::learning::module_link;

use super::{day, moment, near_moment};
use crate::clearance::view::{ClearanceView, ReasonView};
use crate::paths;

/// A clearance as a page shows it, with times in `time_zone`.
#[must_use]
pub fn clearance_view(found: &ScopeClearance, time_zone: &str) -> ClearanceView {
    let reasons = found.clearance.reasons.iter().map(|reason| {
        let link = reason.action.as_ref().and_then(|action| match action {
            Action::ReadModule(module) => Some((module_link(module), "Open the module".to_owned())),
            Action::OpenExam(scope) => Some((paths::exam(scope.as_str()), "About the exam".to_owned())),
            Action::SeeCertificates => Some((paths::CERTIFICATES.to_owned(), "Certificates".to_owned())),
            // There is nothing on a page that asks a manager; the words say it.
            Action::AskManager => None,
        });
        ReasonView { code: reason.code.as_str().to_owned(), message: own_time(reason, time_zone), link }
    });
    ClearanceView {
        scope: found.scope.to_string(),
        title: found.title.clone(),
        level: found.clearance.level.as_str().to_owned(),
        until: found.clearance.until.filter(|_| found.clearance.level != Level::Blocked).map(|at| day(at, time_zone)),
        lifted: override_ends(&found.clearance).map(|ends| near_moment(ends, time_zone)),
        reasons: reasons.collect(),
    }
}

/// A reason's message. It speaks of UTC, because programs read it too; a person reads their own time.
pub(super) fn own_time(reason: &Reason, time_zone: &str) -> String {
    match reason.at {
        Some(at) if reason.message.contains("UTC") => in_own_time(&reason.message, &moment(at, time_zone)),
        _ => reason.message.clone(),
    }
}

/// Puts a moment in the reader's time in the place of the one in UTC: of the four words before `UTC`.
fn in_own_time(message: &str, moment: &str) -> String {
    let Some((before, after)) = message.split_once(" UTC") else { return message.to_owned() };
    match before.rmatch_indices(' ').nth(3) {
        Some((end, _)) => format!("{} {moment}{after}", &before[..end]),
        None => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_readers_time() {
        let told = in_own_time("Certified until 23 November 2026, 08:00 UTC.", "23 Nov 2026, 09:00");
        assert_eq!(told, "Certified until 23 Nov 2026, 09:00.");
        let told = in_own_time(
            "2 lessons are to be read again; then the exam opens on 23 November 2026, 08:00 UTC.",
            "23 Nov 2026, 09:00",
        );
        assert_eq!(told, "2 lessons are to be read again; then the exam opens on 23 Nov 2026, 09:00.");
        assert_eq!(in_own_time("No date here.", "x"), "No date here.");
    }
}
