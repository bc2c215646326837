//! Signs of life, for load balancers and supervisors.

use axum::extract::State;
use axum::http::StatusCode;

use crate::AppState;

/// The process runs.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// The process can answer: its database does.
pub async fn ready(State(state): State<AppState>) -> (StatusCode, &'static str) {
    match state.services.ping().await {
        Ok(()) => (StatusCode::OK, "ready\n"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
    }
}
