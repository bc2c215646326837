//! Typed identifiers: one macro, so that a person's id can never be passed where a team's is meant.

/// Declares identifier types around a UUID (version 7 when new, so that they sort by time).
macro_rules! typed_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

typed_ids! {
    /// Identifies a person.
    PersonId,
    /// Identifies a team.
    TeamId,
    /// Identifies a session of a signed-in person.
    SessionId,
    /// Identifies a one-time link (set-up, invitation, reset).
    LinkId,
    /// Identifies an assignment of a path.
    AssignmentId,
    /// Identifies an attempt at a quiz or an exam.
    AttemptId,
    /// Identifies a certificate.
    CertificateId,
    /// Identifies an API key.
    ApiKeyId,
    /// Identifies an audit event.
    AuditEventId,
    /// Identifies a suspension of a question.
    SuspensionId,
    /// Identifies a correction of a question.
    CorrectionId,
    /// Identifies an objection to a question.
    AppealId,
    /// Identifies more time in exams for a person.
    AccommodationId,
    /// Identifies a notice.
    NoticeId,
    /// Identifies an override of somebody's clearance.
    OverrideId,
    /// Identifies what was decided about a certificate.
    CertificateDecisionId,
    /// Identifies an event that other systems are told.
    EventId,
    /// Identifies an endpoint that is told of events.
    EndpointId,
    /// Identifies a secret of an endpoint.
    EndpointSecretId,
    /// Identifies a try to deliver an event.
    DeliveryAttemptId,
}
