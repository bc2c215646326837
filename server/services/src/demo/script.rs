//! What happened, as deeds in the order of their days.

use domain::time::{Span, Timestamp};

use super::cast::{CAST, INBOUND, OUTBOUND, Part, SALES};

/// Something that happened. People are called by their address.
pub(super) enum Deed {
    /// The admin made a team.
    Team { name: &'static str, within: Option<&'static str> },
    /// Somebody came.
    Join(&'static Part),
    /// The path was assigned; due so many days from now.
    Assign { to: To, due_in: i64 },
    /// Somebody read and passed the next so many steps.
    Learn { who: &'static str, steps: usize },
    /// Somebody did not pass the quiz that is their next step.
    MissQuiz(&'static str),
    /// Somebody took the exam.
    Exam { who: &'static str, passed: bool },
}

/// To whom a path was assigned, by the manager of the team.
pub(super) enum To {
    Team(&'static str),
    Person(&'static str),
}

/// All deeds with their times, oldest first.
pub(super) fn script(now: Timestamp) -> Vec<(Timestamp, Deed)> {
    let mut deeds = Vec::new();
    // Whole days, so that nothing is learned in the middle of the night; times in one day follow each other.
    let at = |days: i64, hour: i64| midnight(now) - Span::days(days) + Span::hours(hour);
    deeds.push((at(395, 8), Deed::Team { name: SALES, within: None }));
    for name in [OUTBOUND, INBOUND] {
        deeds.push((at(395, 9), Deed::Team { name, within: Some(SALES) }));
    }
    deeds.extend(CAST.iter().map(|part| (at(part.joined, 7), Deed::Join(part))));
    for (to, assigned, due_in) in [
        (To::Team(OUTBOUND), 3, 18),
        (To::Team(INBOUND), 5, 16),
        (To::Person("kwame@halyard.example"), 371, -350),
        (To::Person("sofia@halyard.example"), 51, -30),
        (To::Person("tomasz@halyard.example"), 29, -4),
        (To::Person("jonas@halyard.example"), 23, -2),
        (To::Person("lin@halyard.example"), 18, 3),
        (To::Person("amara@halyard.example"), 15, 2),
        (To::Person("priya@halyard.example"), 10, 11),
    ] {
        deeds.push((at(assigned, 8), Deed::Assign { to, due_in }));
    }
    for (who, days) in LEARNED {
        deeds.extend(days.iter().map(|&(ago, steps)| (at(ago, 9), Deed::Learn { who, steps })));
    }
    deeds.push((at(14, 15), Deed::MissQuiz("jonas@halyard.example")));
    deeds.push((at(2, 16), Deed::MissQuiz("priya@halyard.example")));
    // Counted back from this very hour, so that the certificate runs out in 20 days whatever the time is.
    let kwame = now - Span::days(345) - Span::hours(1);
    deeds.push((kwame, Deed::Exam { who: "kwame@halyard.example", passed: true }));
    deeds.push((at(33, 10), Deed::Exam { who: "sofia@halyard.example", passed: true }));
    // Four hours ago, whatever the time is: within the day for which an exam rests.
    deeds.push((now - Span::hours(4), Deed::Exam { who: "jonas@halyard.example", passed: false }));
    deeds.sort_by_key(|(at, _)| *at);
    deeds
}

/// Steps by days ago. The path of the demo pack has 25: 21 lessons and 4 quizzes.
const LEARNED: [(&str, &[(i64, usize)]); 8] = [
    ("kwame@halyard.example", &[(370, 5), (368, 5), (364, 6), (357, 5), (350, 4)]),
    ("sofia@halyard.example", &[(50, 4), (49, 4), (46, 5), (43, 4), (40, 4), (36, 4)]),
    ("tomasz@halyard.example", &[(28, 4), (26, 3), (9, 1)]),
    ("jonas@halyard.example", &[(22, 4), (21, 3), (17, 3), (15, 2), (13, 2), (9, 4), (6, 4), (3, 3)]),
    ("lin@halyard.example", &[(17, 4), (16, 4), (13, 5), (10, 4), (6, 4), (2, 4)]),
    ("amara@halyard.example", &[(14, 4), (12, 4), (9, 5), (5, 4), (1, 4)]),
    ("priya@halyard.example", &[(9, 4), (7, 3), (4, 3), (2, 2)]),
    ("diego@halyard.example", &[(3, 2), (1, 1)]),
];

fn midnight(now: Timestamp) -> Timestamp {
    const DAY: i64 = 86_400_000;
    Timestamp::from_millis(now.as_millis() - now.as_millis().rem_euclid(DAY))
}
