//! Failed sign-ins by account.

use domain::authz::{ChangeAccount, Permit, RedeemLink, SignIn, Verb};
use domain::time::Timestamp;
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{ActiveValue::Set, EntityTrait, QuerySelect};

use crate::entity::sign_in_throttle as table;
use crate::rows::{number, time};
use crate::{Backend, Error, Source, Store, Tx};

/// Verbs under which somebody has proven who they are, so that failures before it no longer count.
pub trait MayClearThrottle: Verb {}
impl MayClearThrottle for SignIn {}
impl MayClearThrottle for ChangeAccount {}
impl MayClearThrottle for RedeemLink {}

/// Failed sign-ins of one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Throttle {
    /// Failures in a row.
    pub failures: u32,
    /// No try before this.
    pub not_before: Timestamp,
}

/// What is counted against this account (a hash of the address that was typed).
///
/// # Errors
/// What the database says.
pub async fn throttle(source: &impl Source, _: &Permit<SignIn>, account: &str) -> Result<Option<Throttle>, Error> {
    let row = table::Entity::find_by_id(account.to_owned()).one(source.connection()).await?;
    row.map(to_throttle).transpose()
}

fn to_throttle(row: table::Model) -> Result<Throttle, Error> {
    let failures = number("sign_in_throttle", "failures", row.failures)?;
    Ok(Throttle { failures, not_before: time(row.not_before) })
}

/// What is counted against this account, which nobody else counts until this transaction ends. On SQLite it holds the only
/// write lock already.
///
/// # Errors
/// What the database says.
pub async fn hold_throttle<V: Verb>(store: &Store, tx: &Tx<V>, account: &str) -> Result<Option<Throttle>, Error> {
    let mut row = table::Entity::find_by_id(account.to_owned());
    if store.backend() == Backend::Postgres {
        // A row that is not there cannot be locked, and the first two failures at once would count as one.
        let nothing = table::ActiveModel { account: Set(account.to_owned()), failures: Set(0), not_before: Set(0) };
        table::Entity::insert(nothing)
            .on_conflict(OnConflict::column(table::Column::Account).do_nothing().to_owned())
            .exec_without_returning(tx.connection())
            .await?;
        row = row.lock(LockType::Update);
    }
    row.one(tx.connection()).await?.map(to_throttle).transpose()
}

/// Replaces what is counted against this account.
///
/// # Errors
/// What the database says.
pub async fn set_throttle(tx: &Tx<SignIn>, account: &str, throttle: Throttle) -> Result<(), Error> {
    let row = table::ActiveModel {
        account: Set(account.to_owned()),
        failures: Set(i64::from(throttle.failures)),
        not_before: Set(throttle.not_before.as_millis()),
    };
    table::Entity::insert(row)
        .on_conflict(
            OnConflict::column(table::Column::Account)
                .update_columns([table::Column::Failures, table::Column::NotBefore])
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Forgets what is counted against this account.
///
/// # Errors
/// What the database says.
pub async fn clear_throttle<V: MayClearThrottle>(tx: &Tx<V>, account: &str) -> Result<(), Error> {
    table::Entity::delete_by_id(account.to_owned()).exec(tx.connection()).await?;
    Ok(())
}
