//! What must be shown for a scope, and for how long it holds.

mod change;

use std::fmt;
use std::str::FromStr;

use crate::catalog::{ModuleRef, Slug};
use crate::id::{AttemptId, CertificateId, PersonId};
use crate::time::{Span, Timestamp};

pub use change::{PolicyChange, percent, policy_changes};

/// The definition of a certification: the policy a pack ships for a scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Certification {
    /// Title for people.
    pub title: String,
    /// The kind of calls it opens.
    pub scope: Slug,
    /// The pack it belongs to.
    pub pack: Slug,
    /// Modules to finish before the exam.
    pub requires: Vec<ModuleRef>,
    /// How the exam is drawn and decided.
    pub exam: ExamPolicy,
    /// Observed calls to be signed off after the exam, where the policy asks for any.
    pub observed_calls: Option<ObservedCallsPolicy>,
    /// How long a certificate holds.
    pub validity: Validity,
    /// The recall that a certified rep keeps up, where the policy asks for it.
    pub recall: Option<RecallPolicy>,
    /// SHA-256 in hex of the policy's file: the version's content.
    pub version: String,
    /// The file's text, stored with the first certificate or attempt that it governs.
    pub source: String,
}

/// How an exam is drawn and decided.
#[derive(Debug, Clone, PartialEq)]
pub struct ExamPolicy {
    /// Cells and their weights, adding up to 1, in the order of the file.
    pub blueprint: Vec<(ModuleRef, f64)>,
    /// Answers before a decision may fall.
    pub min_items: u32,
    /// Answers at which a decision must fall.
    pub max_items: u32,
    /// Probability of mastery at which the exam passes early.
    pub certify_at: f64,
    /// Probability of mastery at which the exam refuses early.
    pub refuse_at: f64,
    /// Probability of mastery needed at `max_items`.
    pub final_at: f64,
    /// Time from start to deadline, in minutes.
    pub time_limit_minutes: u32,
    /// Attempts a person has.
    pub attempts: u32,
    /// Hours between the end of one attempt and the start of the next.
    pub cooldown_hours: u32,
}

/// Observed calls to be signed off.
#[derive(Debug, Clone, PartialEq)]
pub struct ObservedCallsPolicy {
    /// The rubric that scores them.
    pub rubric: Slug,
    /// How many must pass …
    pub required: u32,
    /// … of the last so many.
    pub of_last: u32,
    /// Mark at which one passes, 0 to 100.
    pub pass_mark: u32,
}

/// How long a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// Days from the grant to the expiry.
    pub days: u32,
    /// Days before the expiry in which it can be renewed.
    pub renew_window_days: u32,
}

/// The recall a certified rep keeps up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct RecallPolicy {
    /// Predicted recall below which a certified rep is supervised, 0 to 1.
    pub floor: f64,
    /// Days below the floor before that happens.
    pub grace_days: u32,
    /// Reviews before the floor counts.
    pub minimum_reviews: u32,
}

/// What one person was granted under one version of a certification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Its id.
    pub id: CertificateId,
    /// Who holds it.
    pub person: PersonId,
    /// The scope it opens.
    pub scope: Slug,
    /// Number of the certification's version, as in `outbound@3`.
    pub policy_number: u32,
    /// The exam that earned it.
    pub attempt: AttemptId,
    /// 1 for the first certificate of this person and scope, 2 for its renewal, and so on.
    pub term: u32,
    /// When it was granted.
    pub granted_at: Timestamp,
    /// The first moment at which it no longer holds.
    pub expires_at: Timestamp,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// When it was suspended, while it is.
    pub suspended_at: Option<Timestamp>,
}

/// What is decided about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateVerdict {
    /// It does not hold until it is reinstated.
    Suspend,
    /// It holds again.
    Reinstate,
    /// It never holds again; another exam earns another one.
    Revoke,
}

impl CertificateVerdict {
    /// All verdicts.
    pub const ALL: [Self; 3] = [Self::Suspend, Self::Reinstate, Self::Revoke];

    /// The verdict's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Revoke => "revoke",
        }
    }
}

impl fmt::Display for CertificateVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A word names no verdict.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no verdict on a certificate")]
pub struct UnknownVerdict(pub String);

impl FromStr for CertificateVerdict {
    type Err = UnknownVerdict;

    fn from_str(text: &str) -> Result<Self, UnknownVerdict> {
        let found = Self::ALL.into_iter().find(|verdict| verdict.as_str() == text);
        found.ok_or_else(|| UnknownVerdict(text.to_owned()))
    }
}

