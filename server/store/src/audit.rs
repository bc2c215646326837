//! The audit log, for reading; it is written by every [`crate::Tx`].

use domain::assessment::AttemptState;
use domain::authz::{Permit, ReadAudit};
use domain::id::{AppealId, AttemptId, AuditEventId, PersonId};
use domain::time::Timestamp;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{appeal, attempt, audit_event};
use crate::rows::time;
use crate::{Error, Source, Store};

/// Most attempts of one person whose rows are looked for, the latest first.
const ATTEMPTS: u64 = 1_000;

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

/// Which rows of the log are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Only what was done by this verb.
    pub verb: Option<String>,
    /// Only what this person did, what was done to them or to what is theirs, and what names them.
    pub person: Option<PersonId>,
    /// Only rows older than this one.
    pub before: Option<AuditEventId>,
}

/// So many rows of the log at most, the newest first. None where there is no such row as the one they are to be older than.
///
/// # Errors
/// What the database says.
pub async fn recent(
    store: &Store,
    _: &Permit<ReadAudit>,
    filter: &AuditFilter,
    limit: u64,
) -> Result<Option<Vec<AuditRow>>, Error> {
    let mut query = audit_event::Entity::find()
        .order_by_desc(audit_event::Column::At)
        .order_by_desc(audit_event::Column::Id)
        .limit(limit);
    if let Some(before) = filter.before {
        let Some(row) = audit_event::Entity::find_by_id(before.0).one(store.connection()).await? else {
            return Ok(None);
        };
        let at = audit_event::Column::At;
        query = query.filter(at.lt(row.at).or(at.eq(row.at).and(audit_event::Column::Id.lt(row.id))));
    }
    if let Some(verb) = &filter.verb {
        query = query.filter(audit_event::Column::Verb.eq(verb));
    }
    if let Some(person) = filter.person {
        query = query.filter(about(store, person).await?);
    }
    let rows = query.all(store.connection()).await?.into_iter();
    Ok(Some(rows.map(to_row).collect()))
}

async fn about(store: &Store, person: PersonId) -> Result<Condition, Error> {
    let theirs: Vec<Uuid> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::PersonId.eq(person.0))
        .order_by_desc(attempt::Column::StartedAt)
        .limit(ATTEMPTS)
        .into_tuple()
        .all(store.connection())
        .await?;
    let objects = theirs.into_iter().map(|id| id.to_string()).chain([person.to_string()]);
    Ok(Condition::any()
        .add(audit_event::Column::ActorId.eq(person.0))
        .add(audit_event::Column::Object.is_in(objects))
        .add(audit_event::Column::Detail.contains(person.to_string())))
}

/// Whose attempt it is, and whether it is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AuditedAttempt {
    /// The attempt.
    pub id: AttemptId,
    /// Whose it is.
    pub person: PersonId,
    /// Whether it runs.
    pub open: bool,
}

/// Those of these attempts that there are.
///
/// # Errors
/// What the database says.
pub async fn attempts(
    store: &Store,
    _: &Permit<ReadAudit>,
    ids: impl IntoIterator<Item = AttemptId>,
) -> Result<Vec<AuditedAttempt>, Error> {
    let rows: Vec<(Uuid, Uuid, String)> = attempt::Entity::find()
        .select_only()
        .columns([attempt::Column::Id, attempt::Column::PersonId, attempt::Column::State])
        .filter(attempt::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
        .into_tuple()
        .all(store.connection())
        .await?;
    let open = |state: &str| state == AttemptState::Open.as_str();
    let found = rows.into_iter().map(|(id, person, state)| AuditedAttempt {
        id: AttemptId(id),
        person: PersonId(person),
        open: open(&state),
    });
    Ok(found.collect())
}

/// Whose objection it is, and to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedAppeal {
    /// The objection.
    pub id: AppealId,
    /// Who raised it.
    pub person: PersonId,
    /// The question.
    pub question: String,
    /// The version of it.
    pub version: String,
}

/// Those of these objections that there are.
///
/// # Errors
/// What the database says.
pub async fn appeals(
    store: &Store,
    _: &Permit<ReadAudit>,
    ids: impl IntoIterator<Item = AppealId>,
) -> Result<Vec<AuditedAppeal>, Error> {
    let rows: Vec<(Uuid, Uuid, String, String)> = appeal::Entity::find()
        .select_only()
        .columns([appeal::Column::Id, appeal::Column::PersonId, appeal::Column::Question, appeal::Column::Version])
        .filter(appeal::Column::Id.is_in(ids.into_iter().map(|id| id.0)))
        .into_tuple()
        .all(store.connection())
        .await?;
    let found = rows.into_iter().map(|(id, person, question, version)| AuditedAppeal {
        id: AppealId(id),
        person: PersonId(person),
        question,
        version,
    });
    Ok(found.collect())
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
