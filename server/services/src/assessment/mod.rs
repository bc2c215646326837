//! Quizzes and exams: starting, answering, deciding, and what came of them.

mod answer;
mod appeal;
mod brief;
pub mod health;
mod questions;
mod rest;
mod settle;
mod start;
mod suspend;
mod view;

pub use answer::{AnswerInput, Answered, answer, save};
pub use appeal::{decide_appeal, raise_appeal};
pub use brief::{Brief, BriefStanding, CoveredModule, exam_brief};
pub use questions::QuestionCache;
pub(crate) use questions::questions_of;
pub use settle::settle_overdue;
pub use start::{start_exam, start_quiz};
pub use suspend::{lift_suspension, suspend_question};
pub use view::{
    AttemptPage, AttemptSummary, Feedback, ObjectiveResult, OpenAttempt, OptionFeedback, Outcome, ReRead, attempt_page,
    attempts_of_person,
};
