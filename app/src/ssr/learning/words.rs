//! Counts and times in words.

use domain::learning::ModuleState;
use domain::time::Timestamp;
use services::learning::{ChangedModule, MissedQuiz, OpenQuiz, PathOnRoute};

use crate::learning::view::LinkView;
use crate::paths;
use crate::ssr::{near_day, near_moment};

/// A count as a page carries it.
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A time: `24 min`, `3 h`, `3 h 10 min`.
pub fn minutes(all: u32) -> String {
    match (all / 60, all % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// An estimate: `about 24 min`.
pub fn about(all: u32) -> String {
    format!("about {}", minutes(all))
}

/// A path's due day and what is left of it; no day where they have arrived.
pub fn due(path: &PathOnRoute, now: Timestamp) -> String {
    let day = near_day(path.due_at, now, &path.due_zone);
    let when = if path.due_at < now { format!("Was due {day}") } else { format!("Due {day}") };
    match (path.minutes_left, path.arrived) {
        (0, true) => "All modules passed".to_owned(),
        (0, false) => format!("{when}, all modules passed"),
        (left, _) => format!("{when}, {} of {} left", about(left), what_is_left(path)),
    }
}

/// Whether there is something to read yet, or quizzes alone.
fn what_is_left(path: &PathOnRoute) -> &'static str {
    let open = path.modules.iter().filter(|stop| stop.state != ModuleState::Done);
    let mut to_read = open.map(|stop| stop.read < stop.lessons).peekable();
    if to_read.peek().is_none() || to_read.any(|unread| unread) { "reading" } else { "quizzes" }
}

/// When something opens: `Opens after “Offering”`; none where nothing comes first.
pub fn opens_after(titles: &[String]) -> Option<String> {
    let named: Vec<String> = titles.iter().map(|title| format!("“{title}”")).collect();
    (!named.is_empty()).then(|| format!("Opens after {}", named.join(" and ")))
}

/// The way back into a quiz that is begun.
pub fn go_on(quiz: &OpenQuiz) -> LinkView {
    let label = format!("Go on: question {} of {}", quiz.asked.saturating_add(1).min(quiz.drawn), quiz.drawn);
    LinkView { href: paths::attempt(&quiz.attempt.to_string()), label }
}

/// What passes a quiz: `8 questions, 6 right to pass`.
pub fn quiz_rule(items: u32, needed: u32) -> String {
    let questions = if items == 1 { "question" } else { "questions" };
    format!("{items} {questions}, {needed} right to pass")
}

/// What has changed since a module was passed, and what to do about it until when.
pub fn what_changed(found: &ChangedModule, now: Timestamp, zone: &str) -> String {
    let what = match found.changed {
        0 => "This module has changed since you passed.".to_owned(),
        1 => "1 question has changed since you passed.".to_owned(),
        n => format!("{n} questions have changed since you passed."),
    };
    match found.due {
        None => format!("{what} The short quiz asks what is new."),
        Some(due) if now < due => {
            format!("{what} Take the short quiz by {} to keep taking calls.", near_moment(due, zone))
        }
        Some(_) => format!("{what} Pass the short quiz to take calls as before."),
    }
}

/// How the last try at a quiz went, and where its result is: `Last try: 4 of 8`.
pub fn last_try(quiz: &MissedQuiz) -> LinkView {
    // Rounded down, so that what falls short never looks as if it did not.
    let points = (quiz.points * 10.0 + 1e-6).floor() / 10.0;
    LinkView { href: paths::attempt(&quiz.attempt.to_string()), label: format!("Last try: {points} of {}", quiz.of) }
}

#[cfg(test)]
mod tests {
    use services::learning::ModuleOnRoute;

    use super::*;

    #[test]
    fn times_read_like_times() {
        assert_eq!(minutes(0), "0 min");
        assert_eq!(minutes(59), "59 min");
        assert_eq!(minutes(180), "3 h");
        assert_eq!(about(190), "about 3 h 10 min");
    }

    #[test]
    fn what_is_locked_says_after_what_it_opens() {
        let titles = ["Offering".to_owned(), "Sales".to_owned()];
        assert_eq!(opens_after(&titles[..1]).as_deref(), Some("Opens after “Offering”"));
        assert_eq!(opens_after(&titles).as_deref(), Some("Opens after “Offering” and “Sales”"));
        assert_eq!(opens_after(&[]), None);
    }

    #[test]
    fn what_changed_says_until_when_it_matters() {
        let now: Timestamp = "2026-11-26T09:00:00Z".parse().unwrap();
        let found = |changed, due| ChangedModule {
            module: "halyard/offering".parse().unwrap(),
            title: String::new(),
            changed,
            items: 2,
            needed: 2,
            due,
        };
        let due = now + domain::time::Span::days(7);
        let told = what_changed(&found(2, Some(due)), now, "Europe/Berlin");
        assert_eq!(
            told,
            "2 questions have changed since you passed. Take the short quiz by Thu 3 Dec, 10:00 to keep taking calls."
        );
        let told = what_changed(&found(1, Some(now)), now, "UTC");
        assert_eq!(told, "1 question has changed since you passed. Pass the short quiz to take calls as before.");
        let told = what_changed(&found(0, None), now, "UTC");
        assert_eq!(told, "This module has changed since you passed. The short quiz asks what is new.");
        assert_eq!(quiz_rule(1, 1), "1 question, 1 right to pass");
    }

    #[test]
    fn a_due_day_says_what_is_left() {
        let now: Timestamp = Timestamp::from_millis(1_764_806_400_000); // 4 December 2025
        let path = |days: i64, minutes_left: u32| PathOnRoute {
            path: "halyard/outbound".parse().unwrap(),
            title: String::new(),
            summary: String::new(),
            due_at: now + domain::time::Span::days(days),
            due_zone: "UTC".to_owned(),
            assigned_at: now,
            arrived: false,
            modules: Vec::new(),
            next: domain::learning::NextStep::Done,
            next_title: String::new(),
            steps: domain::learning::Steps::default(),
            minutes_left,
        };
        assert_eq!(due(&path(10, 190), now), "Due 14 Dec, about 3 h 10 min of reading left");
        assert_eq!(due(&path(-1, 5), now), "Was due 3 Dec, about 5 min of reading left");
        assert_eq!(due(&path(40, 5), now), "Due 13 Jan 2026, about 5 min of reading left");
        let stop = |read| ModuleOnRoute {
            module: "halyard/offering".parse().unwrap(),
            title: String::new(),
            state: ModuleState::Current,
            read,
            lessons: 2,
            after: Vec::new(),
        };
        let with = |stops| PathOnRoute { modules: stops, ..path(10, 8) };
        assert_eq!(due(&with(vec![stop(2), stop(1)]), now), "Due 14 Dec, about 8 min of reading left");
        assert_eq!(due(&with(vec![stop(2)]), now), "Due 14 Dec, about 8 min of quizzes left");
        assert_eq!(due(&path(-1, 0), now), "Was due 3 Dec, all modules passed");
        assert_eq!(due(&PathOnRoute { arrived: true, ..path(-1, 0) }, now), "All modules passed");
    }
}
