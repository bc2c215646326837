//! Why a clearance is what it is.

use std::fmt;
use std::str::FromStr;

use crate::catalog::{ModuleRef, Slug};
use crate::time::Timestamp;

/// One reason, for people and for machines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it is, in a word that never changes.
    pub code: ReasonCode,
    /// One sentence in plain words that fits the person concerned as well as anybody else; times in UTC.
    pub message: String,
    /// The moment that the message speaks of, to show in the reader's time zone.
    pub at: Option<Timestamp>,
    /// What to do about it; none where there is nothing to do.
    pub action: Option<Action>,
}

/// What a reason's link leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Read a module and pass its quiz.
    ReadModule(ModuleRef),
    /// Go to the exam of a scope.
    OpenExam(Slug),
    /// See the certificates.
    SeeCertificates,
    /// Ask a manager.
    AskManager,
}

/// A word names no reason.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no reason of a clearance")]
pub struct UnknownReason(pub String);

/// Declares the codes with their words.
macro_rules! reason_codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// A reason's word, as in the REST answer and the webhook.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ReasonCode {
            $($(#[$doc])* $name,)+
        }

        impl ReasonCode {
            /// All codes.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code's word.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

reason_codes! {
    /// The account is not active.
    PersonInactive = "person-inactive",
    /// Two people have lifted the level for a while.
    Override = "override",
    /// The certificate was revoked.
    CertificateRevoked = "certificate-revoked",
    /// The certificate is suspended.
    CertificateSuspended = "certificate-suspended",
    /// The certificate has run out.
    CertificateExpired = "certificate-expired",
    /// A module is not finished.
    ModulesOpen = "modules-open",
    /// The exam is still to be passed.
    ExamOpen = "exam-open",
    /// Lessons are to be read again before the exam is taken again.
    ExamRemedial = "exam-remedial",
    /// The exam may be taken again later.
    ExamCooldown = "exam-cooldown",
    /// The exam is not passed and no attempt is left.
    ExamAttemptsUsed = "exam-attempts-used",
    /// An attempt at the exam is open.
    ExamInProgress = "exam-in-progress",
    /// Observed calls are still to be passed.
    ObservedCallsOpen = "observed-calls-open",
    /// A module has changed, and its short quiz is to be passed.
    ContentChanged = "content-changed",
    /// Everything was shown, but no certificate is recorded.
    CertificatePending = "certificate-pending",
    /// The certificate holds.
    Certified = "certified",
}

impl fmt::Display for ReasonCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ReasonCode {
    type Err = UnknownReason;

    fn from_str(text: &str) -> Result<Self, UnknownReason> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text).ok_or_else(|| UnknownReason(text.to_owned()))
    }
}
