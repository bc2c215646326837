//! From the cookie to who asks.

use app::ssr::{RequestContext, override_words};
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::header::{COOKIE, USER_AGENT};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use domain::authz::Actor;
use services::identity::{Device, resolve_session};

use crate::AppState;
use crate::guard::is_page;
use crate::rest::Problem;
use crate::{client, pages};

/// How long the cookie is kept, in seconds; the session itself ends on the server.
const COOKIE_SECONDS: i64 = domain::identity::ABSOLUTE_LIMIT.as_millis() / 1_000;

/// The cookie's name. Over TLS the prefix binds it to this host and to TLS.
pub fn cookie_name(secure: bool) -> &'static str {
    if secure { "__Host-canoe" } else { "canoe" }
}

/// The `Set-Cookie` header that carries a session's token, or takes it away.
pub fn session_cookie(token: Option<&str>, secure: bool) -> String {
    let flags = if secure { "; Secure" } else { "" };
    let name = cookie_name(secure);
    match token {
        Some(token) => format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax; Max-Age={COOKIE_SECONDS}{flags}"),
        None => format!("{name}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0{flags}"),
    }
}

/// The value of a cookie.
pub fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
}

/// Finds out who asks and puts it into the request.
pub async fn resolve(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let secure = state.settings.is_secure();
    let token = cookie(request.headers(), cookie_name(secure)).filter(|token| !token.is_empty());
    let resolved = match &token {
        None => None,
        Some(token) => match resolve_session(&state.services, token).await {
            Ok(resolved) => resolved,
            // Nobody is let in, and nobody is signed out, because the database is away.
            Err(error) if !is_page(&request) => return Problem::from(error).into_response(),
            Err(error) => return pages::error(&state, request, app::ssr::api_error(error, "UTC")).await,
        },
    };
    let address = client::address(&request, &state.settings.trusted_proxies).to_string();
    let user_agent =
        request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (actor, person) = match resolved {
        Some(resolved) => (resolved.actor, Some(resolved.person)),
        None => (Actor::Nobody, None),
    };
    let mut overrides = Vec::new();
    if let Some(person) = person.as_ref().filter(|_| is_page(&request)) {
        match override_words(&state.services, &actor, &person.time_zone).await {
            Ok(words) => overrides = words,
            Err(error) => return pages::error(&state, request, app::ssr::api_error(error, "UTC")).await,
        }
    }
    request.extensions_mut().insert(RequestContext {
        services: state.services.clone(),
        actor,
        person,
        session_token: token,
        device: Device { user_agent, address },
        public_url: state.settings.public_url(),
        session_cookie,
        secure,
        overrides,
    });
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_are_bound_to_the_host_over_tls() {
        assert!(session_cookie(Some("t"), true).starts_with("__Host-canoe=t; Path=/; HttpOnly; SameSite=Lax"));
        assert!(session_cookie(Some("t"), true).ends_with("; Secure"));
        assert!(!session_cookie(Some("t"), false).contains("Secure"));
        assert!(session_cookie(None, false).contains("Max-Age=0"));
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, "a=1; canoe=token; b=2".parse().unwrap());
        assert_eq!(cookie(&headers, "canoe").as_deref(), Some("token"));
        assert_eq!(cookie(&headers, "c"), None);
    }
}
