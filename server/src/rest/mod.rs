//! The REST interface for other systems: API keys, JSON, problem+json.

mod answer;
mod batch;
mod clearance;
mod health;
mod key;
mod problem;

use std::any::Any;

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};
use axum::{Json, Router};
pub use problem::Problem;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Canoe",
        description = "Ask whether somebody may take a call. Treat everything but a 200 with `cleared: true` as no.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&ApiKeys)
)]
struct Document;

struct ApiKeys;

impl utoipa::Modify for ApiKeys {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API key")).build();
        document.components.get_or_insert_default().add_security_scheme("api_key", SecurityScheme::Http(scheme));
    }
}

fn api() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(Document::openapi())
        .nest("/api/v1", OpenApiRouter::new().routes(routes!(clearance::clearance)).routes(routes!(batch::query)))
}

/// The OpenAPI document.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    api().into_openapi()
}

/// All REST routes.
pub fn routes() -> Router<AppState> {
    let (router, document) = api().split_for_parts();
    router
        .route("/api/v1/openapi.json", get(move || std::future::ready(Json(document.clone()))))
        .route("/api/v1", any(nothing_there))
        .route("/api/v1/", any(nothing_there))
        .route("/api/v1/{*path}", any(nothing_there))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .method_not_allowed_fallback(other_method)
}

/// The answer at an address that is none: the caller is a program, and a page would tell it nothing.
async fn nothing_there() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, "not-found", "There is nothing at this address; see /api/v1/openapi.json.")
}

/// The answer to a method that the address does not take; which it takes is in `Allow`.
async fn other_method() -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "Ask with another method; see /api/v1/openapi.json.",
    )
}

/// The answer when a handler panicked; what happened is in the log.
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let what = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    tracing::error!(panic = what.unwrap_or("unknown"), "a handler panicked");
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Something went wrong on our side.").into_response()
}
