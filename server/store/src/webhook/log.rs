//! What an endpoint was told, for people, and telling it again.

use std::collections::BTreeMap;

use domain::authz::{ManageWebhooks, Permit};
use domain::id::{EndpointId, PersonId};
use domain::integration::DeliveryState;
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use super::{Attempt, Delivery, to_attempt, to_delivery};
use crate::entity::{outbox_event, webhook_attempt, webhook_delivery as table};
use crate::rows::number;
use crate::{Error, Source, Tx};

/// Which deliveries are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked {
    /// Only those in this state.
    pub state: Option<DeliveryState>,
    /// Only events before this number.
    pub before: Option<i64>,
}

/// How many deliveries to an endpoint are on their way, and how many were given up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// On their way.
    pub pending: u32,
    /// Given up.
    pub failed: u32,
}

/// The latest deliveries to an endpoint, so many at most.
///
/// # Errors
/// What the database says.
pub async fn latest(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    asked: Asked,
    most: u64,
) -> Result<Vec<Delivery>, Error> {
    let mut query = table::Entity::find().filter(table::Column::EndpointId.eq(endpoint.0));
    if let Some(state) = asked.state {
        query = query.filter(table::Column::State.eq(state.as_str()));
    }
    if let Some(before) = asked.before {
        query = query.filter(table::Column::Seq.lt(before));
    }
    let rows = query.order_by_desc(table::Column::Seq).limit(most).all(source.connection()).await?;
    let events = super::send::events(source, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let event = events.get(&row.seq).cloned();
            to_delivery(row, event)
        })
        .collect()
}

/// One delivery.
///
/// # Errors
/// What the database says.
pub async fn delivery(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    seq: i64,
) -> Result<Option<Delivery>, Error> {
    let Some(row) = table::Entity::find_by_id((endpoint.0, seq)).one(source.connection()).await? else {
        return Ok(None);
    };
    let event = outbox_event::Entity::find_by_id(seq).one(source.connection()).await?;
    to_delivery(row, event).map(Some)
}

/// The tries of these deliveries to an endpoint, the latest first.
///
/// # Errors
/// What the database says.
pub async fn attempts(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    seqs: &[i64],
) -> Result<BTreeMap<i64, Vec<Attempt>>, Error> {
    let rows = webhook_attempt::Entity::find()
        .filter(webhook_attempt::Column::EndpointId.eq(endpoint.0))
        .filter(webhook_attempt::Column::Seq.is_in(seqs.iter().copied()))
        .order_by_desc(webhook_attempt::Column::At)
        .order_by_desc(webhook_attempt::Column::Id)
        .all(source.connection())
        .await?;
    let mut found: BTreeMap<i64, Vec<Attempt>> = BTreeMap::new();
    for row in rows {
        found.entry(row.seq).or_default().push(to_attempt(row)?);
    }
    Ok(found)
}

/// The first event on its way to an endpoint about each of these people: those after it wait for it.
///
/// # Errors
/// What the database says.
pub async fn heads(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, i64>, Error> {
    let rows: Vec<(Uuid, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::PersonId)
        .column_as(table::Column::Seq.min(), "first")
        .filter(table::Column::EndpointId.eq(endpoint.0))
        .filter(table::Column::State.eq(DeliveryState::Pending.as_str()))
        .filter(table::Column::PersonId.is_in(people.iter().map(|person| person.0)))
        .group_by(table::Column::PersonId)
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(|(person, first)| (PersonId(person), first)).collect())
}

/// What is on its way and what was given up, by endpoint.
///
/// # Errors
/// What the database says.
pub async fn tally(source: &impl Source, _: &Permit<ManageWebhooks>) -> Result<BTreeMap<EndpointId, Tally>, Error> {
    let rows: Vec<(Uuid, String, i64)> = table::Entity::find()
        .select_only()
        .columns([table::Column::EndpointId, table::Column::State])
        .column_as(table::Column::Seq.count(), "n")
        .filter(table::Column::State.is_in([DeliveryState::Pending.as_str(), DeliveryState::Failed.as_str()]))
        .group_by(table::Column::EndpointId)
        .group_by(table::Column::State)
        .into_tuple()
        .all(source.connection())
        .await?;
    let mut found: BTreeMap<EndpointId, Tally> = BTreeMap::new();
    for (endpoint, state, n) in rows {
        let tally = found.entry(EndpointId(endpoint)).or_default();
        let counted = if state == DeliveryState::Pending.as_str() { &mut tally.pending } else { &mut tally.failed };
        *counted = number("webhook_delivery", "count", n)?;
    }
    Ok(found)
}

/// Sends an event once more, whatever became of it, with all its tries; says whether it was ever sent there.
///
/// # Errors
/// What the database says.
pub async fn replay(tx: &Tx<ManageWebhooks>, endpoint: EndpointId, seq: i64) -> Result<bool, Error> {
    let done = anew(tx, endpoint).filter(table::Column::Seq.eq(seq)).exec(tx.connection()).await?;
    Ok(done.rows_affected == 1)
}

/// Sends everything once more that happened since then and was given up; says how much that is.
///
/// # Errors
/// What the database says.
pub async fn replay_failed(tx: &Tx<ManageWebhooks>, endpoint: EndpointId, since: Timestamp) -> Result<u64, Error> {
    let happened = outbox_event::Entity::find()
        .select_only()
        .column(outbox_event::Column::Seq)
        .filter(outbox_event::Column::At.gte(since.as_millis()))
        .into_query();
    let done = anew(tx, endpoint)
        .filter(table::Column::State.eq(DeliveryState::Failed.as_str()))
        .filter(table::Column::Seq.in_subquery(happened))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected)
}

/// Back to the beginning. A claim stays: whoever holds it may just be sending.
fn anew(tx: &Tx<ManageWebhooks>, endpoint: EndpointId) -> sea_orm::UpdateMany<table::Entity> {
    table::Entity::update_many()
        .col_expr(table::Column::State, Expr::value(DeliveryState::Pending.as_str()))
        .col_expr(table::Column::Attempts, Expr::value(0))
        .col_expr(table::Column::NextAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::DoneAt, Expr::value(None::<i64>))
        .filter(table::Column::EndpointId.eq(endpoint.0))
}

/// Lets everything that waits for an endpoint be tried at once.
pub(super) async fn hurry(tx: &Tx<ManageWebhooks>, endpoint: EndpointId) -> Result<(), Error> {
    table::Entity::update_many()
        .col_expr(table::Column::NextAt, Expr::value(tx.now().as_millis()))
        .filter(table::Column::EndpointId.eq(endpoint.0))
        .filter(table::Column::State.eq(DeliveryState::Pending.as_str()))
        .exec(tx.connection())
        .await?;
    Ok(())
}
