//! What is shown of a clearance.

use serde::{Deserialize, Serialize};

/// Whether somebody may take the calls of a scope, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClearanceView {
    /// The scope.
    pub scope: String,
    /// Title of its certification.
    pub title: String,
    /// `blocked`, `supervised` or `solo`.
    pub level: String,
    /// Until when, as a day; none where only an event changes it.
    pub until: Option<String>,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// One reason, with the link that fixes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReasonView {
    /// A stable word.
    pub code: String,
    /// Why, in plain words.
    pub message: String,
    /// Where it is put right, and what the link says.
    pub link: Option<(String, String)>,
}
