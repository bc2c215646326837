//! Who asks, and with what.

use domain::authz::Actor;
use domain::identity::Person;
use leptos::prelude::use_context;
use services::Services;
use services::identity::Device;

use crate::ApiError;

/// What a server function knows about its request; the server puts it into the context.
#[derive(Clone)]
pub struct RequestContext {
    /// The use cases.
    pub services: Services,
    /// Who asks.
    pub actor: Actor,
    /// The person behind the actor, where one is signed in.
    pub person: Option<Person>,
    /// The session's token, where there is one.
    pub session_token: Option<String>,
    /// Where the request came from.
    pub device: Device,
    /// Where Canoe is reached, without a slash at the end.
    pub public_url: String,
    /// Makes the cookie that carries a session's token; without a token, the one that takes it away.
    pub session_cookie: fn(Option<&str>, bool) -> String,
    /// Whether cookies may travel over TLS only.
    pub secure: bool,
    /// What every page says of the overrides that lift the viewer's clearance now.
    pub overrides: Vec<String>,
}

impl RequestContext {
    /// IANA time zone of whoever is looking.
    #[must_use]
    pub fn time_zone(&self) -> &str {
        self.person.as_ref().map_or("UTC", |person| person.time_zone.as_str())
    }

    /// Gives the browser a session's token, or takes it away.
    pub fn set_session(&self, token: Option<&str>) {
        let cookie = (self.session_cookie)(token, self.secure);
        if let (Some(response), Ok(value)) =
            (use_context::<leptos_axum::ResponseOptions>(), http::HeaderValue::from_str(&cookie))
        {
            response.append_header(http::header::SET_COOKIE, value);
        }
    }
}

/// What this request is.
///
/// # Errors
/// Where the server forgot to say, which is a fault of ours.
pub fn context() -> Result<RequestContext, ApiError> {
    use_context::<RequestContext>().ok_or_else(|| ApiError::new(500, "internal", "Something went wrong on our side."))
}
