//! Telling other systems what happened.

use domain::authz::{Actor, Verb};
use domain::id::{EventId, PersonId};
use domain::integration::EventKind;
use serde_json::{Value, json};
use store::Tx;
use store::outbox::{Outgoing, write};

use crate::{Result, Services, identify};

/// Puts an event about a person into the outbox, in the transaction of what happened; `data` is told with who it is about. The caller holds
/// the lock on the person.
pub(crate) async fn emit<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    kind: EventKind,
    person: PersonId,
    mut data: Value,
) -> Result<()> {
    let known = store::identity::person_by_id(tx, &identify(&Actor::System)?, person).await?;
    data["person"] = json!({
        "id": person,
        "external_id": known.as_ref().and_then(|known| known.external_id.as_deref()),
        "email": known.as_ref().map(|known| known.email.as_str()),
    });
    let id = EventId(services.ports().entropy.uuid());
    Ok(write(tx, &Outgoing { id, kind, person: Some(person), data }).await?)
}
