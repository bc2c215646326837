//! What other systems are told, when again, and where.

mod address;
mod retry;

use std::fmt;
use std::str::FromStr;

pub use address::{AddressRefusal, is_public, may_send};
pub use retry::{DeliveryState, UnknownDeliveryState, WAITS, pause, wait};

/// A word names no kind of event.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no kind of event")]
pub struct UnknownEventKind(pub String);

/// Declares the kinds with their words.
macro_rules! event_kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal),+ $(,)?) => {
        /// What happened, in the words of the webhooks.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum EventKind {
            $($(#[$doc])* $name,)+
        }

        impl EventKind {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The kind's word, which never changes.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $word,)+
                }
            }
        }
    };
}

event_kinds! {
    /// What somebody may do in a scope is another level.
    ClearanceChanged = "clearance.changed",
    /// A certificate was granted.
    CertificateGranted = "certificate.granted",
    /// A certificate can be renewed and will run out.
    CertificateExpiring = "certificate.expiring",
    /// A certificate has run out.
    CertificateExpired = "certificate.expired",
    /// A certificate was taken away for good.
    CertificateRevoked = "certificate.revoked",
    /// A certificate was taken away for a while.
    CertificateSuspended = "certificate.suspended",
    /// A suspended certificate holds again.
    CertificateReinstated = "certificate.reinstated",
    /// A quiz or an exam is decided.
    AttemptFinished = "attempt.finished",
    /// A path was assigned.
    AssignmentCreated = "assignment.created",
    /// An assigned path is not finished by its day.
    AssignmentOverdue = "assignment.overdue",
    /// An assigned path is finished.
    AssignmentCompleted = "assignment.completed",
    /// An account was closed.
    PersonDeactivated = "person.deactivated",
    /// Somebody tries an endpoint out.
    WebhookTest = "webhook.test",
}

impl EventKind {
    /// The kinds that an endpoint can ask for; a test is only ever sent to the one that is tried out.
    pub fn to_ask_for() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|kind| *kind != Self::WebhookTest)
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for EventKind {
    type Err = UnknownEventKind;

    fn from_str(text: &str) -> Result<Self, UnknownEventKind> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownEventKind(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_read_back() {
        for kind in EventKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(*kind));
        }
        assert!("clearance".parse::<EventKind>().is_err());
    }
}
