//! Quizzes and exams.

pub mod api;
mod brief;
mod clock;
mod desk;
mod focus;
mod island;
mod keep;
mod keys;
mod ordering;
mod page;
mod question;
mod reading;
mod result;
pub mod view;
pub mod words;

pub use brief::ExamPage;
pub use island::AttemptDesk;
pub use page::AttemptPage;
