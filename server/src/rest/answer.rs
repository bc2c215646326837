//! Clearance as other systems read it.

use std::hash::{DefaultHasher, Hash, Hasher as _};

use axum::http::HeaderValue;
use domain::clearance::{Action, Level, Reason};
use domain::time::Timestamp;
use serde::Serialize;
use services::clearance::Answer;
use utoipa::ToSchema;

/// Whether a person may take the calls of a scope.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClearanceAnswer {
    /// The person's id.
    person: String,
    /// The kind of call.
    scope: String,
    /// `blocked`, `supervised` or `solo`.
    level: String,
    /// Whether the level is enough for what was asked.
    pub cleared: bool,
    /// When the level falls by itself; null where only an event changes it.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Timestamp>,
    /// Why.
    reasons: Vec<ClearanceReason>,
    /// When this was decided.
    #[schema(value_type = String, format = DateTime)]
    decided_at: Timestamp,
    /// The certification version that decided, such as `outbound@3`.
    policy: String,
}

/// One reason.
#[derive(Debug, Hash, Serialize, ToSchema)]
pub struct ClearanceReason {
    /// A stable word.
    code: String,
    /// Why, in plain words.
    message: String,
    /// Where the person puts it right.
    action_url: Option<String>,
}

impl ClearanceAnswer {
    /// The answer to somebody who asked for a level.
    pub fn new(found: &Answer, asked: Level, public_url: &str) -> Self {
        Self {
            person: found.person.to_string(),
            scope: found.scope.to_string(),
            level: found.clearance.level.as_str().to_owned(),
            cleared: found.clearance.clears(asked),
            until: found.clearance.until,
            reasons: found.clearance.reasons.iter().map(|reason| to_reason(reason, public_url)).collect(),
            decided_at: found.decided_at,
            policy: found.policy.clone(),
        }
    }

    /// A weak tag of everything but when it was decided.
    pub fn tag(&self) -> HeaderValue {
        let Self { person, scope, level, cleared, until, reasons, decided_at: _, policy } = self;
        let mut hasher = DefaultHasher::new();
        (person, scope, level, cleared, until.map(Timestamp::as_millis), reasons, policy).hash(&mut hasher);
        HeaderValue::from_str(&format!("W/\"{:016x}\"", hasher.finish()))
            .unwrap_or_else(|_| HeaderValue::from_static("W/\"\""))
    }
}

fn to_reason(reason: &Reason, public_url: &str) -> ClearanceReason {
    ClearanceReason {
        code: reason.code.as_str().to_owned(),
        message: reason.message.clone(),
        action_url: reason.action.as_ref().and_then(|action| match action {
            Action::ReadModule(module) => Some(format!("{public_url}/learn/{module}")),
            Action::OpenExam(scope) => Some(format!("{public_url}/exam/{scope}")),
            Action::SeeCertificates => Some(format!("{public_url}/certificates")),
            Action::AskManager => None,
        }),
    }
}
