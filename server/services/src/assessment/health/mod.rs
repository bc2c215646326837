//! Question health: how questions do, for admins. Whose answers they were it does not say; only an objection has a name.
//!
//! Figures are of the latest [`MOST_ATTEMPTS`] first attempts at an exam or a quiz, read in a few queries whatever the number of
//! questions, and a page has [`ROWS`] rows. A first attempt says the most: whoever sits something again has met some of the
//! questions, and answers of one person are not independent.
//!
//! Exposure has no such bound: it counts the answers of all attempts at an exam that there ever were. The database counts them, by
//! question for the list, and for the page of one question those to it alone.

mod filter;
mod gather;
mod overview;
mod question;
mod sitting;

pub use filter::{HealthFilter, Show, Sort};
pub(crate) use gather::Analyses;
pub use gather::MOST_ATTEMPTS;
pub use overview::{Exposed, HighestExposure, Overview, QuestionRow, ROWS, SubjectChoice, overview, rows};
pub use question::{AppealLine, QuestionHealth, SubjectFigures, SuspensionLine, VersionLine, question_health};
pub(super) use sitting::read_permit;
