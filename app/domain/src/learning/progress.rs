//! How far a person is.

use std::collections::BTreeSet;

use crate::catalog::{LessonRef, Module, ModuleRef};

/// Minutes that a question of a quiz takes, for the estimate of the time left.
const MINUTES_A_QUESTION: u32 = 1;

/// What a person has done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Lessons read.
    pub read: BTreeSet<LessonRef>,
    /// Modules whose quiz is passed.
    pub passed: BTreeSet<ModuleRef>,
}

/// Steps, each a lesson or a quiz: how many there are and how many are done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Steps {
    /// Done.
    pub done: u32,
    /// In all.
    pub total: u32,
}

impl Steps {
    /// Steps to go.
    #[must_use]
    pub const fn left(self) -> u32 {
        self.total.saturating_sub(self.done)
    }

    /// The share done in whole per cent, rounded down: 100 only when nothing is left. 100 where there are no steps.
    #[must_use]
    pub fn percent(self) -> u32 {
        let share = (u64::from(self.done) * 100).checked_div(u64::from(self.total)).unwrap_or(100);
        u32::try_from(share).unwrap_or(100).min(100)
    }
}

/// Counts the steps of these modules: one for each lesson and one for each quiz. A passed module is done as a whole,
/// also where a lesson was added to it afterwards.
#[must_use]
pub fn steps(modules: &[&Module], progress: &Progress) -> Steps {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    modules.iter().fold(Steps::default(), |sum, module| {
        let total = count(module.lessons.len()).saturating_add(1);
        let done = if progress.passed.contains(&module.reference) {
            total
        } else {
            count(module.lessons.iter().filter(|lesson| progress.read.contains(&lesson.reference)).count())
        };
        Steps { done: sum.done.saturating_add(done), total: sum.total.saturating_add(total) }
    })
}

/// Minutes to go: the unread lessons of modules that are not passed, by their authors' estimates, and a minute for each
/// question of their quizzes.
#[must_use]
pub fn minutes_left(modules: &[&Module], progress: &Progress) -> u32 {
    let open = modules.iter().filter(|module| !progress.passed.contains(&module.reference));
    open.map(|module| {
        let unread = module.lessons.iter().filter(|lesson| !progress.read.contains(&lesson.reference));
        let reading: u32 = unread.map(|lesson| lesson.minutes).sum();
        let bank = u32::try_from(module.questions.len()).unwrap_or(u32::MAX);
        reading.saturating_add(module.quiz.items.min(bank).saturating_mul(MINUTES_A_QUESTION))
    })
    .fold(0, u32::saturating_add)
}
