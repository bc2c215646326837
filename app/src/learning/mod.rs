//! Lessons, progress and assignments.

pub mod api;
mod page;
pub mod view;

pub use page::{StartPage, HomePage, ModulePage, LessonPage, AssignPage};
