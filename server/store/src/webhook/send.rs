//! What is to be sent, who sends it, and what became of it. Book-keeping without audit rows: what people decide has them.

use std::collections::BTreeMap;

use domain::authz::{OperateSystem, Permit};
use domain::id::EndpointId;
use domain::integration::DeliveryState;
use domain::time::Timestamp;
use sea_orm::sea_query::{Alias, Expr, Query};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use uuid::Uuid;

use super::{Attempt, Delivery, to_delivery};
use crate::entity::{outbox_event, webhook_attempt, webhook_delivery as table, webhook_endpoint};
use crate::{Error, Source, Store};

/// Events that are tidied away in one transaction.
const BATCH: u64 = 500;

/// Pending, its time has come, nobody sends it, and no earlier event about the same person is still on its way to the same endpoint.
fn is_due(now: Timestamp) -> Condition {
    let earlier = Alias::new("earlier");
    let of = |column: table::Column| Expr::col((earlier.clone(), column));
    let own = |column: table::Column| Expr::col((table::Entity, column));
    let waits_for = Query::select()
        .expr(Expr::value(1))
        .from_as(table::Entity, earlier.clone())
        .and_where(of(table::Column::EndpointId).eq(own(table::Column::EndpointId)))
        .and_where(of(table::Column::PersonId).eq(own(table::Column::PersonId)))
        .and_where(of(table::Column::State).eq(DeliveryState::Pending.as_str()))
        .and_where(of(table::Column::Seq).lt(own(table::Column::Seq)))
        .to_owned();
    Condition::all()
        .add(table::Column::State.eq(DeliveryState::Pending.as_str()))
        .add(table::Column::NextAt.lte(now.as_millis()))
        .add(is_free(now))
        .add(Expr::exists(waits_for).not())
}

fn is_free(now: Timestamp) -> Condition {
    Condition::any().add(table::Column::ClaimedUntil.is_null()).add(table::Column::ClaimedUntil.lte(now.as_millis()))
}

/// Enabled, and not asking to be left alone.
fn takes(now: Timestamp) -> Condition {
    let not_before = webhook_endpoint::Column::NotBefore;
    Condition::all()
        .add(webhook_endpoint::Column::DisabledAt.is_null())
        .add(not_before.is_null().or(not_before.lte(now.as_millis())))
}

/// The enabled endpoints to which something is to be sent now.
///
/// # Errors
/// What the database says.
pub async fn endpoints_due(store: &Store, _: &Permit<OperateSystem>, now: Timestamp) -> Result<Vec<EndpointId>, Error> {
    let ids: Vec<Uuid> = webhook_endpoint::Entity::find()
        .select_only()
        .column(webhook_endpoint::Column::Id)
        .filter(takes(now))
        .order_by_asc(webhook_endpoint::Column::Id)
        .into_tuple()
        .all(store.connection())
        .await?;
    let mut due = Vec::new();
    for id in ids {
        let query = table::Entity::find().filter(table::Column::EndpointId.eq(id)).filter(is_due(now)).limit(1);
        if query.one(store.connection()).await?.is_some() {
            due.push(EndpointId(id));
        }
    }
    Ok(due)
}

/// What is to be sent to an endpoint now, what has waited longest first, so much at most. Nothing where it is disabled, or has asked to be left
/// alone.
///
/// # Errors
/// What the database says.
pub async fn due(
    store: &Store,
    _: &Permit<OperateSystem>,
    endpoint: EndpointId,
    now: Timestamp,
    most: u64,
) -> Result<Vec<Delivery>, Error> {
    let enabled = webhook_endpoint::Entity::find_by_id(endpoint.0).filter(takes(now)).one(store.connection()).await?;
    if enabled.is_none() {
        return Ok(Vec::new());
    }
    let rows = table::Entity::find()
        .filter(table::Column::EndpointId.eq(endpoint.0))
        .filter(is_due(now))
        .order_by_asc(table::Column::NextAt)
        .order_by_asc(table::Column::Seq)
        .limit(most)
        .all(store.connection())
        .await?;
    let events = events(store, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let event = events.get(&row.seq).cloned();
            to_delivery(row, event)
        })
        .collect()
}

/// The events of these deliveries, by their numbers.
pub(super) async fn events(
    source: &impl Source,
    rows: &[table::Model],
) -> Result<BTreeMap<i64, outbox_event::Model>, Error> {
    let events = outbox_event::Entity::find()
        .filter(outbox_event::Column::Seq.is_in(rows.iter().map(|row| row.seq)))
        .all(source.connection())
        .await?;
    Ok(events.into_iter().map(|event| (event.seq, event)).collect())
}

/// Takes a delivery until `until`; says whether it is this node's now. It is not where another node has it, or it is not due any more.
///
/// # Errors
/// What the database says.
pub async fn claim(
    store: &Store,
    _: &Permit<OperateSystem>,
    delivery: &Delivery,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::ClaimedUntil, Expr::value(until.as_millis()))
        .filter(table::Column::EndpointId.eq(delivery.endpoint.0))
        .filter(table::Column::Seq.eq(delivery.seq))
        .filter(table::Column::State.eq(DeliveryState::Pending.as_str()))
        .filter(table::Column::Attempts.eq(i64::from(delivery.attempts)))
        .filter(table::Column::NextAt.lte(now.as_millis()))
        .filter(is_free(now))
        .exec(&store.writer)
        .await?;
    Ok(done.rows_affected == 1)
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Note {
    /// The receiver has it.
    Delivered,
    /// It is tried again then.
    Again(Timestamp),
    /// It was tried for the last time.
    GivenUp,
}

