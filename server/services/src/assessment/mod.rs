//! Quizzes and exams: starting, answering, deciding, and what came of them.

mod answer;
mod brief;
mod feedback;
mod questions;
mod rest;
mod settle;
mod start;
mod view;

pub use answer::{AnswerInput, Answered, answer, save};
pub use brief::{Brief, BriefStanding, CoveredModule, exam_brief};
pub use feedback::{Credit, Feedback, OptionFeedback, RowFeedback};
pub use questions::QuestionCache;
pub(crate) use questions::questions_of;
pub use settle::settle_overdue;
pub use start::{start_exam, start_quiz};
pub use view::{
    AttemptPage, AttemptSummary, ObjectiveResult, OpenAttempt, Outcome, ReRead, attempt_page, attempts_of_person,
};
