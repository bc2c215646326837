//! The audit log, for reading; it is written by every [`crate::Tx`].

use domain::authz::{Permit, ReadAudit};
use domain::id::AuditEventId;
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
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

/// So many rows of the log at most, the newest first; with `before`, those older than that row. None where there is no such
/// row.
///
/// # Errors
/// What the database says.
pub async fn recent(
    store: &Store,
    _: &Permit<ReadAudit>,
    before: Option<AuditEventId>,
    limit: u64,
) -> Result<Option<Vec<AuditRow>>, Error> {
    let mut query = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::At)
        .order_by_desc(audit_event::Column::Id)
        .limit(limit);
    if let Some(before) = before {
        let Some(row) = audit_event::Entity::find_by_id(before.0).one(store.connection()).await? else {
            return Ok(None);
        };
        let at = audit_event::Column::At;
        query = query.filter(at.lt(row.at).or(at.eq(row.at).and(audit_event::Column::Id.lt(row.id))));
    }
    let rows = query.all(store.connection()).await?.into_iter();
    Ok(Some(rows.map(to_row).collect()))
}

fn to_row(row: audit_event::Model) -> AuditRow {
    AuditRow {
        id: AuditEventId(row.id),
        at: time(row.at),
        actor_kind: row.actor_kind,
        actor_id: row.actor_id,
        verb: row.verb,
        object_kind: row.object_kind,
        object: row.object,
        detail: row.detail,
    }
}
