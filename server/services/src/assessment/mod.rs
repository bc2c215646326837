//! Quizzes and exams: starting, answering, deciding, and what came of them.

mod answer;
mod brief;
mod model;
mod questions;
mod replay;
mod rest;
mod settle;
mod start;
mod view;
mod watch;

pub use answer::{AnswerInput, Answered, answer, save};
pub use brief::{Brief, BriefStanding, CoveredModule, exam_brief};
pub use model::ParametersCache;
pub use questions::QuestionCache;
pub(crate) use questions::questions_of;
pub use replay::{Replayed, replay_all};
pub use settle::settle_overdue;
pub use start::{start_exam, start_quiz};
pub use view::{
    AttemptPage, AttemptSummary, Feedback, ObjectiveResult, OpenAttempt, OptionFeedback, Outcome, ReRead, attempt_page,
    attempts_of_person,
};