/// Notes a try of a delivery that was claimed until `claimed`. What arrived has arrived, whoever has the claim by now; a failure counts only
/// for whoever still has it. A receiver that has too much to do is left alone until `left_alone`, with everything.
///
/// # Errors
/// What the database says; then the claim runs out, and it is sent again.
pub async fn note(
    store: &Store,
    _: &Permit<OperateSystem>,
    delivery: &Delivery,
    attempt: &Attempt,
    (claimed, now, note): (Timestamp, Timestamp, Note),
    left_alone: Option<Timestamp>,
) -> Result<(), Error> {
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let tx = store.writer.begin_with_options(options).await?;
    let there = webhook_endpoint::Entity::find_by_id(delivery.endpoint.0).one(&tx).await?;
    let Some(endpoint) = there else { return Ok(()) };
    webhook_attempt::ActiveModel {
        id: Set(attempt.id.0),
        endpoint_id: Set(delivery.endpoint.0),
        seq: Set(delivery.seq),
        at: Set(attempt.at.as_millis()),
        status: Set(attempt.status.map(i64::from)),
        error: Set(attempt.error.clone()),
        millis: Set(attempt.millis),
        answer: Set(attempt.answer.clone()),
    }
    .insert(&tx)
    .await?;
    let (state, next_at, done_at) = match note {
        Note::Delivered => (DeliveryState::Delivered, now, Some(now.as_millis())),
        Note::Again(next) => (DeliveryState::Pending, next, None),
        Note::GivenUp => (DeliveryState::Failed, now, Some(now.as_millis())),
    };
    let mut update = table::Entity::update_many()
        .col_expr(table::Column::State, Expr::value(state.as_str()))
        .col_expr(table::Column::Attempts, Expr::value(i64::from(delivery.attempts) + 1))
        .col_expr(table::Column::NextAt, Expr::value(next_at.as_millis()))
        .col_expr(table::Column::DoneAt, Expr::value(done_at))
        .col_expr(table::Column::ClaimedUntil, Expr::value(None::<i64>))
        .filter(table::Column::EndpointId.eq(delivery.endpoint.0))
        .filter(table::Column::Seq.eq(delivery.seq))
        .filter(table::Column::State.eq(DeliveryState::Pending.as_str()));
    if note != Note::Delivered {
        update = update.filter(table::Column::ClaimedUntil.eq(claimed.as_millis()));
    }
    update.exec(&tx).await?;
    let at = Expr::value(now.as_millis());
    let of_endpoint = webhook_endpoint::Entity::update_many().filter(webhook_endpoint::Column::Id.eq(endpoint.id));
    if note == Note::Delivered {
        of_endpoint
            .col_expr(webhook_endpoint::Column::DeliveredAt, at)
            .col_expr(webhook_endpoint::Column::FailingSince, Expr::value(None::<i64>))
            .exec(&tx)
            .await?;
    } else if endpoint.failing_since.is_none() {
        of_endpoint.col_expr(webhook_endpoint::Column::FailingSince, at).exec(&tx).await?;
    }
    if let Some(until) = left_alone.map(Timestamp::as_millis) {
        // Of several answers the one that asks for the longest counts.
        let not_before = webhook_endpoint::Column::NotBefore;
        webhook_endpoint::Entity::update_many()
            .col_expr(not_before, Expr::value(until))
            .filter(webhook_endpoint::Column::Id.eq(endpoint.id))
            .filter(not_before.is_null().or(not_before.lt(until)))
            .exec(&tx)
            .await?;
    }
    Ok(tx.commit().await?)
}

/// Deletes events from before `before` that nobody waits for any more, with their deliveries and tries, some at a time; says how many. A
/// disabled endpoint waits for nothing that old.
///
/// # Errors
/// What the database says.
pub async fn tidy(store: &Store, _: &Permit<OperateSystem>, before: Timestamp) -> Result<u64, Error> {
    let enabled = webhook_endpoint::Entity::find()
        .select_only()
        .column(webhook_endpoint::Column::Id)
        .filter(webhook_endpoint::Column::DisabledAt.is_null())
        .into_query();
    let waiting = table::Entity::find()
        .select_only()
        .column(table::Column::Seq)
        .filter(table::Column::State.eq(DeliveryState::Pending.as_str()))
        .filter(table::Column::EndpointId.in_subquery(enabled))
        .into_query();
    let seqs: Vec<i64> = outbox_event::Entity::find()
        .select_only()
        .column(outbox_event::Column::Seq)
        .filter(outbox_event::Column::At.lt(before.as_millis()))
        .filter(outbox_event::Column::Seq.not_in_subquery(waiting))
        .order_by_asc(outbox_event::Column::Seq)
        .limit(BATCH)
        .into_tuple()
        .all(store.connection())
        .await?;
    if seqs.is_empty() {
        return Ok(0);
    }
    let options =
        TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
    let tx = store.writer.begin_with_options(options).await?;
    let (attempt, delivery) = (webhook_attempt::Column::Seq, table::Column::Seq);
    webhook_attempt::Entity::delete_many().filter(attempt.is_in(seqs.iter().copied())).exec(&tx).await?;
    table::Entity::delete_many().filter(delivery.is_in(seqs.iter().copied())).exec(&tx).await?;
    let done = outbox_event::Entity::delete_many().filter(outbox_event::Column::Seq.is_in(seqs)).exec(&tx).await?;
    tx.commit().await?;
    Ok(done.rows_affected)
}
