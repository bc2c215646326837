//! One rep, as their manager sees them.

use domain::authz::{Actor, ReadPerson, permit};
use domain::certification::Certificate;
use domain::id::PersonId;
use domain::identity::{Person, PersonState};

use crate::assessment::{AttemptSummary, attempts_of_person};
use crate::clearance::{ScopeClearance, clearances_of};
use crate::identity::{person_scope, read_person};
use crate::learning::{PathOnRoute, paths_of};
use crate::{Result, Services};

/// One rep, as their manager sees them.
#[derive(Debug, Clone)]
pub struct PersonPage {
    /// Who.
    pub person: Person,
    /// Whether they may take calls, by scope; empty where the account is not active.
    pub clearances: Vec<ScopeClearance>,
    /// The paths they are on.
    pub paths: Vec<PathOnRoute>,
    /// Their attempts, newest first.
    pub attempts: Vec<AttemptSummary>,
    /// Their certificates, newest first.
    pub certificates: Vec<Certificate>,
}

/// Reads all about one person that a manager needs.
///
/// # Errors
/// [`crate::Error::Denied`]; somebody out of sight is hidden.
pub async fn person_page(services: &Services, actor: &Actor, id: PersonId) -> Result<PersonPage> {
    let permit = permit::<ReadPerson>(actor, &person_scope(services, actor, id).await?)?;
    let person = read_person(services, actor, id).await?;
    let active = person.state() == PersonState::Active;
    let mut certificates =
        store::certification::certificates_of(services.store(), &permit, &[id]).await?.remove(&id).unwrap_or_default();
    certificates.reverse();
    Ok(PersonPage {
        clearances: if active { clearances_of(services, &permit, id).await? } else { Vec::new() },
        paths: paths_of(services, &permit, id).await?,
        attempts: attempts_of_person(services, actor, id).await?,
        certificates,
        person,
    })
}
