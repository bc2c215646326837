//! What must be shown for a scope, and for how long it holds.

use crate::catalog::{ModuleRef, Slug};
use crate::id::{AttemptId, CertificateId, PersonId};
use crate::time::{Span, Timestamp};

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
}

impl ExamPolicy {
    /// Whether it asks questions of this module.
    #[must_use]
    pub fn covers(&self, module: &ModuleRef) -> bool {
        self.blueprint.iter().any(|(cell, weight)| cell == module && *weight > 0.0)
    }
}

impl Certificate {
    /// Whether it is neither revoked nor over at `now`.
    #[must_use]
    pub fn holds(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
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
        }
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
