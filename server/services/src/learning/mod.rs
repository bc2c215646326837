//! Lessons, progress and assignments.

mod assign;
mod changed;
mod home;
mod notices;
mod read;
mod read_as;
mod told;

pub use assign::{Assigned, NewAssignment, Target, assign, assignable_paths};
pub use changed::ChangedModule;
pub(crate) use changed::changed_modules;
pub use home::{Home, MissedQuiz, ModuleOnRoute, OpenQuiz, PathOnRoute, ReadingForExam, RunningExam, home, paths_of};
pub(crate) use home::{missed_quizzes, modules_of, open_quizzes, opens_after, that_count};
pub use notices::{Notice, NoticeKind, open_notices, put_away};
pub(crate) use notices::{notify, withdraw};
pub(crate) use read::leads;
pub use read::{AfterReading, LessonPage, LessonStep, ModulePage, ReadAgain, lesson, mark_read, may_read, module};
pub use read_as::{LessonAsRead, LessonRead, lesson_as_read, lessons_read};
pub(crate) use told::tell_completed;
pub use told::tell_overdue;

use domain::authz::{Learn, Permit};
use domain::catalog::{Catalog, LessonRef, ModuleRef};
use domain::id::PersonId;
use domain::learning::{Access, Missing, Progress};

use crate::{Error, LockedBy, Result, Services};

/// Where a module is.
#[must_use]
pub fn module_link(module: &ModuleRef) -> String {
    format!("/learn/{module}")
}

/// Where a lesson is.
#[must_use]
pub fn lesson_link(lesson: &LessonRef) -> String {
    format!("/learn/{lesson}")
}

pub(crate) async fn progress(services: &Services, permit: &Permit<Learn>, person: PersonId) -> Result<Progress> {
    let mut all = store::learning::progress_of(services.store(), permit, &[person]).await?;
    Ok(all.remove(&person).unwrap_or_default())
}

/// Turns what is missing into an error that says so, with links.
pub(crate) fn require(access: Access, catalog: &Catalog) -> Result<()> {
    match access {
        Access::Open => Ok(()),
        Access::Locked { missing } => {
            Err(Error::Locked(missing.iter().map(|missing| locked_by(missing, catalog)).collect()))
        }
    }
}

pub(crate) fn locked_by_lesson(lesson: &LessonRef, catalog: &Catalog) -> LockedBy {
    LockedBy {
        title: catalog.lesson(lesson).map_or_else(|| lesson.to_string(), |(_, lesson)| lesson.title.clone()),
        link: lesson_link(lesson),
    }
}

fn locked_by(missing: &Missing, catalog: &Catalog) -> LockedBy {
    match missing {
        Missing::Lesson(lesson) => locked_by_lesson(lesson, catalog),
        Missing::Module(module) => LockedBy {
            title: catalog.module(module).map_or_else(|| module.to_string(), |module| module.title.clone()),
            link: module_link(module),
        },
    }
}
