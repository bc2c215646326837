//! All routes, and what every request passes on its way to them.

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;

use crate::{AppState, assets, errors, forms, guard, headers, material, pages, questions, rest, session};

/// Largest request, in bytes.
const LARGEST_REQUEST: usize = 1024 * 1024;

/// The whole server as one service.
pub fn router(state: AppState) -> Router {
    // Read from the bottom up: a request passes the last layer first.
    let people = pages::routes(&state)
        .route("/material/{pack}/{module}/images/{name}", get(material::image))
        .route("/questions.csv", get(questions::csv))
        .layer(from_fn(errors::status))
        .layer(from_fn_with_state(state.clone(), forms::read_flash))
        .layer(from_fn(guard::to_sign_in))
        .layer(from_fn_with_state(state.clone(), session::resolve))
        .layer(from_fn_with_state(state.clone(), guard::knock))
        // Outside of whatever may refuse a form, so that what was typed survives the refusal.
        .layer(from_fn_with_state(state.clone(), forms::redirect))
        .layer(from_fn(guard::same_site))
        .layer(CompressionLayer::new().gzip(true).br(true).quality(tower_http::CompressionLevel::Fastest))
        .layer(from_fn_with_state(state.clone(), assets::serve));
    Router::new()
        .merge(rest::routes())
        .merge(people)
        .layer(RequestBodyLimitLayer::new(LARGEST_REQUEST))
        .layer(CatchPanicLayer::custom(rest::panicked))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .with_state(state)
}

/// What the log says about a request: which route, never the address itself, which may be a one-time link.
fn span(request: &Request) -> tracing::Span {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    tracing::debug_span!("request", method = %request.method(), route)
}
