//! Forms without script: what was typed, what was wrong with it, and what came of it, carried over the redirect.

use leptos::prelude::use_context;
use serde::{Deserialize, Serialize};

use crate::ApiError;

/// What a form that went through leads to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// Where to go; back to the form's page where there is nothing.
    #[serde(default)]
    pub to: Option<String>,
    /// What to say there.
    #[serde(default)]
    pub notice: Option<String>,
    /// A secret to show there, once.
    #[serde(default)]
    pub secret: Option<String>,
}

impl Done {
    /// Go there.
    #[must_use]
    pub fn to(path: impl Into<String>) -> Self {
        Self { to: Some(path.into()), ..Self::default() }
    }

    /// Back to the form's page, with something to say.
    #[must_use]
    pub fn notice(words: impl Into<String>) -> Self {
        Self { notice: Some(words.into()), ..Self::default() }
    }
}

/// What the last form left for the next page. It lives in a cookie until that page is shown; text that is too long for one
/// stays on the server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    /// The endpoint of the form, such as `sign-in`.
    #[serde(default)]
    pub form: String,
    /// What was typed, passwords excepted.
    #[serde(default)]
    pub typed: Vec<(String, String)>,
    /// Where the server keeps what was typed, when it is too long for a cookie.
    #[serde(default)]
    pub kept: Option<String>,
    /// What was wrong.
    #[serde(default)]
    pub error: Option<ApiError>,
    /// What to say.
    #[serde(default)]
    pub notice: Option<String>,
    /// A secret to show once.
    #[serde(default)]
    pub secret: Option<String>,
}

impl Flash {
    /// What the last form left for this page.
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().unwrap_or_default()
    }

    /// What it left for the form of this endpoint; nothing for another form.
    #[must_use]
    pub fn of(form: &str) -> Self {
        let flash = Self::current();
        if flash.form == form { flash } else { Self::default() }
    }

    /// What was typed into a field.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<String> {
        self.typed.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone())
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error_of(&self, field: &str) -> Option<String> {
        self.error.as_ref()?.field(field).map(str::to_owned)
    }

    /// What went wrong with the form as a whole.
    #[must_use]
    pub fn alert(&self) -> Option<String> {
        self.error.as_ref().map(|error| error.message.clone())
    }

    /// The same where none of these fields, which say it themselves, has the error.
    #[must_use]
    pub fn alert_beside(&self, fields: &[&str]) -> Option<String> {
        self.alert().filter(|_| fields.iter().all(|field| self.error_of(field).is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldMessage;

    #[test]
    fn what_a_field_says_is_not_said_twice() {
        let fields = vec![FieldMessage { field: "password".to_owned(), message: "Too short.".to_owned() }];
        let invalid = ApiError { fields, ..ApiError::new(422, "invalid", "Please check what you entered.") };
        let flash = Flash { error: Some(invalid), ..Flash::default() };
        assert_eq!(flash.alert_beside(&["name", "password"]), None);
        assert!(flash.alert_beside(&["name"]).is_some(), "where no field of the form says it, the form does");
        let refused = Flash { error: Some(ApiError::new(409, "link-used", "It is used.")), ..Flash::default() };
        assert_eq!(refused.alert_beside(&["password"]).as_deref(), Some("It is used."));
    }
}
