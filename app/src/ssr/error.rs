//! From what failed to what is told. Logged here, once.

use domain::authz::Denied;
use domain::time::Span;
use leptos::prelude::use_context;
use services::Error;

use super::{context, moment};
use crate::{ApiError, FieldMessage, LockedView};

/// Turns what failed into what is told, logs what is our fault, and sets the response's status.
#[must_use]
pub fn fail(error: Error) -> ApiError {
    let zone = context().map_or_else(|_| "UTC".to_owned(), |context| context.time_zone().to_owned());
    let told = api_error(error, &zone);
    set_status(told.status);
    told
}

/// Turns what failed into what is told; times are shown in `time_zone`.
#[must_use]
pub fn api_error(error: Error, time_zone: &str) -> ApiError {
    let message = error.to_string();
    match error {
        Error::Denied(Denied::SignIn) => ApiError::new(401, "sign-in", "Sign in first."),
        Error::Denied(Denied::Forbidden) => {
            ApiError::new(403, "forbidden", "Your role does not cover this. Ask an admin if it should.")
        }
        Error::Denied(Denied::Hidden) => ApiError::not_found(),
        Error::NotFound(_) => ApiError::new(404, "not-found", message),
        Error::Invalid(fields) => {
            let fields =
                fields.into_iter().map(|wrong| FieldMessage { field: wrong.field.to_owned(), message: wrong.message });
            ApiError { fields: fields.collect(), ..ApiError::new(422, "invalid", message) }
        }
        Error::Refused { code: code @ "wrong-credentials", .. } => ApiError::new(401, code, message),
        Error::Refused { code: code @ ("link-used" | "link-expired" | "link-unknown"), .. } => {
            ApiError::new(410, code, message)
        }
        Error::Refused { code: code @ "not-shown-again", .. } => ApiError::new(403, code, message),
        Error::Refused { code, .. } => ApiError::new(409, code, message),
        Error::Locked(missing) => {
            let locked = missing.into_iter().map(|missing| LockedView { title: missing.title, link: missing.link });
            ApiError { locked: locked.collect(), ..ApiError::new(403, "locked", message) }
        }
        Error::TooSoon { until, now } => {
            let words = match wait_words(until - now) {
                Some(wait) => format!("This is too soon. Try again in {wait}."),
                None => format!("This opens again on {}.", moment(until, time_zone)),
            };
            ApiError::new(429, "too-soon", words)
        }
        Error::Unavailable(cause) => {
            leptos::logging::error!("the database cannot answer: {cause}");
            ApiError::new(503, "unavailable", message)
        }
        Error::DiskFull(cause) => {
            leptos::logging::error!("nothing can be saved: {cause}");
            ApiError::new(507, "disk-full", message)
        }
        Error::Internal(cause) => {
            leptos::logging::error!("internal error: {cause}");
            ApiError::new(500, "internal", message)
        }
    }
}

/// A short wait in words, rounded up; none for an hour and more, which is better told as a moment.
fn wait_words(wait: Span) -> Option<String> {
    let seconds = u64::try_from(wait.as_millis()).unwrap_or(0).div_ceil(1_000);
    match seconds {
        0..=1 => Some("a second".to_owned()),
        2..=59 => Some(format!("{seconds} seconds")),
        60 => Some("a minute".to_owned()),
        61..3_600 => Some(format!("{} minutes", seconds.div_ceil(60))),
        _ => None,
    }
}

/// Sets the response's status.
pub fn set_status(status: u16) {
    if let (Some(response), Ok(status)) =
        (use_context::<leptos_axum::ResponseOptions>(), http::StatusCode::from_u16(status))
    {
        response.set_status(status);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_wait_is_told_as_one() {
        let words = |seconds| wait_words(Span::seconds(seconds));
        assert_eq!(words(0).as_deref(), Some("a second"));
        assert_eq!(words(2).as_deref(), Some("2 seconds"));
        assert_eq!(words(61).as_deref(), Some("2 minutes"));
        assert_eq!(words(15 * 60).as_deref(), Some("15 minutes"));
        assert_eq!(words(24 * 3_600), None);
    }
}
