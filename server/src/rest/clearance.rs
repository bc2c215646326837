//! The question a phone system asks: may this person take this call?

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::clearance::{Action, Level};
use domain::time::Timestamp;
use serde::{Deserialize, Serialize};
use services::clearance::{Answer, check};
use utoipa::{IntoParams, ToSchema};

use super::Problem;
use super::key::KeyActor;
use crate::AppState;

const PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

/// What is asked.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ClearanceQuery {
    /// The kind of call, such as `outbound`.
    #[serde(default)]
    #[param(required = true, value_type = String)]
    scope: Option<String>,
    /// The level the call needs: `solo`, or `supervised` where an assessor is on the line.
    #[serde(default)]
    level: Option<String>,
}

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
    cleared: bool,
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
#[derive(Debug, Serialize, ToSchema)]
pub struct ClearanceReason {
    /// A stable word.
    code: String,
    /// Why, in plain words.
    message: String,
    /// Where the person puts it right.
    action_url: Option<String>,
}

/// May this person take this call?
///
/// `ref` is the person's id, their id in your system, or their e-mail address. With `Accept: text/plain` the body is `1` or
/// `0`. Everything but a 200 with `cleared: true` (or a body of `1`) is no.
#[utoipa::path(
    get,
    path = "/people/{ref}/clearance",
    tag = "clearance",
    params(("ref" = String, Path, description = "Id, id in other systems or e-mail address"), ClearanceQuery),
    responses(
        (status = 200, description = "The answer", body = ClearanceAnswer),
        (status = 400, description = "The question is not complete", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or a wrong one", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks clearance:read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "Nobody of this name, or no such scope: not cleared", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer", body = Problem, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub async fn clearance(
    State(state): State<AppState>,
    headers: HeaderMap,
    key: Result<KeyActor, Problem>,
    Path(reference): Path<String>,
    query: Result<Query<ClearanceQuery>, axum::extract::rejection::QueryRejection>,
) -> Response {
    let plain = headers
        .get(ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.starts_with("text/plain"));
    match answer(&state, key, &reference, query).await {
        Ok(answer) if plain => ([(CONTENT_TYPE, PLAIN)], if answer.cleared { "1" } else { "0" }).into_response(),
        Ok(answer) => Json(answer).into_response(),
        Err(problem) if plain => {
            // The problem's own headers stay: what a caller must know about waiting is in them.
            let mut response = problem.into_response();
            *response.body_mut() = "0".into();
            response.headers_mut().insert(CONTENT_TYPE, PLAIN);
            response.headers_mut().remove(CONTENT_LENGTH);
            response
        }
        Err(problem) => problem.into_response(),
    }
}

async fn answer(
    state: &AppState,
    key: Result<KeyActor, Problem>,
    reference: &str,
    query: Result<Query<ClearanceQuery>, axum::extract::rejection::QueryRejection>,
) -> Result<ClearanceAnswer, Problem> {
    let KeyActor(actor) = key?;
    let bad = |detail: &str| Problem::new(StatusCode::BAD_REQUEST, "bad-question", detail);
    let Query(query) = query.map_err(|rejection| bad(&rejection.body_text()))?;
    let Some(scope) = query.scope.as_deref().filter(|scope| !scope.is_empty()) else {
        return Err(bad("Say which calls: add scope=…, such as scope=outbound."));
    };
    let asked: Level = match query.level.as_deref() {
        None => Level::Solo,
        Some(word) => word.parse().map_err(|_| bad("Ask for level=supervised or level=solo."))?,
    };
    if asked == Level::Blocked {
        return Err(bad("Ask for level=supervised or level=solo."));
    }
    let found = check(&state.services, &actor, reference, scope).await?;
    Ok(to_answer(&found, asked, &state.settings.public_url()))
}

fn to_answer(found: &Answer, asked: Level, public_url: &str) -> ClearanceAnswer {
    let reasons = found.clearance.reasons.iter().map(|reason| ClearanceReason {
        code: reason.code.as_str().to_owned(),
        message: reason.message.clone(),
        action_url: reason.action.as_ref().and_then(|action| match action {
            Action::ReadModule(module) => Some(format!("{public_url}/learn/{module}")),
            Action::OpenExam(scope) => Some(format!("{public_url}/exam/{scope}")),
            Action::SeeCertificates => Some(format!("{public_url}/certificates")),
            Action::AskManager => None,
        }),
    });
    ClearanceAnswer {
        person: found.person.to_string(),
        scope: found.scope.to_string(),
        level: found.clearance.level.as_str().to_owned(),
        cleared: found.clearance.clears(asked),
        until: found.clearance.until,
        reasons: reasons.collect(),
        decided_at: found.decided_at,
        policy: found.policy.clone(),
    }
}
