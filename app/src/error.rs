//! What a browser is told when something fails: a code, a message, and which field. No causes.

use leptos::prelude::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;

/// What failed, for people and for programs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
pub struct ApiError {
    /// HTTP status that goes with it.
    pub status: u16,
    /// A stable word for programs.
    pub code: String,
    /// What to tell, in plain words.
    pub message: String,
    /// What is wrong with single fields.
    #[serde(default)]
    pub fields: Vec<FieldMessage>,
    /// What has to be finished first.
    #[serde(default)]
    pub locked: Vec<LockedView>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMessage {
    /// The field's name in the form.
    pub field: String,
    /// What to do about it.
    pub message: String,
}

/// One thing that has to be finished first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedView {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub link: String,
}

impl ApiError {
    /// An error with a status, a code and a message.
    #[must_use]
    pub fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: code.to_owned(), message: message.into(), fields: Vec::new(), locked: Vec::new() }
    }

    /// There is nothing at this address.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, "not-found", "There is nothing at this address, or it is not yours to see.")
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|wrong| wrong.field == name).map(|wrong| wrong.message.as_str())
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => {
                Self::new(503, "offline", "Canoe cannot be reached. Check your connection.")
            }
            // Only a browser meets this: something on the way, such as a proxy, answered in the server's place.
            ServerFnErrorErr::Deserialization(_) => {
                Self::new(502, "bad-answer", "Canoe did not answer properly. Try again in a moment.")
            }
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::new(400, "bad-request", "This form came in incomplete. Reload the page and try again.")
            }
            _ => Self::new(500, "internal", "Something went wrong on our side."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_that_is_not_ours_is_worth_another_try() {
        let status = |error| ApiError::from_server_fn_error(error).status;
        assert_eq!(status(ServerFnErrorErr::Deserialization("expected value at line 1".into())), 502);
        assert_eq!(status(ServerFnErrorErr::Request("refused".into())), 503);
        assert_eq!(status(ServerFnErrorErr::Args("missing field".into())), 400);
    }
}
