//! What pages show of API keys and of the audit log.

use serde::{Deserialize, Serialize};

/// All API keys, and how one asks with them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysView {
    /// Where Canoe is reached, without a slash at the end.
    pub public_url: String,
    /// The keys, newest first.
    pub keys: Vec<KeyView>,
}

/// One API key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyView {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub name: String,
    /// What it begins with.
    pub prefix: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// The day it was made.
    pub created: String,
    /// When it was last used.
    pub last_used: Option<String>,
    /// The day it was revoked.
    pub revoked: Option<String>,
}

/// A page of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPageView {
    /// The rows, newest first.
    pub rows: Vec<AuditView>,
    /// Whether this is the newest page.
    pub newest: bool,
    /// Where the next page begins; none on the last one.
    pub older: Option<String>,
}

/// One row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// When.
    pub at: String,
    /// Who.
    pub who: String,
    /// What was done.
    pub what: String,
    /// The kind of thing it was done to.
    pub kind: String,
    /// Which one: a name, else an id.
    pub object: String,
    /// What else is worth knowing, a word and its value.
    pub detail: Vec<(String, String)>,
}
