//! What pages show of API keys and of the audit log.

use serde::{Deserialize, Serialize};

use crate::paths;

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
    /// For how many seconds an answer may be kept; 0 where every call asks anew.
    pub staleness_seconds: u32,
    /// The day it was made.
    pub created: String,
    /// When it was last used.
    pub last_used: Option<String>,
    /// The day it was revoked.
    pub revoked: Option<String>,
}

/// Which rows of the audit log somebody wants to see, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditFilterView {
    /// What was done: a verb's word; empty for everything.
    #[serde(default)]
    pub verb: String,
    /// Id of whoever did it, or whose it is; empty for everybody.
    #[serde(default)]
    pub person: String,
    /// Id of the row that they are older than; empty for the newest.
    #[serde(default)]
    pub before: String,
}

impl AuditFilterView {
    /// Whether it leaves anything out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !(self.verb.is_empty() && self.person.is_empty())
    }

    /// The address of this part of the log that begins behind the row `before`.
    #[must_use]
    pub fn href(&self, before: &str) -> String {
        let parts = [("verb", self.verb.as_str()), ("person", self.person.as_str()), ("before", before)];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = parts.map(|(name, value)| format!("{name}={}", paths::encoded(value))).collect();
        if query.is_empty() { paths::AUDIT.to_owned() } else { format!("{}?{}", paths::AUDIT, query.join("&")) }
    }
}

/// A page of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditPageView {
    /// The rows, newest first.
    pub rows: Vec<AuditView>,
    /// The filter, as it was understood.
    pub filter: AuditFilterView,
    /// Where the next page begins; none on the last one.
    pub older: Option<String>,
    /// What can be asked for: a verb's word, and what it is called.
    pub verbs: Vec<(String, String)>,
    /// Who can be asked for: id and name.
    pub people: Vec<(String, String)>,
}

/// A name, and the page of what has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedView {
    /// The name.
    pub name: String,
    /// Its page, where it has one.
    pub href: Option<String>,
}

/// One row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditView {
    /// When.
    pub at: String,
    /// Who.
    pub who: NamedView,
    /// What was done.
    pub what: String,
    /// The kind of thing it was done to.
    pub kind: String,
    /// Which one.
    pub object: NamedView,
    /// Whose it is, where that is somebody else.
    pub whose: Option<NamedView>,
    /// What else is worth knowing, a word and its value.
    pub detail: Vec<(String, String)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_the_log_has_an_address() {
        let filter = AuditFilterView { verb: "sign-in".to_owned(), person: "7".to_owned(), before: "1".to_owned() };
        assert_eq!(filter.href(""), "/audit?verb=sign-in&person=7");
        assert_eq!(filter.href("9"), "/audit?verb=sign-in&person=7&before=9");
        assert_eq!(AuditFilterView::default().href(""), "/audit");
    }
}
