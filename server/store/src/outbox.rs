//! The outbox: events for other systems, written in the transaction of what happened, with a delivery for everybody who wants to hear of it.

use domain::authz::{ManageWebhooks, Verb};
use domain::id::{EndpointId, EventId, PersonId};
use domain::integration::{DeliveryState, EventKind};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter,
    QuerySelect,
};
use serde_json::Value;
use uuid::Uuid;

use crate::entity::{outbox_event as table, webhook_delivery, webhook_endpoint};
use crate::{Error, Source, Tx};

/// An event, as of its transaction's time.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// Its id, the same for everybody who is told.
    pub id: EventId,
    /// What happened.
    pub kind: EventKind,
    /// Whom it is about. Events about one person are told in the order in which they were committed.
    pub person: Option<PersonId>,
    /// What else is told.
    pub data: Value,
}

/// Puts an event into the outbox, and on its way to every endpoint that is enabled and wants its kind. Callers hold the lock on the person it
/// is about, so that events about one person are numbered in the order in which they are committed.
///
/// # Errors
/// What the database says.
pub async fn write<V: Verb>(tx: &Tx<V>, new: &Outgoing) -> Result<(), Error> {
    let seq = insert(tx, new).await?;
    let mut enabled = webhook_endpoint::Entity::find().filter(webhook_endpoint::Column::DisabledAt.is_null());
    if tx.connection().get_database_backend() == DbBackend::Postgres {
        // One that is deleted at this moment must not fail what happened: its deletion waits, or it is not found.
        enabled = enabled.lock(LockType::KeyShare);
    }
    let enabled = enabled.all(tx.connection()).await?;
    let wants = |endpoint: &webhook_endpoint::Model| {
        endpoint.kinds.is_empty() || endpoint.kinds.split_whitespace().any(|kind| kind == new.kind.as_str())
    };
    send(tx, seq, new, enabled.iter().filter(|endpoint| wants(endpoint)).map(|endpoint| endpoint.id)).await
}

/// Puts an event into the outbox for one endpoint alone, to try it out; returns its number.
///
/// # Errors
/// [`Error::Conflict`] where there is no such endpoint.
pub async fn write_to(tx: &Tx<ManageWebhooks>, new: &Outgoing, endpoint: EndpointId) -> Result<i64, Error> {
    let seq = insert(tx, new).await?;
    send(tx, seq, new, [endpoint.0]).await?;
    Ok(seq)
}

async fn insert<V: Verb>(tx: &Tx<V>, new: &Outgoing) -> Result<i64, Error> {
    let row = table::ActiveModel {
        seq: NotSet,
        id: Set(new.id.0),
        at: Set(tx.now().as_millis()),
        kind: Set(new.kind.to_string()),
        person_id: Set(new.person.map(|id| id.0)),
        data: Set(new.data.to_string()),
    };
    Ok(table::Entity::insert(row).exec(tx.connection()).await?.last_insert_id)
}

async fn send<V: Verb>(
    tx: &Tx<V>,
    seq: i64,
    new: &Outgoing,
    endpoints: impl IntoIterator<Item = Uuid>,
) -> Result<(), Error> {
    let delivery = |endpoint| webhook_delivery::ActiveModel {
        endpoint_id: Set(endpoint),
        seq: Set(seq),
        person_id: Set(new.person.map(|id| id.0)),
        state: Set(DeliveryState::Pending.to_string()),
        attempts: Set(0),
        next_at: Set(tx.now().as_millis()),
        claimed_until: Set(None),
        done_at: Set(None),
    };
    let rows: Vec<_> = endpoints.into_iter().map(delivery).collect();
    if !rows.is_empty() {
        webhook_delivery::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}
