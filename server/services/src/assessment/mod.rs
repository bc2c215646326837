//! Quizzes and exams: starting, answering, deciding, and what came of them.

mod accommodate;
mod answer;
mod appeal;
mod brief;
mod correct;
mod feedback;
pub mod health;
mod learn;
mod model;
mod questions;
mod remedial;
mod replay;
mod rest;
mod settle;
mod start;
mod suspend;
mod text;
mod transcript;
mod view;
mod watch;

pub use accommodate::{TimeInExams, end_accommodation, grant_accommodation, time_in_exams};
pub use answer::{AnswerInput, Answered, answer, save};
pub use appeal::{decide_appeal, raise_appeal};
pub use brief::{Brief, BriefStanding, CoveredModule, FirstModule, exam_brief};
pub use correct::{
    Change, CorrectionLine, StoredCorrection, apply_correction, corrections_of, preview_correction, preview_undo,
    undo_correction,
};
pub use feedback::{Credit, Feedback, OptionFeedback, RowFeedback};
pub use learn::{Night, learn_overnight};
pub use model::ParametersCache;
pub use questions::QuestionCache;
pub(crate) use questions::questions_of;
pub use remedial::ToRead;
pub(crate) use remedial::to_read;
pub use replay::{Replayed, replay_all, replay_attempt};
pub(crate) use rest::open_exam_on;
pub use settle::settle_overdue;
pub use start::{start_exam, start_quiz};
pub use suspend::{lift_suspension, suspend_question};
pub use text::plain_text;
pub use transcript::{Seen, Transcript, transcript};
pub(crate) use view::subject_title;
pub use view::{
    AttemptPage, AttemptSummary, ObjectiveResult, OpenAttempt, Outcome, ReRead, attempt_page, attempts_of_person,
};
