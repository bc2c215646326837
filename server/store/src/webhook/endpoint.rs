//! Endpoints and their secrets.

use std::collections::BTreeSet;

use domain::authz::{ManageWebhooks, OperateSystem, Permit};
use domain::id::{EndpointId, EndpointSecretId, PersonId};
use domain::integration::EventKind;
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait, EntityTrait, ExprTrait, QueryFilter,
    QueryOrder, QuerySelect,
};

use super::MaySeeWebhooks;
use crate::entity::{webhook_attempt, webhook_delivery, webhook_endpoint as table, webhook_secret};
use crate::rows::{read, time};
use crate::{Backend, Error, Source, Store, Tx};

/// Who is told of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Its id.
    pub id: EndpointId,
    /// Where messages are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// What it wants to hear of; empty for everything.
    pub kinds: BTreeSet<EventKind>,
    /// Who made it.
    pub created_by: Option<PersonId>,
    /// When.
    pub created_at: Timestamp,
    /// Since when it is disabled, if it is, and why.
    pub disabled: Option<(Timestamp, String)>,
    /// When something arrived there last.
    pub delivered_at: Option<Timestamp>,
    /// Since when nothing has.
    pub failing_since: Option<Timestamp>,
    /// Until when its receiver has asked to be left alone.
    pub not_before: Option<Timestamp>,
}

fn to_endpoint(row: table::Model) -> Result<Endpoint, Error> {
    let kinds = row.kinds.split_whitespace().map(|kind| read("webhook_endpoint", "kinds", kind));
    Ok(Endpoint {
        id: EndpointId(row.id),
        kinds: kinds.collect::<Result<_, _>>()?,
        url: row.url,
        description: row.description,
        created_by: row.created_by.map(PersonId),
        created_at: time(row.created_at),
        disabled: row.disabled_at.map(|at| (time(at), row.disabled_why.unwrap_or_default())),
        delivered_at: row.delivered_at.map(time),
        failing_since: row.failing_since.map(time),
        not_before: row.not_before.map(time),
    })
}

fn words(kinds: &BTreeSet<EventKind>) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" ")
}

