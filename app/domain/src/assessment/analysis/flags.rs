//! What to look at.

use super::items::ItemFigures;
use super::measure::{distractor_over_key, missed_by_many};
use crate::assessment::AttemptKind;

/// Efficiency in per cent below which an item gives too little of what it could.
const LEAST_EFFICIENCY: f64 = 15.0;
/// Discrimination index below which an item is weak.
const WEAK: f64 = 20.0;

/// Why to look at a question, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Flag {
    /// Discrimination below 0: those who do better get it wrong more often. Most likely its key is wrong.
    ProbablyWrong,
    /// In the top third a wrong option was chosen more often than the key.
    DistractorOverKey,
    /// Many miss it in the quiz: look at the lesson first.
    LessonFirst,
    /// Discrimination below 20: it tells little about who knows the subject.
    Weak,
    /// Efficiency below 15 %: it could tell more than it does.
    Inefficient,
}

impl Flag {
    /// All flags, the most pressing first.
    pub const ALL: [Self; 5] =
        [Self::ProbablyWrong, Self::DistractorOverKey, Self::LessonFirst, Self::Weak, Self::Inefficient];

    /// The flag's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProbablyWrong => "probably-wrong",
            Self::DistractorOverKey => "distractor-over-key",
            Self::LessonFirst => "lesson-first",
            Self::Weak => "weak",
            Self::Inefficient => "inefficient",
        }
    }
}

/// What to look at, the most pressing first; nothing where there is too little to tell. `right` says of each option whether
/// it is right.
#[must_use]
pub fn flags(figures: &ItemFigures, right: &[bool], kind: AttemptKind) -> Vec<Flag> {
    let index = figures.discrimination.told();
    let applies = |flag: &Flag| match flag {
        Flag::ProbablyWrong => index.is_some_and(|index| index < 0.0),
        Flag::DistractorOverKey => {
            figures.discrimination.is_enough() && distractor_over_key(&figures.options, right).is_some()
        }
        Flag::LessonFirst => kind == AttemptKind::Quiz && missed_by_many(&figures.facility),
        Flag::Weak => index.is_some_and(|index| (0.0..WEAK).contains(&index)),
        Flag::Inefficient => figures.efficiency.told().is_some_and(|efficiency| efficiency < LEAST_EFFICIENCY),
    };
    Flag::ALL.into_iter().filter(applies).collect()
}