/// Why nothing can be decided about a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerdictRefusal {
    /// It is over.
    #[error("This certificate has expired.")]
    Expired,
    /// It was revoked.
    #[error("This certificate was revoked.")]
    Revoked,
    /// It is suspended already.
    #[error("This certificate is suspended already.")]
    Suspended,
    /// It is not suspended.
    #[error("This certificate is not suspended.")]
    NotSuspended,
}

impl ExamPolicy {
    /// Whether it asks questions of this module.
    #[must_use]
    pub fn covers(&self, module: &ModuleRef) -> bool {
        self.blueprint.iter().any(|(cell, weight)| cell == module && *weight > 0.0)
    }
}

impl Certificate {
    /// Whether it is neither revoked, suspended nor over at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.suspended_at.is_none() && now < self.expires_at
    }

    /// Whether this can be decided about it at `now`.
    ///
    /// # Errors
    /// [`VerdictRefusal`]. A suspension of an expired certificate can still be lifted: it holds back the next one.
    pub fn may_decide(&self, verdict: CertificateVerdict, now: Timestamp) -> Result<(), VerdictRefusal> {
        match (verdict, self.suspended_at) {
            (CertificateVerdict::Reinstate, Some(_)) => Ok(()),
            (CertificateVerdict::Reinstate, None) => Err(VerdictRefusal::NotSuspended),
            _ if self.revoked_at.is_some() => Err(VerdictRefusal::Revoked),
            _ if now >= self.expires_at => Err(VerdictRefusal::Expired),
            (CertificateVerdict::Suspend, Some(_)) => Err(VerdictRefusal::Suspended),
            (CertificateVerdict::Suspend, None) | (CertificateVerdict::Revoke, _) => Ok(()),
        }
    }

    /// The first moment at which an exam counts towards the next certificate: when this one was revoked, else when its
    /// renewal window opens. A window longer than the certificate holds opens with the grant.
    #[must_use]
    pub fn renewable_from(&self, validity: &Validity) -> Timestamp {
        let window = Span::days(i64::from(validity.renew_window_days));
        self.revoked_at.unwrap_or_else(|| (self.expires_at - window).max(self.granted_at))
    }
}

impl Validity {
    /// The first moment at which a certificate granted at `granted` no longer holds.
    #[must_use]
    pub fn expiry(&self, granted: Timestamp) -> Timestamp {
        granted + Span::days(i64::from(self.days))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRANT: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn certificate(days: i64, revoked_at: Option<Timestamp>) -> Certificate {
        Certificate {
            id: CertificateId::default(),
            person: PersonId::default(),
            scope: crate::assessment::fixtures::slug("outbound"),
            policy_number: 1,
            attempt: AttemptId::default(),
            term: 1,
            granted_at: GRANT,
            expires_at: GRANT + Span::days(days),
            revoked_at,
            suspended_at: None,
        }
    }

    #[test]
    fn only_what_holds_is_taken_away_and_only_what_was_suspended_comes_back() {
        use CertificateVerdict::{Reinstate, Revoke, Suspend};
        let holds = certificate(365, None);
        let decide = |certificate: &Certificate| {
            [Suspend, Reinstate, Revoke].map(|verdict| certificate.may_decide(verdict, GRANT))
        };
        assert_eq!(decide(&holds), [Ok(()), Err(VerdictRefusal::NotSuspended), Ok(())]);
        let suspended = Certificate { suspended_at: Some(GRANT), ..holds.clone() };
        assert!(!suspended.holds(GRANT));
        assert_eq!(decide(&suspended), [Err(VerdictRefusal::Suspended), Ok(()), Ok(())]);
        let revoked = certificate(365, Some(GRANT));
        assert_eq!(
            decide(&revoked),
            [Err(VerdictRefusal::Revoked), Err(VerdictRefusal::NotSuspended), Err(VerdictRefusal::Revoked)]
        );
        let over = Certificate { suspended_at: Some(GRANT), ..certificate(0, None) };
        assert_eq!(decide(&over), [Err(VerdictRefusal::Expired), Ok(()), Err(VerdictRefusal::Expired)]);
        assert!(CertificateVerdict::ALL.into_iter().all(|verdict| verdict.as_str().parse() == Ok(verdict)));
    }

    #[test]
    fn a_certificate_is_renewed_at_its_end_or_after_a_revocation() {
        let validity = Validity { days: 365, renew_window_days: 60 };
        assert_eq!(certificate(365, None).renewable_from(&validity), GRANT + Span::days(305));
        assert_eq!(certificate(30, None).renewable_from(&validity), GRANT, "never before the grant");
        let revoked = GRANT + Span::days(3);
        assert_eq!(certificate(365, Some(revoked)).renewable_from(&validity), revoked);
    }
}
