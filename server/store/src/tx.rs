//! Reading and writing.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::authz::{Actor, Permit, Verb};
use domain::id::{AuditEventId, PersonId};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseConnection, DatabaseTransaction,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::entity::audit_event;
use crate::{Error, Store};

/// Something that can be read from: the store, or an open transaction.
pub trait Source: Sync {
    /// The connection behind it.
    type Connection: ConnectionTrait + Send + Sync;

    /// The connection behind it.
    #[doc(hidden)]
    fn connection(&self) -> &Self::Connection;
}

impl Source for Store {
    type Connection = DatabaseConnection;

    fn connection(&self) -> &DatabaseConnection {
        &self.reader
    }
}

/// One audited transaction, opened under a permit for `V`. It commits with an [`Event`] or not at all.
#[derive(Debug)]
pub struct Tx<V> {
    inner: DatabaseTransaction,
    permit: Permit<V>,
    now: Timestamp,
    touched: Mutex<BTreeSet<PersonId>>,
}

impl<V: Send + Sync> Source for Tx<V> {
    type Connection = DatabaseTransaction;

    fn connection(&self) -> &DatabaseTransaction {
        &self.inner
    }
}

/// What the audit log says about a write: which object, and what about it. The actor, the verb and the time are the
/// transaction's.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The event's id.
    pub id: AuditEventId,
    /// The kind of object: `person`, `team`, `attempt` …
    pub object_kind: &'static str,
    /// Which one.
    pub object: String,
    /// What else is worth knowing. Never a secret.
    pub detail: serde_json::Value,
}

impl Store {
    /// Opens a transaction for writing. On SQLite it takes the write lock at once.
    ///
    /// # Errors
    /// [`Error::Unreachable`] where no connection is to be had.
    pub async fn begin<V: Verb>(&self, permit: &Permit<V>, now: Timestamp) -> Result<Tx<V>, Error> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..Default::default()
        };
        let inner = self.writer.begin_with_options(options).await?;
        Ok(Tx { inner, permit: permit.clone(), now, touched: Mutex::default() })
    }
}

impl<V: Verb> Tx<V> {
    /// The time that everything in this transaction happens at.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The permit it was opened under.
    #[must_use]
    pub fn permit(&self) -> &Permit<V> {
        &self.permit
    }

    /// People of whom a fact has changed that their clearance rests on, and whose [`crate::clearance::State`] has not been written since.
    #[must_use]
    pub fn touched(&self) -> BTreeSet<PersonId> {
        self.touches().clone()
    }

    /// Notes that such a fact of this person has changed.
    pub(crate) fn touch(&self, person: PersonId) {
        self.touches().insert(person);
    }

    /// Notes that what this person may do has been decided anew.
    pub(crate) fn settle(&self, person: PersonId) {
        self.touches().remove(&person);
    }

    fn touches(&self) -> MutexGuard<'_, BTreeSet<PersonId>> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes the audit row and commits: everything is durable afterwards, or nothing happened.
    ///
    /// # Errors
    /// What the database says, and [`Error::Undecided`] where somebody's clearance was not decided anew after a fact of it changed; then nothing
    /// of the transaction stays.
    pub async fn commit(self, event: Event) -> Result<(), Error> {
        if let Some(person) = self.touches().first() {
            return Err(Error::Undecided(*person));
        }
        let (actor_kind, actor_id) = match self.permit.actor() {
            Actor::Nobody => ("nobody", None),
            Actor::Person(person) => ("person", Some(person.id.0)),
            Actor::Key(key) => ("key", Some(key.id.0)),
            Actor::System => ("system", None),
        };
        audit_event::ActiveModel {
            id: Set(event.id.0),
            at: Set(self.now.as_millis()),
            actor_kind: Set(actor_kind.to_owned()),
            actor_id: Set(actor_id),
            verb: Set(V::NAME.to_owned()),
            object_kind: Set(event.object_kind.to_owned()),
            object: Set(event.object),
            detail: Set(event.detail.to_string()),
        }
        .insert(&self.inner)
        .await?;
        self.inner.commit().await?;
        Ok(())
    }
}
