//! Whose API key a request carries.

use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, HeaderValue};
use axum::http::request::Parts;
use domain::authz::Actor;
use domain::time::Span;
use services::Moment;
use services::integration::{LONGEST_STALENESS, authenticate_key};

use super::Problem;
use crate::{AppState, client};

/// Who asks with an API key.
pub struct Caller {
    /// The key, as an actor.
    pub actor: Actor,
    /// When the key was good: after the request came, so that it may be answered as of then.
    pub moment: Moment,
    /// For how many seconds they may keep an answer.
    pub staleness_seconds: u32,
}

impl Caller {
    /// For how long an answer may be kept, as a header: as long as the key says, and never past the moment at which the answer ends by itself.
    pub fn cache_control(&self, ends: Option<Span>) -> HeaderValue {
        let left = ends.map_or(u32::MAX, |left| u32::try_from(left.as_millis().max(0) / 1_000).unwrap_or(u32::MAX));
        let seconds = self.staleness_seconds.min(left);
        if seconds == 0 {
            return HeaderValue::from_static("no-store");
        }
        HeaderValue::from_str(&format!("private, max-age={seconds}"))
            .unwrap_or_else(|_| HeaderValue::from_static("no-store"))
    }
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let given = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let key =
            given.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let Some((_, key)) = key else {
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "no-key",
                "Send an API key: Authorization: Bearer canoe_…",
            ));
        };
        match authenticate_key(&state.services, key.trim()).await {
            Ok((key, moment)) => {
                state.limits.clearance(key.id).map_err(|wait| too_many(wait.retry_after))?;
                // What the answer may be old already counts, too.
                let left = LONGEST_STALENESS.saturating_sub(state.settings.clearance_staleness_seconds);
                Ok(Self { actor: key.actor(), moment, staleness_seconds: key.staleness_seconds.min(left) })
            }
            Err(services::Error::Denied(_)) => {
                let from = client::address_of(&parts.headers, &parts.extensions, &state.settings.trusted_proxies);
                state.limits.wrong_key(client::limit_key(from)).map_err(|wait| too_many(wait.retry_after))?;
                Err(Problem::new(
                    StatusCode::UNAUTHORIZED,
                    "wrong-key",
                    "This API key is not known, or it was revoked.",
                ))
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn too_many(retry_after: u64) -> Problem {
    let mut problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many", "Too many requests. Ask less often.");
    problem.retry_after = Some(retry_after);
    problem
}
