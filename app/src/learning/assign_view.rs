//! What the form that assigns shows.

use serde::{Deserialize, Serialize};

/// What can be assigned, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignView {
    /// Paths.
    pub paths: Vec<PathChoice>,
    /// Teams: the form's value and what is read.
    pub teams: Vec<(String, String)>,
    /// People: the form's value and what is read.
    pub people: Vec<(String, String)>,
    /// Today, as a date field takes it.
    pub today: String,
}

/// A path that can be assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathChoice {
    /// The form's value.
    pub value: String,
    /// Its title.
    pub title: String,
    /// Days it is usually given.
    pub days: u32,
    /// The day that many days from now, as a date field takes it.
    pub due: String,
}
