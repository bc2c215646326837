//! Statuses of server functions. Theirs answer 500 for whatever fails before the function itself is reached, such as
//! arguments that cannot be read; the error in the body knows better.

use app::ApiError;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;

/// Largest error, in bytes.
const LARGEST_ERROR: usize = 64 * 1024;

/// Gives an error of a server function the status that it names.
pub async fn status(request: Request, next: Next) -> Response {
    let is_function = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    if !is_function || response.status() != StatusCode::INTERNAL_SERVER_ERROR {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, LARGEST_ERROR).await.unwrap_or_default();
    let told: Option<ApiError> = serde_json::from_slice(&bytes).ok();
    if let Some(status) = told.and_then(|error| StatusCode::from_u16(error.status).ok()) {
        parts.status = status;
    }
    Response::from_parts(parts, Body::from(bytes))
}
