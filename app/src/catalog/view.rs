//! What the page about the packs to come shows.

use serde::{Deserialize, Serialize};

/// The packs to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextView {
    /// Their folder; none where the setting names none.
    pub folder: Option<String>,
    /// Why they cannot go live; faults with their places.
    pub faults: Vec<String>,
    /// What they would change; none where they cannot go live.
    pub preview: Option<PreviewView>,
}

/// What packs would change if they went live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// Modules with a new revision.
    pub modules: Vec<ModuleChangeView>,
    /// Modules whose questions are others though nobody would be asked about them, a sentence each.
    pub silent: Vec<String>,
    /// What becomes of clearances, by scope.
    pub scopes: Vec<ScopeChangeView>,
}

/// A module with a new revision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleChangeView {
    /// Its title.
    pub title: String,
    /// From which revision to which.
    pub revision: String,
    /// What it asks: `material`, `critical`, `editorial`, `new`.
    pub kind: String,
    /// What that means, in a sentence.
    pub words: String,
}

/// What becomes of the clearances of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeChangeView {
    /// The scope.
    pub scope: String,
    /// Title of its certification.
    pub title: String,
    /// What would happen, in sentences.
    pub summary: Vec<String>,
    /// Terms of the policy that are others: the term, what it was and what it is.
    pub policy: Vec<(String, String, String)>,
    /// Whether nobody loses anything.
    pub calm: bool,
    /// Who would lose something, the soonest first.
    pub losses: Vec<LossView>,
    /// How many more would, who are not listed.
    pub more: u32,
}

/// Somebody who would lose a level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossView {
    /// Their page.
    pub href: String,
    /// Their name.
    pub name: String,
    /// Their teams.
    pub team: String,
    /// From when.
    pub at: String,
    /// From which level to which.
    pub levels: String,
    /// Why.
    pub why: String,
}
