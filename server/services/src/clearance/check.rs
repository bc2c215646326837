//! The question that a phone system asks.

use domain::authz::{Actor, AnswerClearance, permit};
use domain::catalog::Slug;
use domain::clearance::Clearance;
use domain::id::PersonId;
use domain::identity::{Email, Person, PersonState};
use domain::time::Timestamp;

use super::facts::policy_number;
use super::gather;
use crate::identity::person_scope;
use crate::{Error, Result, Services, identify};

/// The answer, with what it was decided from.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Who.
    pub person: PersonId,
    /// For which calls.
    pub scope: Slug,
    /// The answer.
    pub clearance: Clearance,
    /// When it was decided.
    pub decided_at: Timestamp,
    /// The version that decided, as in `outbound@3`.
    pub policy: String,
}

/// Whether a person may take the calls of a scope. `reference` is their id, their address or their id in another system.
///
/// # Errors
/// [`Error::NotFound`] for an unknown person or scope; [`Error::Denied`]; [`Error::Unavailable`] where the database cannot
/// answer. None of these is a yes.
pub async fn check(services: &Services, actor: &Actor, reference: &str, scope: &str) -> Result<Answer> {
    let person = find_person(services, actor, reference).await?;
    let scope_of_person = match &person {
        Some(person) => person_scope(services, actor, person.id).await?,
        // Whether somebody exists is told only to those who may ask about anybody.
        None => domain::authz::PersonScope { id: PersonId(Default::default()), teams: Vec::new() },
    };
    let permit = permit::<AnswerClearance>(actor, &scope_of_person)?;
    let person = person.ok_or(Error::NotFound("This person"))?;
    let material = services.material();
    let unknown = || Error::NotFound("This scope");
    let scope: Slug = scope.parse().map_err(|_| unknown())?;
    let certification = material.catalog.certification(&scope).ok_or_else(unknown)?;
    let store = services.store();
    let facts = gather(store, &permit, &[person.id], services.now()).await?.remove(&person.id).unwrap_or_default();
    let number = policy_number(store, &permit, certification).await?;
    let decided_at = services.now();
    let active = person.state() == PersonState::Active;
    let clearance = facts.decide(active, certification, number, &material.catalog, decided_at);
    Ok(Answer { person: person.id, policy: format!("{scope}@{number}"), scope, clearance, decided_at })
}

async fn find_person(services: &Services, actor: &Actor, reference: &str) -> Result<Option<Person>> {
    let identify = identify(actor)?;
    let store = services.store();
    // No name of anybody has these in it, and PostgreSQL takes no NUL in a text.
    if reference.chars().any(char::is_control) {
        return Ok(None);
    }
    // Other systems name people by UUIDs, too, so an id that is not ours may still be theirs.
    if let Ok(id) = reference.parse::<PersonId>()
        && let Some(person) = store::identity::person_by_id(store, &identify, id).await?
    {
        return Ok(Some(person));
    }
    if let Ok(email) = Email::parse(reference)
        && let Some(person) = store::identity::person_by_email(store, &identify, &email).await?
    {
        return Ok(Some(person));
    }
    Ok(store::identity::person_by_external_id(store, &identify, reference).await?)
}
