//! Item analysis: how questions do, from the answers people gave.
//!
//! The formulas are those of the Moodle quiz statistics ("Quiz statistics calculations", formulas only); they are exact on a
//! fixed form, which is a complete matrix: everybody answered everything. Canoe's exams stop early and ask different people
//! different questions, so its matrix has gaps, and these words are to be read as follows:
//!
//! * **The columns** are versions of questions: a question that was changed is another one.
//! * **An attempt's total** T is the mean of the marks of what it answered, not their sum: sums of attempts of different
//!   lengths say how long an exam was. On a complete matrix the two differ by a constant factor, which no index here sees;
//!   mean, spread and standard error are told in per cent of the marks there were.
//! * **The rest** X of an attempt without an item is the mean of the marks of the *other* items it answered. An attempt with
//!   one answer has no rest, and says nothing about discrimination.
//! * **An item's figures** are over the attempts that answered it, each with its own n.
//! * **Internal consistency** is Cronbach's α of a test as long as the mean attempt, from the pooled variance and covariance
//!   of items around each item's mean: see [`Whole::consistency`].
//!
//! What is lost by that: people are compared on different questions, so a rest made of hard ones looks like a weaker person;
//! drawing at random makes this noise, not bias. Early stopping makes short attempts of those who are clearly above or below
//! the standard, so their totals are noisier than the rest's, which pulls discrimination towards 0. Figures of exams of
//! different length are not to be compared with each other.

mod classical;
mod flags;
mod interval;
mod items;
mod measure;
mod sheet;
mod whole;

#[cfg(test)]
mod tests;

pub use flags::{Flag, flags};
pub use interval::{correlation_interval, share_interval};
pub use items::{ItemFigures, OptionCount, items};
pub use measure::{
    DISCRIMINATION_ANSWERS, FACILITY_ANSWERS, Measure, TEST_ATTEMPTS, distractor_over_key, missed_by_many,
};
pub use sheet::{Answered, Sheet};
pub use whole::{Whole, whole};
