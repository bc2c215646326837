//! Who may take which calls: one pure function, [`decide`], from which the board, the rep's home, the REST answer and
//! the webhook all come.

mod change;
mod decide;
mod facts;
mod level;
mod overriding;
mod reason;

pub use decide::decide;
pub use facts::{CertificateFacts, ContentChange, ExamStanding, Facts, OverrideFacts, Policy};
pub use level::{Level, UnknownLevel};
pub use overriding::{Ending, LONGEST, NotAnOverride, Override, OverrideRefusal, OverrideState, REQUEST_WAITS};
pub use reason::{Action, Reason, ReasonCode, UnknownReason};

use crate::time::Timestamp;

/// The answer for a person and a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clearance {
    /// What the person may do.
    pub level: Level,
    /// The first moment at which the level falls by itself; none where only an event changes it.
    pub until: Option<Timestamp>,
    /// Why, most important first; never empty.
    pub reasons: Vec<Reason>,
}

impl Clearance {
    /// Whether calls that ask for this level may be connected. Nobody asks for [`Level::Blocked`]: that is never
    /// cleared.
    #[must_use]
    pub fn clears(&self, asked: Level) -> bool {
        asked != Level::Blocked && self.level >= asked
    }
}

#[cfg(test)]
mod tests;
