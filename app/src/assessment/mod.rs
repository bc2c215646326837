//! Quizzes and exams.

pub mod api;
mod page;
pub mod view;

pub use page::{AttemptPage, ExamPage};
