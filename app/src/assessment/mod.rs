//! Quizzes and exams.

pub mod api;
mod brief;
mod clock;
mod desk;
mod focus;
pub mod health;
mod island;
mod keep;
mod keys;
mod objection;
mod ordering;
mod packed;
mod page;
mod question;
mod reading;
mod result;
mod transcript;
pub mod view;
pub mod words;

pub use brief::ExamPage;
pub use health::{CorrectionPage, QuestionPage, QuestionsPage};
pub use island::AttemptDesk;
pub use page::AttemptPage;
pub use transcript::TranscriptPage;
