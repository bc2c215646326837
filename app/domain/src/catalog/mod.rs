//! Packs, paths, modules, lessons and questions, as the loader hands them over: checked, and never changed afterwards.

mod module;
mod pack;
mod question;
pub mod revision;
mod slug;

pub use module::{Lesson, Module, Objective, QuizRule, RevisionChange};
pub use pack::{Catalog, GlossaryTerm, Pack, Path};
pub use question::{Choice, Key, Matching, Numeric, Question, QuestionKind, ShortText, Step};
pub use revision::{LastRevision, Manifest, Revision, UnknownChange};
pub use slug::{LessonRef, ModuleRef, PathRef, QuestionRef, Slug, SlugError};
