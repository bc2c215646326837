//! What clearance is decided from.

use super::Level;
use crate::catalog::{ModuleRef, RevisionChange};
use crate::certification::Certification;
use crate::time::Timestamp;

/// What is known about a person in one scope. Times that lie ahead are facts too, so that a stored record of facts
/// answers rightly at any later moment without being rewritten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether the account can sign in: activated and not deactivated.
    pub person_active: bool,
    /// The certification's modules that are not finished, with their titles, in the certification's order.
    pub missing_modules: Vec<(ModuleRef, String)>,
    /// Where the exam stands.
    pub exam: ExamStanding,
    /// The latest certificate for the scope, whether it still holds or not.
    pub certificate: Option<CertificateFacts>,
    /// Observed calls that count and are passed; only looked at where the policy asks for any.
    pub observed_calls_passed: u32,
    /// Changes of the certification's modules that they finished and have not proven since.
    pub changes: Vec<ContentChange>,
    /// The latest override that two people granted and nobody has ended.
    pub overridden: Option<OverrideFacts>,
}

/// A change of a module that somebody finished before, and has not proven since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContentChange {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// What it asks; never editorial.
    pub kind: RevisionChange,
    /// When it went live.
    pub published_at: Timestamp,
    /// The first moment at which it lowers the level.
    pub due: Timestamp,
}

/// What is known about an override.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverrideFacts {
    /// The level that it lifts to.
    pub level: Level,
    /// The first moment at which it is over.
    pub until: Timestamp,
}

/// Where a person's exam stands, towards the next certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExamStanding {
    /// Modules are to be finished first.
    NotOpen,
    /// May be started.
    Open {
        /// Attempts left.
        attempts_left: u32,
    },
    /// Lessons are to be read again first.
    Remedial {
        /// How many are left.
        left: u32,
        /// The first moment at which it may be started once they are read, where that is ahead.
        until: Option<Timestamp>,
    },
    /// May be started later.
    CoolingDown {
        /// The first moment at which it may be started.
        until: Timestamp,
    },
    /// Not passed, and no attempt is left.
    NoAttemptsLeft,
    /// An attempt is open.
    InProgress,
    /// Passed.
    Passed {
        /// When; tells the pass that earned the latest certificate from one towards the next.
        at: Timestamp,
    },
}

/// What is known about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CertificateFacts {
    /// When it was granted.
    pub granted_at: Timestamp,
    /// The first moment at which it no longer holds.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// When it was suspended, while it is.
    pub suspended_at: Option<Timestamp>,
}

/// The rules of a scope: a certification in one of its versions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy<'a> {
    /// The certification.
    pub certification: &'a Certification,
    /// Number of its version, as in `outbound@3`.
    pub number: u32,
}
