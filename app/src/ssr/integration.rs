//! API keys and the audit log as pages show them.

use services::audit::AuditEntry;
use services::integration::ApiKey;

use super::{day, moment};
use crate::integration::view::{AuditView, KeyView};

/// A key without its secret.
#[must_use]
pub fn key_view(key: &ApiKey, time_zone: &str) -> KeyView {
    KeyView {
        id: key.id.to_string(),
        name: key.name.clone(),
        prefix: format!("canoe_{}", key.prefix),
        scopes: key.scopes.iter().map(ToString::to_string).collect(),
        created: day(key.created_at, time_zone),
        last_used: key.last_used_at.map(|at| moment(at, time_zone)),
        revoked: key.revoked_at.map(|at| day(at, time_zone)),
    }
}

/// A row of the audit log, its words with spaces in the place of dashes.
#[must_use]
pub fn audit_view(entry: AuditEntry, time_zone: &str) -> AuditView {
    let plain = |word: &str| word.replace(['-', '_'], " ");
    AuditView {
        at: moment(entry.at, time_zone),
        who: entry.who,
        what: plain(&entry.verb),
        kind: plain(&entry.object_kind),
        object: entry.object,
        detail: entry.detail.into_iter().map(|(word, value)| (plain(&word), value)).collect(),
    }
}
