//! May this request come from where it comes: no other site may write with a person's cookie, and nobody may knock too often.

use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, HOST, LOCATION, ORIGIN, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::AppState;
use crate::client;
use crate::rest::Problem;

/// Forms that let somebody in, or try a password.
const KNOCKS: [&str; 5] =
    ["/api/sign-in", "/api/set-up", "/api/accept-invitation", "/api/choose-password", "/api/change-password"];

/// Refuses writes that another site sent. A browser says where a request comes from in `Sec-Fetch-Site`; one that does not
/// must say so in `Origin`.
pub async fn same_site(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_ours(request.headers()) {
        next.run(request).await
    } else {
        let message = "This came from another site. Open Canoe itself and try again.";
        Problem::new(StatusCode::FORBIDDEN, "cross-site", message).into_response()
    }
}

fn is_ours(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match text("sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => match (text(ORIGIN.as_str()), text(HOST.as_str())) {
            (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, origin)| origin == host),
            _ => false,
        },
    }
}

/// Counts who knocks at the door.
pub async fn knock(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if KNOCKS.contains(&request.uri().path()) {
        let from = client::address(&request, &state.settings.trusted_proxies);
        if let Err(wait) = state.limits.sign_in(client::limit_key(from)) {
            let message = "Too many tries from your network. Wait a minute and try again.";
            let mut response = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too-many", message).into_response();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.retry_after));
            return response;
        }
    }
    next.run(request).await
}

/// Sends somebody who opened a page without being signed in to the sign-in, and back afterwards.
pub async fn to_sign_in(request: Request, next: Next) -> Response {
    let is_page = is_page(&request);
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str()).to_owned();
    let response = next.run(request).await;
    if is_page && response.status() == StatusCode::UNAUTHORIZED && !wanted.starts_with("/sign-in") {
        let mut to = url_encode(&wanted);
        if wanted == "/" {
            to.clear();
        }
        let location = if to.is_empty() { "/sign-in".to_owned() } else { format!("/sign-in?to={to}") };
        return see_other(&location);
    }
    response
}

/// Whether a browser opens a page.
pub fn is_page(request: &Request) -> bool {
    *request.method() == Method::GET && accepts_html(request.headers())
}

/// Whether the browser wants a page.
pub fn accepts_html(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// 303 to an address of ours.
pub fn see_other(location: &str) -> Response {
    let location = HeaderValue::from_str(location).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn url_encode(text: &str) -> String {
    serde_urlencoded::to_string([("to", text)])
        .ok()
        .and_then(|pair| pair.strip_prefix("to=").map(str::to_owned))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_own_pages_may_write() {
        assert!(is_ours(&headers(&[("sec-fetch-site", "same-origin")])));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "cross-site")])));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "same-site"), ("origin", "http://a"), ("host", "a")])));
        assert!(!is_ours(&headers(&[("sec-fetch-site", "none")])));
        assert!(is_ours(&headers(&[("origin", "https://canoe.example.com"), ("host", "canoe.example.com")])));
        assert!(!is_ours(&headers(&[("origin", "https://evil.example"), ("host", "canoe.example.com")])));
        assert!(!is_ours(&headers(&[("origin", "null"), ("host", "canoe.example.com")])));
        assert!(!is_ours(&headers(&[("host", "canoe.example.com")])));
    }
}
