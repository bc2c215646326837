//! The audit log, for reading; it is written by every [`crate::Tx`].

use domain::authz::{Permit, ReadAudit};
use domain::id::AuditEventId;
use domain::time::Timestamp;
use sea_orm::{EntityTrait, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::audit_event;
use crate::rows::time;
use crate::{Error, Source, Store};

/// One row of the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// Its id.
    pub id: AuditEventId,
    /// When it happened.
    pub at: Timestamp,
    /// The kind of actor: `person`, `key`, `system` or `nobody`.
    pub actor_kind: String,
    /// Which person or key.
    pub actor_id: Option<Uuid>,
    /// What was done.
    pub verb: String,
    /// To what kind of object.
    pub object_kind: String,
    /// Which one.
    pub object: String,
    /// What else is worth knowing, as JSON.
    pub detail: String,
}

/// The newest rows of the log.
///
/// # Errors
/// What the database says.
pub async fn recent(store: &Store, _: &Permit<ReadAudit>, limit: u64) -> Result<Vec<AuditRow>, Error> {
    let rows = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::At)
        .order_by_desc(audit_event::Column::Id)
        .limit(limit)
        .all(store.connection())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditRow {
            id: AuditEventId(row.id),
            at: time(row.at),
            actor_kind: row.actor_kind,
            actor_id: row.actor_id,
            verb: row.verb,
            object_kind: row.object_kind,
            object: row.object,
            detail: row.detail,
        })
        .collect())
}
