//! What is shown of corrections.

use serde::{Deserialize, Serialize};

/// A correction of a version of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionView {
    /// Its id.
    pub id: String,
    /// "Thrown out" or "Re-keyed".
    pub kind: String,
    /// Who did what and when: "Thrown out by Ada Reyes on 3 Dec 2026".
    pub what: String,
    /// Why.
    pub reason: String,
    /// Of which version: its first eight characters.
    pub version: String,
    /// Who took it back and when; none while it stands.
    pub undone: Option<String>,
}

/// What a correction would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewView {
    /// The question: "halyard/offering/of-001".
    pub reference: String,
    /// The question's own name: "of-001".
    pub id: String,
    /// The version.
    pub version: String,
    /// The positions that are right instead, joined by commas; empty where it is thrown out.
    pub right: String,
    /// The correction that would be taken back, where it is about that.
    pub undo: Option<String>,
    /// What would be done: "Version 1a2b3c4d counts for nothing."
    pub what: String,
    /// What would come of it: "2 of 31 results change."
    pub summary: String,
    /// One line an exam, those that change first.
    pub changes: Vec<ChangeView>,
    /// Exams that are affected and not listed.
    pub more: u32,
}

/// What a correction would do to one exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeView {
    /// Whose it is.
    pub name: String,
    /// Their page.
    pub href: String,
    /// When it was decided.
    pub finished: String,
    /// Result and probability before: "not yet, 74 %".
    pub before: String,
    /// The same after.
    pub after: String,
    /// Whether the result changes.
    pub flips: bool,
}