/// All endpoints, the oldest first.
///
/// # Errors
/// What the database says.
pub async fn endpoints(source: &impl Source, _: &Permit<ManageWebhooks>) -> Result<Vec<Endpoint>, Error> {
    let rows = table::Entity::find()
        .order_by_asc(table::Column::CreatedAt)
        .order_by_asc(table::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(to_endpoint).collect()
}

/// The endpoint of this id.
///
/// # Errors
/// What the database says.
pub async fn endpoint<V: MaySeeWebhooks>(
    source: &impl Source,
    _: &Permit<V>,
    id: EndpointId,
) -> Result<Option<Endpoint>, Error> {
    table::Entity::find_by_id(id.0).one(source.connection()).await?.map(to_endpoint).transpose()
}

/// Stores an endpoint.
///
/// # Errors
/// What the database says.
pub async fn insert(tx: &Tx<ManageWebhooks>, new: &Endpoint) -> Result<(), Error> {
    table::ActiveModel {
        id: Set(new.id.0),
        url: Set(new.url.clone()),
        description: Set(new.description.clone()),
        kinds: Set(words(&new.kinds)),
        created_by: Set(new.created_by.map(|id| id.0)),
        created_at: Set(new.created_at.as_millis()),
        disabled_at: Set(None),
        disabled_why: Set(None),
        delivered_at: Set(None),
        failing_since: Set(None),
        not_before: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Sets what is known of an endpoint: where it is, what it is for, what it wants to hear of. What its receiver asked for is not waited for
/// any more: it may be another one.
///
/// # Errors
/// What the database says.
pub async fn change(tx: &Tx<ManageWebhooks>, new: &Endpoint) -> Result<(), Error> {
    table::ActiveModel {
        id: Unchanged(new.id.0),
        url: Set(new.url.clone()),
        description: Set(new.description.clone()),
        kinds: Set(words(&new.kinds)),
        not_before: Set(None),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    Ok(())
}

/// Gives an endpoint a new secret. The one that it had signs beside it until `until`; one that was replaced before signs no more, and is gone.
///
/// # Errors
/// [`Error::Conflict`] where there is no such endpoint.
pub async fn add_secret(
    tx: &Tx<ManageWebhooks>,
    endpoint: EndpointId,
    (id, secret): (EndpointSecretId, &str),
    until: Timestamp,
) -> Result<(), Error> {
    use webhook_secret::Column;
    webhook_secret::Entity::delete_many()
        .filter(Column::EndpointId.eq(endpoint.0).and(Column::ExpiresAt.is_not_null()))
        .exec(tx.connection())
        .await?;
    webhook_secret::Entity::update_many()
        .col_expr(Column::ExpiresAt, Expr::value(until.as_millis()))
        .filter(Column::EndpointId.eq(endpoint.0).and(Column::ExpiresAt.is_null()))
        .exec(tx.connection())
        .await?;
    webhook_secret::ActiveModel {
        id: Set(id.0),
        endpoint_id: Set(endpoint.0),
        secret: Set(secret.to_owned()),
        created_at: Set(tx.now().as_millis()),
        expires_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// The newest secret of an endpoint, by its id. Within a transaction on PostgreSQL it stays the newest until that ends; on SQLite the
/// transaction holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn newest_secret(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    hold: bool,
) -> Result<Option<EndpointSecretId>, Error> {
    use webhook_secret::Column;
    let mut query =
        webhook_secret::Entity::find().filter(Column::EndpointId.eq(endpoint.0)).filter(Column::ExpiresAt.is_null());
    if hold {
        query = query.lock(LockType::Update);
    }
    Ok(query.one(source.connection()).await?.map(|row| EndpointSecretId(row.id)))
}

/// The secrets that sign now, the newest first.
///
/// # Errors
/// What the database says.
pub async fn secrets(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    endpoint: EndpointId,
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    use webhook_secret::Column;
    let rows = webhook_secret::Entity::find()
        .filter(Column::EndpointId.eq(endpoint.0))
        .filter(Column::ExpiresAt.is_null().or(Column::ExpiresAt.gt(now.as_millis())))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(|row| row.secret).collect())
}

/// Until when a secret that was rotated away still signs; none where only one does.
///
/// # Errors
/// What the database says.
pub async fn rotation_ends(
    source: &impl Source,
    _: &Permit<ManageWebhooks>,
    endpoint: EndpointId,
    now: Timestamp,
) -> Result<Option<Timestamp>, Error> {
    use webhook_secret::Column;
    let last: Option<Option<i64>> = webhook_secret::Entity::find()
        .select_only()
        .column_as(Column::ExpiresAt.max(), "last")
        .filter(Column::EndpointId.eq(endpoint.0))
        .filter(Column::ExpiresAt.gt(now.as_millis()))
        .into_tuple()
        .one(source.connection())
        .await?;
    Ok(last.flatten().map(time))
}

/// Disables an endpoint; says whether it was enabled.
///
/// # Errors
/// What the database says.
pub async fn disable<V: MaySeeWebhooks>(tx: &Tx<V>, id: EndpointId, why: &str) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::DisabledAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::DisabledWhy, Expr::value(why))
        .filter(table::Column::Id.eq(id.0).and(table::Column::DisabledAt.is_null()))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Enables an endpoint, and lets what waits for it be tried at once; says whether it was disabled.
///
/// # Errors
/// What the database says.
pub async fn enable(tx: &Tx<ManageWebhooks>, id: EndpointId) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::DisabledAt, Expr::value(None::<i64>))
        .col_expr(table::Column::DisabledWhy, Expr::value(None::<String>))
        .col_expr(table::Column::FailingSince, Expr::value(None::<i64>))
        .col_expr(table::Column::NotBefore, Expr::value(None::<i64>))
        .filter(table::Column::Id.eq(id.0).and(table::Column::DisabledAt.is_not_null()))
        .exec(tx.connection())
        .await?;
    super::log::hurry(tx, id).await?;
    Ok(done.rows_affected == 1)
}

/// Asks a receiver again that asked to be left alone.
///
/// # Errors
/// What the database says.
pub async fn resume(tx: &Tx<ManageWebhooks>, id: EndpointId) -> Result<(), Error> {
    table::Entity::update_many()
        .col_expr(table::Column::NotBefore, Expr::value(None::<i64>))
        .filter(table::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Deletes an endpoint with its secrets and its log; what is still on its way there is not sent. Says whether there was one.
///
/// # Errors
/// What the database says.
pub async fn delete(store: &Store, tx: &Tx<ManageWebhooks>, id: EndpointId) -> Result<bool, Error> {
    if store.backend() == Backend::Postgres {
        // What is noted or written of it meanwhile waits, and finds it gone.
        table::Entity::find_by_id(id.0).lock(LockType::Update).one(tx.connection()).await?;
    }
    let (attempt, delivery) = (webhook_attempt::Column::EndpointId, webhook_delivery::Column::EndpointId);
    webhook_attempt::Entity::delete_many().filter(attempt.eq(id.0)).exec(tx.connection()).await?;
    webhook_delivery::Entity::delete_many().filter(delivery.eq(id.0)).exec(tx.connection()).await?;
    let secret = webhook_secret::Column::EndpointId;
    webhook_secret::Entity::delete_many().filter(secret.eq(id.0)).exec(tx.connection()).await?;
    Ok(table::Entity::delete_by_id(id.0).exec(tx.connection()).await?.rows_affected == 1)
}
