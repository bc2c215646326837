//! What is read again before an exam is taken again, and when that opens, in words.

use domain::clearance::ExamStanding;
use services::assessment::ToRead;
use services::learning::lesson_link;

use super::near_moment;
use crate::assessment::view::ToReadView;
use crate::assessment::words::reading_first;

/// The lessons as pages show them.
pub(super) fn to_read_views(given: Vec<ToRead>) -> Vec<ToReadView> {
    let view = |given: ToRead| ToReadView {
        href: lesson_link(&given.lesson),
        title: given.title,
        minutes: given.minutes,
        read: given.read,
    };
    given.into_iter().map(view).collect()
}

/// When an exam may be taken again.
pub(super) fn opens(standing: ExamStanding, zone: &str) -> Option<String> {
    let words = match standing {
        ExamStanding::Remedial { left, until } => reading_first(left, until.map(|at| near_moment(at, zone)).as_deref()),
        ExamStanding::CoolingDown { until } => format!("The exam opens again on {}.", near_moment(until, zone)),
        ExamStanding::Open { attempts_left: 1 } => "The exam is open again. 1 attempt is left.".to_owned(),
        ExamStanding::Open { attempts_left } => format!("The exam is open again. {attempts_left} attempts are left."),
        ExamStanding::NoAttemptsLeft => "All attempts are used. The manager decides about the next step.".to_owned(),
        ExamStanding::InProgress => "The next try is under way.".to_owned(),
        ExamStanding::NotOpen | ExamStanding::Passed { .. } => return None,
    };
    Some(words)
}

#[cfg(test)]
mod tests {
    use domain::time::Timestamp;

    use super::*;

    #[test]
    fn says_what_comes_first_and_when_it_opens() {
        let until: Timestamp = "2026-11-26T08:00:00Z".parse().unwrap();
        let words = |standing| opens(standing, "Europe/Berlin").unwrap();
        assert_eq!(
            words(ExamStanding::Remedial { left: 2, until: Some(until) }),
            "Read these 2 lessons first; then the exam opens on Thu 26 Nov, 09:00."
        );
        assert_eq!(
            words(ExamStanding::Remedial { left: 1, until: None }),
            "Read this lesson first; then the exam opens."
        );
        assert_eq!(words(ExamStanding::CoolingDown { until }), "The exam opens again on Thu 26 Nov, 09:00.");
        assert_eq!(words(ExamStanding::Open { attempts_left: 1 }), "The exam is open again. 1 attempt is left.");
        assert_eq!(opens(ExamStanding::NotOpen, "UTC"), None);
    }
}
