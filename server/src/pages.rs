//! Pages and server functions of `app`, with what they need in their context.

use app::ssr::{NextPacks, RequestContext};
use app::ui::Theme;
use app::{ApiError, App, Assets, Flash, StatusSetter, Stopped, Viewer, shell};
use axum::Router;
use axum::extract::{Form, Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue, REFERER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos_axum::{LeptosRoutes as _, ResponseOptions, generate_route_list, render_app_async_with_context};
use serde::Deserialize;

use crate::AppState;
use crate::guard::see_other;
use crate::headers::page_policy;
use crate::session::cookie;

/// Pages, server functions, the choice of the theme, and the page for everything that is not there.
pub fn routes(state: &AppState) -> Router<AppState> {
    let pages = generate_route_list(App);
    let context = {
        let state = state.clone();
        move || provide(&state)
    };
    Router::new()
        .leptos_routes_with_context(state, pages, context, shell)
        .route("/theme", post(choose_theme))
        .fallback(not_found)
}

/// Puts what a page or a server function needs into its context.
fn provide(state: &AppState) {
    let Some(parts) = use_context::<Parts>() else { return };
    if let Some(context) = parts.extensions.get::<RequestContext>() {
        if let Some(person) = &context.person {
            provide_context(Viewer {
                id: person.id.to_string(),
                name: person.name.to_string(),
                role: person.role.to_string(),
                time_zone: person.time_zone.clone(),
                overrides: context.overrides.clone(),
            });
        }
        provide_context(context.clone());
    }
    provide_context(NextPacks(state.settings.content_next.clone()));
    provide_context(StatusSetter(app::ssr::set_status));
    if let Some(flash) = parts.extensions.get::<Flash>() {
        provide_context(flash.clone());
    }
    let theme = cookie(&parts.headers, Theme::COOKIE).map(|value| Theme::parse(&value)).unwrap_or_default();
    let manifest = state.assets.manifest();
    provide_context(Assets { css: manifest.css.clone(), js: manifest.js.clone(), wasm: manifest.wasm.clone(), theme });
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The page that says what is the matter, in the place of the one that was asked for.
pub async fn error(state: &AppState, request: Request, error: ApiError) -> Response {
    let state = state.clone();
    let status = StatusCode::from_u16(error.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let context = move || {
        provide(&state);
        provide_context(Stopped(error.clone()));
    };
    let mut response = render_app_async_with_context(context, shell)(request).await.into_response();
    *response.status_mut() = status;
    response
}

async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let render = render_app_async_with_context(move || provide(&state), shell);
    let mut response = render(request).await.into_response();
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}

#[derive(Deserialize)]
struct ThemeForm {
    theme: String,
}

/// Keeps the theme for a year and goes back to the page.
async fn choose_theme(State(state): State<AppState>, headers: HeaderMap, Form(form): Form<ThemeForm>) -> Response {
    let theme = Theme::parse(&form.theme);
    let referer = headers.get(REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|slash| &rest[slash..]));
    let back = path.filter(|path| !path.starts_with("//")).unwrap_or("/");
    let flags = if state.settings.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{}={}; Path=/; SameSite=Lax; Max-Age=31536000{flags}", Theme::COOKIE, theme.as_str());
    let mut response = see_other(back);
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
