//! One rep, as their manager sees them.

use std::collections::BTreeMap;

use domain::authz::{Actor, ReadPerson, RevokeCertificate, SuspendCertificate, permit};
use domain::certification::Certificate;
use domain::id::{CertificateId, PersonId};
use domain::identity::{Person, PersonState};

use crate::assessment::{AttemptSummary, TimeInExams, attempts_of_person, time_in_exams};
use crate::certification::{Decided, decisions};
use crate::clearance::{OverrideLine, ScopeClearance, clearances_of, overrides_of};
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
    /// What was decided about each of them, by whom, oldest first.
    pub decisions: BTreeMap<CertificateId, Vec<(Decided, String)>>,
    /// Whether the actor may suspend and reinstate certificates.
    pub may_suspend: bool,
    /// Whether the actor may revoke certificates.
    pub may_revoke: bool,
    /// Overrides of their clearance, the latest first.
    pub overrides: Vec<OverrideLine>,
    /// Whether the actor may ask for one.
    pub may_override: bool,
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
    let scope = person_scope(services, actor, id).await?;
    let permit_read = permit::<ReadPerson>(actor, &scope)?;
    let person = read_person(services, actor, id).await?;
    let active = person.state() == PersonState::Active;
    let mut certificates = store::certification::certificates_of(services.store(), &permit_read, &[id])
        .await?
        .remove(&id)
        .unwrap_or_default();
    certificates.reverse();
    let (overrides, may_override) = overrides_of(services, actor, id).await?;
    Ok(PersonPage {
        decisions: decisions(services, actor, &certificates).await?,
        may_suspend: permit::<SuspendCertificate>(actor, &scope).is_ok(),
        may_revoke: permit::<RevokeCertificate>(actor, &scope).is_ok(),
        overrides,
        may_override,
        clearances: if active { clearances_of(services, &permit_read, id).await? } else { Vec::new() },
        paths: paths_of(services, &permit_read, id).await?,
        time_in_exams: time_in_exams(services, actor, id).await?,
        lessons: lessons_read(services, actor, id).await?,
        attempts: attempts_of_person(services, actor, id).await?,
        certificates,
        person,
    })
}
