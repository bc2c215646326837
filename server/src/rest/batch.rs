//! The same question about many people at once, for a dialler that loads its agents.

use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header::{CACHE_CONTROL, HeaderValue};
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use services::clearance::{Answer, check_many};
use utoipa::ToSchema;

use super::Problem;
use super::answer::ClearanceAnswer;
use super::clearance::{asked_level, asked_scope, bad};
use super::key::Caller;
use crate::AppState;

/// What is asked about many people.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClearanceQuestion {
    /// The kind of call, such as `outbound`.
    #[serde(default)]
    #[schema(required = true, value_type = String)]
    scope: Option<String>,
    /// The level the calls need: `solo`, or `supervised` where an assessor is on the line.
    #[serde(default)]
    level: Option<String>,
    /// Ids, ids in your system or e-mail addresses: at most 500.
    people: Vec<String>,
}

/// The answers, in the order of the question.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClearanceAnswers {
    /// One for each of `people`.
    answers: Vec<Line>,
}

/// One answer.
#[derive(Debug, Serialize, ToSchema)]
pub struct Line {
    /// The person, as they were asked about.
    #[serde(rename = "ref")]
    reference: String,
    /// Whether the level is enough for what was asked; false for somebody unknown.
    cleared: bool,
    /// The answer; null for somebody unknown.
    clearance: Option<ClearanceAnswer>,
}

/// May these people take calls?
///
/// Up to 500 at once. Everybody who is asked about has a line, in the order of the question; somebody unknown is not cleared.
#[utoipa::path(
    post,
    path = "/clearance/query",
    tag = "clearance",
    request_body = ClearanceQuestion,
    responses(
        (status = 200, description = "The answers", body = ClearanceAnswers),
        (status = 400, description = "The question is not complete", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or a wrong one", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks clearance:read", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No such scope", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "More than 500 people", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many requests", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "The database cannot answer", body = Problem, content_type = "application/problem+json"),
    ),
    security(("api_key" = []))
)]
pub async fn query(
    State(state): State<AppState>,
    caller: Caller,
    question: Result<Json<ClearanceQuestion>, JsonRejection>,
) -> Result<impl IntoResponse, Problem> {
    let Json(question) = question.map_err(|rejection| bad(&rejection.body_text()))?;
    let scope = asked_scope(question.scope.as_deref())?;
    let level = asked_level(question.level.as_deref())?;
    let found = check_many(&state.services, &caller.actor, &question.people, scope).await?;
    let ends = found.iter().flatten().filter_map(Answer::ends_in).min();
    let public_url = state.settings.public_url();
    let lines = question.people.into_iter().zip(found).map(|(reference, found)| {
        let clearance = found.map(|found| ClearanceAnswer::new(&found, level, &public_url));
        let cleared = clearance.as_ref().is_some_and(|answer| answer.cleared);
        Line { reference, cleared, clearance }
    });
    let kept: [(_, HeaderValue); 1] = [(CACHE_CONTROL, caller.cache_control(ends))];
    Ok((kept, Json(ClearanceAnswers { answers: lines.collect() })))
}
