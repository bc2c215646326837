//! The outbox: events for other systems, written in the transaction of what happened.

use domain::authz::Verb;
use domain::id::{EventId, PersonId};
use domain::integration::EventKind;
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, EntityTrait};
use serde_json::Value;

use crate::entity::outbox_event as table;
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

/// Puts an event into the outbox. Callers hold the lock on the person it is about, so that events about one person are numbered in the
/// order in which they are committed.
///
/// # Errors
/// What the database says.
pub async fn write<V: Verb>(tx: &Tx<V>, new: &Outgoing) -> Result<(), Error> {
    let row = table::ActiveModel {
        seq: NotSet,
        id: Set(new.id.0),
        at: Set(tx.now().as_millis()),
        kind: Set(new.kind.to_string()),
        person_id: Set(new.person.map(|id| id.0)),
        data: Set(new.data.to_string()),
    };
    table::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}
