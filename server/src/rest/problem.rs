//! Errors as RFC 9457 problem details.

use axum::Json;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// What went wrong, as RFC 9457 problem details.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Problem {
    /// HTTP status.
    pub status: u16,
    /// The status in words.
    pub title: String,
    /// What went wrong, for people.
    pub detail: String,
    /// What went wrong, for programs: a stable word.
    pub code: String,
    /// Seconds to wait before the next try.
    #[serde(skip)]
    pub retry_after: Option<u64>,
}

impl Problem {
    /// A problem with its status, code and words.
    #[must_use]
    pub fn new(status: StatusCode, code: &str, detail: &str) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_owned();
        Self { status: status.as_u16(), title, detail: detail.to_owned(), code: code.to_owned(), retry_after: None }
    }
}

impl From<services::Error> for Problem {
    fn from(error: services::Error) -> Self {
        let told = app::ssr::api_error(error, "UTC");
        let status = StatusCode::from_u16(told.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        // A page shows what is wrong beside each field; a program has the detail alone.
        let wrong: Vec<&str> = told.fields.iter().map(|field| field.message.as_str()).collect();
        let detail = if wrong.is_empty() { told.message.clone() } else { wrong.join(" ") };
        Self::new(status, &told.code, &detail)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.retry_after;
        let mut response = (status, Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
