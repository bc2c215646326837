//! API keys as pages show them.

use services::integration::ApiKey;

use super::{day, moment};
use crate::integration::view::KeyView;

/// A key without its secret.
#[must_use]
pub fn key_view(key: &ApiKey, time_zone: &str) -> KeyView {
    KeyView {
        id: key.id.to_string(),
        name: key.name.clone(),
        prefix: format!("canoe_{}", key.prefix),
        scopes: key.scopes.iter().map(ToString::to_string).collect(),
        staleness_seconds: key.staleness_seconds,
        created: day(key.created_at, time_zone),
        last_used: key.last_used_at.map(|at| moment(at, time_zone)),
        revoked: key.revoked_at.map(|at| day(at, time_zone)),
    }
}
