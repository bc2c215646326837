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
    /// When the override ends that lifts the level, if one does.
    pub lifted: Option<String>,
    /// Why.
    pub reasons: Vec<ReasonView>,
}

/// Overrides of somebody's clearance, as whoever manages them sees them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverridesView {
    /// Whether the reader may ask for one.
    pub may_ask: bool,
    /// Scopes for which they may, with their titles.
    pub scopes: Vec<(String, String)>,
    /// Why there is nothing to ask for in the other scopes.
    pub refused: Vec<String>,
    /// The latest first.
    pub lines: Vec<OverrideView>,
}

/// The overrides of everybody in the reader's reach.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideReportView {
    /// For how many days, and how many overrides there were.
    pub words: String,
    /// Who, how many they asked for, and how many they granted.
    pub counts: Vec<(String, String, String)>,
    /// Those that wait for the reader, as in `lines`, the one that waits longest first.
    pub waiting: Vec<(String, String, OverrideView, bool)>,
    /// The others, the latest first: name and page of the person, the override, and whether the reader may end it.
    pub lines: Vec<(String, String, OverrideView, bool)>,
}

/// One override.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverrideView {
    /// Its id.
    pub id: String,
    /// What it lifts: "Outbound calls: solo".
    pub title: String,
    /// `asked`, `active` or `over`.
    pub state: String,
    /// Who asked, who granted, until when.
    pub words: String,
    /// Why.
    pub reason: String,
    /// Whether the reader may grant it.
    pub may_grant: bool,
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
