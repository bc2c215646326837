//! Attempts: drawing, answering, grading and deciding.
//!
//! An attempt begins with a draw ([`draw_quiz`], [`draw_exam`]) that is made once, from a stored seed, and never
//! changes. Each answer is a [`Response`], graded into a [`Mark`]. [`quiz::decide`] and [`exam::decide`] say whether
//! the attempt goes on, and nothing else does: they see counts and a probability of mastery, never a clock or a
//! database.

mod accommodation;
pub mod analysis;
mod appeal;
mod attempt;
pub mod correct;
mod draw;
pub mod exam;
#[cfg(test)]
pub(crate) mod fixtures;
mod level0;
mod mark;
pub mod mastery;
mod number;
mod panel;
pub mod quiz;
mod random;
mod remedial;
mod response;
mod start;
mod strength;
pub mod watch;
mod words;

pub use accommodation::{ExtraTime, NotExtraTime};
pub use appeal::{AppealRefusal, MOST_WORDS, Verdict, may_object, plain_words};
pub use attempt::{
    AlreadyFinished, AnswerRefusal, Attempt, AttemptKind, AttemptState, Item, Subject, UnknownWord, current_position,
    may_answer,
};
pub use draw::{DrawError, Drawn, Met, draw_changed, draw_exam, draw_quiz};
pub use exam::{Evidence, ExamDecision, NotYetReason};
pub use level0::probability_of_mastery;
pub use mark::{Mark, concordant, grade, solution};
pub use number::{InvalidNumber, parse_number, parse_number_in};
pub use panel::{DEFAULT_RATING, PanelCut, RatedCell, panel_cut, panel_cut_of};
pub use quiz::QuizDecision;
pub use random::Seed;
pub use remedial::{MOST_LESSONS, RemedialLesson, remedial_lessons};
pub use response::{InvalidResponse, InvalidStoredResponse, Response, ordinal};
pub use start::{PastAttempt, StartInfo, StartRefusal, exam_deadline, exam_minutes, may_start_exam};
pub use strength::{GradedItem, ObjectiveRef, Strength, strengths};
pub use words::{LONGEST_ANSWER, fold, tidy};
