//! What a person may open.

use super::Progress;
use crate::catalog::{LessonRef, Module, ModuleRef};

/// Whether something may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Open,
    /// Something comes first.
    Locked {
        /// What, in the order in which it is to be done; never empty.
        missing: Vec<Missing>,
    },
}

/// What comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// A lesson to read.
    Lesson(LessonRef),
    /// A module to finish.
    Module(ModuleRef),
}

impl Access {
    fn from_missing(missing: Vec<Missing>) -> Self {
        if missing.is_empty() { Self::Open } else { Self::Locked { missing } }
    }

    /// Whether it may be opened.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Open)
    }
}

/// Whether a module may be worked on: every module it requires is passed. A passed module stays open.
#[must_use]
pub fn module_access(module: &Module, progress: &Progress) -> Access {
    Access::from_missing(modules_missing(module, progress))
}

/// Whether a lesson may be read: the module is open and the lessons before it are read. What was read stays open, and
/// so do all lessons of a passed module. A lesson that the module does not have is locked.
#[must_use]
pub fn lesson_access(module: &Module, lesson: &LessonRef, progress: &Progress) -> Access {
    let Some(place) = module.lessons.iter().position(|l| &l.reference == lesson) else {
        return Access::Locked { missing: vec![Missing::Lesson(lesson.clone())] };
    };
    if progress.read.contains(lesson) || progress.passed.contains(&module.reference) {
        return Access::Open;
    }
    Access::from_missing(missing_before(module, place, progress))
}

/// Whether a module's quiz may be taken: the module is open and all its lessons are read. A passed module's quiz stays
/// open.
#[must_use]
pub fn quiz_access(module: &Module, progress: &Progress) -> Access {
    if progress.passed.contains(&module.reference) {
        return Access::Open;
    }
    Access::from_missing(missing_before(module, module.lessons.len(), progress))
}

fn modules_missing(module: &Module, progress: &Progress) -> Vec<Missing> {
    if progress.passed.contains(&module.reference) {
        return Vec::new();
    }
    module
        .requires
        .iter()
        .filter(|required| !progress.passed.contains(required))
        .cloned()
        .map(Missing::Module)
        .collect()
}

fn missing_before(module: &Module, place: usize, progress: &Progress) -> Vec<Missing> {
    let lessons = module.lessons.iter().take(place).map(|lesson| &lesson.reference);
    let unread = lessons.filter(|lesson| !progress.read.contains(lesson)).cloned().map(Missing::Lesson);
    modules_missing(module, progress).into_iter().chain(unread).collect()
}
