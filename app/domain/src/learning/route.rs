//! The route through a path.

use super::{Access, Missing, Progress, module_access};
use crate::catalog::{LessonRef, Module, ModuleRef};

/// What a person does next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Read this lesson.
    Lesson(LessonRef),
    /// Take this module's quiz.
    Quiz(ModuleRef),
    /// Nothing here: every module that is left needs one that is not on the route.
    Locked {
        /// What the first module that is left needs.
        missing: Vec<Missing>,
    },
    /// Nothing: all modules are passed.
    Done,
}

/// Where a module stands on the route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleState {
    /// Passed.
    Done,
    /// The next step is in it.
    Current,
    /// May be worked on, but something else is next.
    Open,
    /// Other modules come first.
    Locked,
}

/// The next step through these modules, which are in the order of the path: the first unread lesson of the first open
/// module that is not passed, or its quiz when all its lessons are read.
#[must_use]
pub fn next_step(modules: &[&Module], progress: &Progress) -> NextStep {
    let mut locked = None;
    for module in modules.iter().filter(|module| !progress.passed.contains(&module.reference)) {
        match module_access(module, progress) {
            Access::Open => return step_in(module, progress),
            Access::Locked { missing } => locked = locked.or(Some(missing)),
        }
    }
    locked.map_or(NextStep::Done, |missing| NextStep::Locked { missing })
}

fn step_in(module: &Module, progress: &Progress) -> NextStep {
    let unread = module.lessons.iter().find(|lesson| !progress.read.contains(&lesson.reference));
    unread.map_or_else(|| NextStep::Quiz(module.reference.clone()), |lesson| NextStep::Lesson(lesson.reference.clone()))
}

/// Where each module stands, in the order given. At most one is current.
#[must_use]
pub fn module_states(modules: &[&Module], progress: &Progress) -> Vec<ModuleState> {
    let mut current_found = false;
    let state = |module: &&Module| {
        if progress.passed.contains(&module.reference) {
            ModuleState::Done
        } else if !module_access(module, progress).is_open() {
            ModuleState::Locked
        } else if std::mem::replace(&mut current_found, true) {
            ModuleState::Open
        } else {
            ModuleState::Current
        }
    };
    modules.iter().map(state).collect()
}
