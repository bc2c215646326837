//! The question a phone system asks: may this person take this call?

use axum::Json;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use domain::clearance::Level;
use serde::Deserialize;
use services::clearance::check_at;
use utoipa::IntoParams;

use super::Problem;
use super::answer::ClearanceAnswer;
use super::key::Caller;
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

/// May this person take this call?
///
/// `ref` is the person's id, their id in your system, or their e-mail address. With `Accept: text/plain` the body is `1` or
/// `0`. Everything but a 200 with `cleared: true` (or a body of `1`) is no. Whoever sends the `ETag` of an answer back as `If-None-Match` is told
/// by a 304 that the same would be answered.
#[utoipa::path(
    get,
    path = "/people/{ref}/clearance",
    tag = "clearance",
    params(("ref" = String, Path, description = "Id, id in other systems or e-mail address"), ClearanceQuery),
    responses(
        (status = 200, description = "The answer", body = ClearanceAnswer, headers(
            ("ETag" = String, description = "Stays the same while the answer does"),
            ("Cache-Control" = String, description = "no-store, but for keys whose owner allows to keep answers, for at most 60 seconds"),
        )),
        (status = 304, description = "The answer whose ETag was sent stands"),
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
    caller: Result<Caller, Problem>,
    reference: Result<Path<String>, PathRejection>,
    query: Result<Query<ClearanceQuery>, QueryRejection>,
) -> Response {
    let accepts = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    let plain = accepts.is_some_and(|accept| accept.starts_with("text/plain"));
    let mut response = match answer(&state, caller, reference, query).await {
        Ok((answer, kept)) => {
            let tag = answer.tag();
            let known = headers.get_all(IF_NONE_MATCH).iter().any(|known| *known == tag);
            let mut response = match (known, plain) {
                (true, _) => StatusCode::NOT_MODIFIED.into_response(),
                (false, true) => ([(CONTENT_TYPE, PLAIN)], if answer.cleared { "1" } else { "0" }).into_response(),
                (false, false) => Json(answer).into_response(),
            };
            response.headers_mut().insert(ETAG, tag);
            response.headers_mut().insert(CACHE_CONTROL, kept);
            response
        }
        Err(problem) if plain => {
            // The problem's own headers stay: what a caller must know about waiting is in them.
            let mut response = problem.into_response();
            *response.body_mut() = "0".into();
            response.headers_mut().insert(CONTENT_TYPE, PLAIN);
            response.headers_mut().remove(CONTENT_LENGTH);
            response
        }
        Err(problem) => problem.into_response(),
    };
    // The same address gives JSON or text, to each key its own.
    response.headers_mut().append(VARY, HeaderValue::from_static("accept, authorization"));
    response
}

async fn answer(
    state: &AppState,
    caller: Result<Caller, Problem>,
    reference: Result<Path<String>, PathRejection>,
    query: Result<Query<ClearanceQuery>, QueryRejection>,
) -> Result<(ClearanceAnswer, HeaderValue), Problem> {
    let caller = caller?;
    let Path(reference) = reference.map_err(|rejection| bad(&rejection.body_text()))?;
    let Query(query) = query.map_err(|rejection| bad(&rejection.body_text()))?;
    let scope = asked_scope(query.scope.as_deref())?;
    let level = asked_level(query.level.as_deref())?;
    let found = check_at(&state.services, caller.moment, &caller.actor, &reference, scope).await?;
    Ok((ClearanceAnswer::new(&found, level, &state.settings.public_url()), caller.cache_control(found.ends_in())))
}

pub fn bad(detail: &str) -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bad-question", detail)
}

/// The scope that is asked about.
pub fn asked_scope(scope: Option<&str>) -> Result<&str, Problem> {
    let missing = || bad("Say which calls: add scope=…, such as scope=outbound.");
    scope.filter(|scope| !scope.is_empty()).ok_or_else(missing)
}

/// The level that is asked for.
pub fn asked_level(level: Option<&str>) -> Result<Level, Problem> {
    match level.map(str::parse) {
        None => Ok(Level::Solo),
        Some(Ok(level @ (Level::Supervised | Level::Solo))) => Ok(level),
        Some(_) => Err(bad("Ask for level=supervised or level=solo.")),
    }
}
