//! Forms without script. A plain form is posted to a server function; the browser is sent on with a redirect, so that a
//! reload never posts twice, and what there is to say travels to the next page in a cookie that is read once. Text that is too
//! long for a cookie stays here meanwhile ([`crate::drafts`]).

use app::{ApiError, Done, Flash, paths};
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::AppState;
use crate::guard::{accepts_html, is_page, see_other};
use crate::session::cookie;

/// Largest form, in bytes.
const LARGEST_FORM: usize = 512 * 1024;
/// Largest cookie that every browser keeps, less its name and attributes, in bytes.
const LARGEST_FLASH: usize = 3_500;
/// The most of what was typed that travels beside an error when the rest stays here, in bytes.
const LARGEST_PART: usize = 1_000;
/// How long the cookie is kept, in seconds: whoever has to sign in first gets back to their form in that time.
pub const FLASH_SECONDS: i64 = 600;
/// Added to what was wrong where what was typed is here no more.
const LOST: &str = "What you typed was too long to bring back.";
/// Words that no field has in its name whose value may be kept.
const SECRETS: [&str; 2] = ["password", "token"];

fn flash_name(secure: bool) -> &'static str {
    if secure { "__Host-canoe-flash" } else { "canoe-flash" }
}

/// Turns the answer to a plain form into a redirect.
pub async fn redirect(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
    let endpoint = request.uri().path().strip_prefix("/api/").map(str::to_owned);
    let (Some(endpoint), true, true) =
        (endpoint, is_form, *request.method() == Method::POST && accepts_html(request.headers()))
    else {
        return next.run(request).await;
    };
    let back = own_referer(request.headers());
    let (mut parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST_FORM).await else {
        let error = ApiError::new(413, "too-large", format!("This is too long to be sent. {LOST}"));
        return with_flash(&state, see_other(&back), Flash { form: endpoint, error: Some(error), ..Flash::default() });
    };
    // The server function answers in JSON; the redirect is ours to make.
    parts.headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    parts.headers.remove(CONTENT_LENGTH);
    let typed = typed(&bytes);
    let response = next.run(Request::from_parts(parts, Body::from(bytes))).await;
    let status = response.status();
    let (parts, body) = response.into_parts();
    let answer = to_bytes(body, LARGEST_FORM).await.unwrap_or_default();
    let (to, flash) = if status.is_success() {
        let done: Done = serde_json::from_slice(&answer).unwrap_or_default();
        let flash = Flash { form: endpoint, notice: done.notice, secret: done.secret, ..Flash::default() };
        (done.to.unwrap_or(back), flash)
    } else {
        let error = serde_json::from_slice(&answer).unwrap_or_else(|_| problem_as_error(status, &answer));
        (back, Flash { form: endpoint, typed, error: Some(error), ..Flash::default() })
    };
    let mut redirect = see_other(&to);
    for cookie in parts.headers.get_all(SET_COOKIE) {
        redirect.headers_mut().append(SET_COOKIE, cookie.clone());
    }
    if flash.error.is_some() || flash.notice.is_some() || flash.secret.is_some() {
        return with_flash(&state, redirect, flash);
    }
    redirect
}

/// Sends what there is to say along with a redirect; what is too long for a cookie is kept here.
fn with_flash(state: &AppState, mut redirect: Response, mut flash: Flash) -> Response {
    if encode(&flash).len() > LARGEST_FLASH {
        let key = state.services.new_secret();
        let short = short(&flash.typed);
        state.drafts.keep(key.clone(), std::mem::replace(&mut flash.typed, short), state.services.now());
        flash.kept = Some(key);
    }
    redirect.headers_mut().append(SET_COOKIE, write_flash(flash, state.settings.is_secure()));
    redirect
}

/// The fields that fit into a cookie, the shortest first.
fn short(typed: &[(String, String)]) -> Vec<(String, String)> {
    let mut fields: Vec<_> = typed.iter().collect();
    fields.sort_by_key(|(name, value)| name.len() + value.len());
    let mut left = LARGEST_PART;
    let mut fits = |(name, value): &&(String, String)| {
        let size = name.len() + value.len();
        let fits = size <= left;
        left -= if fits { size } else { left };
        fits
    };
    fields.into_iter().take_while(|field| fits(field)).cloned().collect()
}

/// Brings back what was kept here; says so where it is gone.
fn bring_back(state: &AppState, flash: &mut Flash) -> Option<String> {
    let key = flash.kept.take()?;
    match state.drafts.find(&key, state.services.now()) {
        Some(typed) => flash.typed = typed,
        None => {
            if let Some(error) = &mut flash.error {
                error.message = format!("{} {LOST}", error.message);
                for field in &mut error.fields {
                    if !flash.typed.iter().any(|(name, _)| *name == field.field) {
                        field.message = format!("{} {LOST}", field.message);
                    }
                }
            }
        }
    }
    Some(key)
}

