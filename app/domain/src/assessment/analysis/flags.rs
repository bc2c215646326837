//! What to look at.

use super::items::ItemFigures;
use super::measure::{distractor_over_key, missed_by_many};
use crate::assessment::AttemptKind;
use crate::assessment::watch::{Verdict, Watch};

/// Efficiency in per cent below which an item gives too little of what it could.
const LEAST_EFFICIENCY: f64 = 15.0;
/// Discrimination index below which an item is weak.
const WEAK: f64 = 20.0;

/// Why to look at a question, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// Discrimination below 0, with its whole interval: those who do better get it wrong more often. Most likely its key is wrong.
    ProbablyWrong,
    /// In the top third a wrong option was chosen more often than the key.
    DistractorOverKey,
    /// Exams go worse with it than its difficulty lets expect (see [`crate::assessment::watch`]).
    WorseThanExpected,
    /// Many miss it in the quiz: look at the lesson first.
    LessonFirst,
    /// Discrimination below 20, or below 0 by chance: it tells little about who knows the subject.
    Weak,
    /// Efficiency below 15 %: it could tell more than it does.
    Inefficient,
}

impl Flag {
    /// All flags, the most pressing first.
    pub const ALL: [Self; 6] = [
        Self::ProbablyWrong,
        Self::DistractorOverKey,
        Self::WorseThanExpected,
        Self::LessonFirst,
        Self::Weak,
        Self::Inefficient,
    ];

    /// The flag's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProbablyWrong => "probably-wrong",
            Self::DistractorOverKey => "distractor-over-key",
            Self::WorseThanExpected => "worse-than-expected",
            Self::LessonFirst => "lesson-first",
            Self::Weak => "weak",
            Self::Inefficient => "inefficient",
        }
    }
}

/// What to look at, the most pressing first; nothing where there is too little to tell. `right` says of each option whether
/// it is right; `watch` is what exams have seen and nobody has looked
/// at since; it speaks in exams only.
#[must_use]
pub fn flags(figures: Option<&ItemFigures>, watch: Option<&Watch>, right: &[bool], kind: AttemptKind) -> Vec<Flag> {
    let index = figures.and_then(|figures| figures.discrimination.told());
    // Of a question that nearly everybody gets right, one slip of a strong rep makes the figure negative, and says nothing.
    let beyond_chance = |found: &ItemFigures| found.discrimination.interval.is_none_or(|(_, high)| high < 0.0);
    let wrong = index.is_some_and(|index| index < 0.0) && figures.is_some_and(beyond_chance);
    let holds = |rule: &dyn Fn(&ItemFigures) -> bool| figures.is_some_and(rule);
    let applies = |flag: &Flag| match flag {
        Flag::ProbablyWrong => wrong,
        Flag::DistractorOverKey => holds(&|figures| {
            figures.discrimination.is_enough() && distractor_over_key(&figures.options, right).is_some()
        }),
        Flag::WorseThanExpected => {
            let verdict = watch.filter(|_| kind == AttemptKind::Exam).map(Watch::verdict);
            matches!(verdict, Some(Verdict::Look | Verdict::Suspend))
        }
        Flag::LessonFirst => kind == AttemptKind::Quiz && holds(&|figures| missed_by_many(&figures.facility)),
        Flag::Weak => !wrong && index.is_some_and(|index| index < WEAK),
        Flag::Inefficient => holds(&|figures| figures.efficiency.told().is_some_and(|found| found < LEAST_EFFICIENCY)),
    };
    Flag::ALL.into_iter().filter(applies).collect()
}
