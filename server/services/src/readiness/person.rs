//! One rep, as their manager sees them.

use domain::authz::{Actor, ReadPerson, permit};
use domain::certification::Certificate;
use domain::id::PersonId;
use domain::identity::{Person, PersonState};

use crate::assessment::{AttemptSummary, TimeInExams, attempts_of_person, time_in_exams};
use crate::clearance::{ScopeClearance, clearances_of};
use crate::identity::{person_scope, read_person};
use crate::learning::{LessonRead, PathOnRoute, lessons_read, paths_of};
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
    /// The time they have in exams.
    pub time_in_exams: TimeInExams,
    /// The lessons they have read, the latest first.
    pub lessons: Vec<LessonRead>,
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
        time_in_exams: time_in_exams(services, actor, id).await?,
        lessons: lessons_read(services, actor, id).await?,
        attempts: attempts_of_person(services, actor, id).await?,
        certificates,
        person,
    })
}
