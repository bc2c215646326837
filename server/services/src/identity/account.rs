//! Reading about people, and closing accounts.

use domain::authz::{Actor, CloseAccount, ListPeople, PersonScope, ReadPerson, permit};
use domain::id::PersonId;
use domain::identity::Person;
use domain::integration::EventKind;
use serde_json::json;
use store::identity as table;

use crate::integration::emit;
use crate::{Error, Result, Services, identify};

/// A person as far as permission needs to know them. Somebody who does not exist is hidden like somebody out of sight.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn person_scope(services: &Services, actor: &Actor, id: PersonId) -> Result<PersonScope> {
    let teams = table::teams_of(services.store(), &identify(actor)?, id).await?;
    Ok(PersonScope { id, teams })
}

/// Reads about one person.
///
/// # Errors
/// [`Error::Denied`]; somebody who does not exist is hidden.
pub async fn read_person(services: &Services, actor: &Actor, id: PersonId) -> Result<Person> {
    permit::<ReadPerson>(actor, &person_scope(services, actor, id).await?)?;
    let person = table::person_by_id(services.store(), &identify(actor)?, id).await?;
    person.ok_or(Error::Denied(domain::authz::Denied::Hidden))
}

/// Everybody the actor may see, by name; closed accounts only when asked for.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub async fn list_people(services: &Services, actor: &Actor, closed_too: bool) -> Result<Vec<Person>> {
    let permit = permit::<ListPeople>(actor, &domain::authz::Installation)?;
    Ok(table::people(services.store(), &permit, closed_too).await?)
}

/// Closes an account: all sessions end, no call is cleared any more, and nothing of their history is lost.
///
/// # Errors
/// [`Error::Refused`] with code `already-closed`.
pub async fn close_account(services: &Services, actor: &Actor, id: PersonId) -> Result<()> {
    let scope = person_scope(services, actor, id).await?;
    let permit = permit::<CloseAccount>(actor, &scope)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let person = table::hold_person(services.store(), &tx, id).await?.ok_or(Error::NotFound("This person"))?;
    if person.deactivated_at.is_some() {
        return Err(Error::refused("already-closed", "This account is closed already."));
    }
    table::close_account(&tx, id).await?;
    let ended = table::end_sessions_of(&tx, id).await?;
    emit(services, &tx, EventKind::PersonDeactivated, id, json!({})).await?;
    services.commit(tx, services.event("person", id, json!({ "closed": true, "sessions_ended": ended }))).await?;
    Ok(())
}
