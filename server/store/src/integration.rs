//! API keys.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Actor, Identify, KeyActor, KeyScope, ManageKeys, OperateSystem, Permit, Verb};
use domain::id::{ApiKeyId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use crate::entity::api_key;
use crate::rows::{number, padded, read, time};
use crate::{Error, Source, Store, Tx};

/// Verbs under which API keys may be made and revoked.
pub trait MayManageKeys: Verb {}
impl MayManageKeys for ManageKeys {}
impl MayManageKeys for OperateSystem {}

/// An API key; its secret is stored only as a hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// What it is for.
    pub name: String,
    /// The part of it that may be shown, unique.
    pub prefix: String,
    /// What it may do.
    pub scopes: BTreeSet<KeyScope>,
    /// Who made it; none for the command line.
    pub created_by: Option<PersonId>,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked_at: Option<Timestamp>,
    /// For how many seconds whoever asks with it may keep an answer; 0 where every call asks anew.
    pub staleness_seconds: u32,
}

impl ApiKey {
    /// The key as somebody who asks.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::Key(KeyActor { id: self.id, scopes: self.scopes.clone() })
    }
}

fn to_key(row: &api_key::Model) -> Result<ApiKey, Error> {
    Ok(ApiKey {
        id: ApiKeyId(row.id),
        name: row.name.clone(),
        prefix: row.prefix.clone(),
        scopes: row
            .scopes
            .split_whitespace()
            .map(|scope| read("api_key", "scopes", scope))
            .collect::<Result<_, _>>()?,
        created_by: row.created_by.map(PersonId),
        created_at: time(row.created_at),
        last_used_at: row.last_used_at.map(time),
        revoked_at: row.revoked_at.map(time),
        staleness_seconds: number("api_key", "staleness_seconds", row.staleness_seconds)?,
    })
}

/// The keys of these prefixes, with the hashes of their secrets; revoked ones included.
///
/// # Errors
/// What the database says.
pub async fn keys_by_prefixes(
    source: &impl Source,
    _: &Permit<Identify>,
    prefixes: &[&str],
) -> Result<BTreeMap<String, (ApiKey, String)>, Error> {
    let rows = api_key::Entity::find()
        .filter(api_key::Column::Prefix.is_in(padded(prefixes)))
        .all(source.connection())
        .await?;
    rows.into_iter().map(|row| Ok((row.prefix.clone(), (to_key(&row)?, row.secret_hash)))).collect()
}

/// All keys, newest first.
///
/// # Errors
/// What the database says.
pub async fn keys<V: MayManageKeys>(store: &Store, _: &Permit<V>) -> Result<Vec<ApiKey>, Error> {
    api_key::Entity::find()
        .order_by_desc(api_key::Column::CreatedAt)
        .all(store.connection())
        .await?
        .iter()
        .map(to_key)
        .collect()
}

/// Stores a key by the hash of its secret.
///
/// # Errors
/// What the database says.
pub async fn insert_key<V: MayManageKeys>(tx: &Tx<V>, key: &ApiKey, secret_hash: &str) -> Result<(), Error> {
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    api_key::ActiveModel {
        id: Set(key.id.0),
        name: Set(key.name.clone()),
        prefix: Set(key.prefix.clone()),
        secret_hash: Set(secret_hash.to_owned()),
        scopes: Set(scopes.join(" ")),
        created_by: Set(key.created_by.map(|id| id.0)),
        created_at: Set(key.created_at.as_millis()),
        last_used_at: Set(None),
        revoked_at: Set(None),
        staleness_seconds: Set(i64::from(key.staleness_seconds)),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Revokes a key; says whether there was an open one to revoke.
///
/// # Errors
/// What the database says.
pub async fn revoke_key<V: MayManageKeys>(tx: &Tx<V>, id: ApiKeyId) -> Result<bool, Error> {
    let done = api_key::Entity::update_many()
        .col_expr(api_key::Column::RevokedAt, Expr::value(tx.now().as_millis()))
        .filter(api_key::Column::Id.eq(id.0).and(api_key::Column::RevokedAt.is_null()))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected > 0)
}

/// Notes that a key was used. Book-keeping without an audit row, like a session's last use.
///
/// # Errors
/// What the database says.
pub async fn touch_key(store: &Store, _: &Permit<Identify>, id: ApiKeyId, now: Timestamp) -> Result<(), Error> {
    api_key::Entity::update_many()
        .col_expr(api_key::Column::LastUsedAt, Expr::value(now.as_millis()))
        .filter(api_key::Column::Id.eq(id.0))
        .exec(&store.writer)
        .await?;
    Ok(())
}