/// Gives a page what the last form left for it, and takes the cookie away.
pub async fn read_flash(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let secure = state.settings.is_secure();
    let is_page = is_page(&request);
    let flash = cookie(request.headers(), flash_name(secure)).filter(|_| is_page).and_then(|text| parse_flash(&text));
    // Whoever has to sign in first gets back to their form afterwards, and finds there what they typed.
    let signs_in = request.uri().path() == paths::SIGN_IN;
    let flash = flash.filter(|flash| !signs_in || flash.form == "sign-in" || flash.error.is_none());
    let Some(mut flash) = flash else { return next.run(request).await };
    let key = bring_back(&state, &mut flash);
    // That somebody had to sign in is no news to whoever has.
    flash.error = flash.error.filter(|error| error.code != "sign-in");
    let status = flash.error.as_ref().and_then(|error| StatusCode::from_u16(error.status).ok());
    request.extensions_mut().insert(flash);
    let mut response = next.run(request).await;
    // A page that says what was wrong says so in its status, too. Not 401: that would send people to the sign-in.
    if let Some(status) = status.filter(|_| response.status() == StatusCode::OK) {
        *response.status_mut() =
            if status == StatusCode::UNAUTHORIZED { StatusCode::UNPROCESSABLE_ENTITY } else { status };
    }
    if response.status() != StatusCode::UNAUTHORIZED
        && let Ok(gone) = HeaderValue::from_str(&flash_cookie("", 0, secure))
    {
        response.headers_mut().append(SET_COOKIE, gone);
        if let Some(key) = key {
            state.drafts.forget(&key);
        }
    }
    response
}

fn typed(body: &[u8]) -> Vec<(String, String)> {
    let all: Vec<(String, String)> = serde_urlencoded::from_bytes(body).unwrap_or_default();
    all.into_iter().filter(|(name, _)| !SECRETS.iter().any(|word| name.contains(word))).collect()
}

/// The path of the page the form stands on; only of ours.
fn own_referer(headers: &HeaderMap) -> String {
    let referer = headers.get(REFERER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let path = referer.split_once("://").and_then(|(_, rest)| rest.find('/').map(|slash| rest[slash..].to_owned()));
    path.filter(|path| !path.starts_with("//")).unwrap_or_else(|| "/".to_owned())
}

fn problem_as_error(status: StatusCode, body: &[u8]) -> ApiError {
    let problem: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |name: &str| problem.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let message = text("detail").unwrap_or_else(|| "Something went wrong on our side.".to_owned());
    ApiError::new(status.as_u16(), &text("code").unwrap_or_else(|| "failed".to_owned()), message)
}

fn encode(flash: &Flash) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(flash).unwrap_or_default())
}

fn write_flash(mut flash: Flash, secure: bool) -> HeaderValue {
    let mut text = encode(&flash);
    if text.len() > LARGEST_FLASH {
        // What was wrong matters more than what was typed.
        flash.typed.clear();
        text = encode(&flash);
    }
    HeaderValue::from_str(&flash_cookie(&text, FLASH_SECONDS, secure)).unwrap_or(HeaderValue::from_static(""))
}

fn flash_cookie(text: &str, seconds: i64, secure: bool) -> String {
    let flags = if secure { "; Secure" } else { "" };
    format!("{}={text}; Path=/; HttpOnly; SameSite=Lax; Max-Age={seconds}{flags}", flash_name(secure))
}

fn parse_flash(text: &str) -> Option<Flash> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_never_kept() {
        let kept = typed(b"email=ada%40example.com&password=secret&current_password=secret&token=abc");
        assert_eq!(kept, [("email".to_owned(), "ada@example.com".to_owned())]);
    }

    #[test]
    fn people_are_sent_back_to_our_pages_only() {
        let back = |referer: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(REFERER, HeaderValue::from_static(referer));
            own_referer(&headers)
        };
        assert_eq!(back("http://localhost:3000/sign-in?to=%2Fboard"), "/sign-in?to=%2Fboard");
        assert_eq!(back("http://localhost:3000//evil.example"), "/");
        assert_eq!(back("about:blank"), "/");
    }

    #[test]
    fn what_was_wrong_survives_the_cookie() {
        let flash = Flash { form: "invite".to_owned(), error: Some(ApiError::not_found()), ..Flash::default() };
        let header = write_flash(flash.clone(), false);
        let text = header.to_str().unwrap().split_once('=').unwrap().1.split_once(';').unwrap().0.to_owned();
        assert_eq!(parse_flash(&text), Some(flash));
    }

    #[test]
    fn the_short_fields_travel_and_the_long_ones_stay() {
        let field = |name: &str, length: usize| (name.to_owned(), "x".repeat(length));
        let typed = vec![field("words", 20_000), field("attempt", 36), field("position", 1), field("name", 950)];
        let names: Vec<String> = short(&typed).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["position", "attempt"]);
    }

    #[test]
    fn a_long_form_loses_its_values_before_its_error() {
        let typed = vec![("a".to_owned(), "x".repeat(10_000))];
        let flash = Flash { typed, error: Some(ApiError::not_found()), ..Flash::default() };
        assert!(write_flash(flash, false).len() < 4_096);
    }
}
