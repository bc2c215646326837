//! Granting certificates and taking them away, and the standards of the exams that earn them.

mod against;
mod verdict;

use std::collections::BTreeMap;

pub use against::Against;
pub(crate) use against::against;
pub(crate) use verdict::decisions;
pub use verdict::{Decided, decide_certificate};

use domain::assessment::mastery::ExamParameters;
use domain::assessment::{Attempt, PanelCut, panel_cut};
use domain::authz::{Actor, Installation, Learn, ReadQuestions, permit};
use domain::catalog::Slug;
use domain::certification::{Certificate, Certification, ExamPolicy};
use domain::id::CertificateId;
use domain::integration::EventKind;
use domain::time::Timestamp;
use store::Tx;
use store::certification as table;

use crate::clearance::of_certificate;
use crate::identity::own_scope;
use crate::integration::emit;
use crate::{Result, Services};

/// Grants the certificate that a passed exam earns, in the transaction that decides the exam.
///
/// It holds from the moment the exam was earned at. Nothing is granted where the policy asks for observed calls too, or the time it would
/// hold is over, nor for an exam that had begun when a certificate of the scope was revoked: what was shown before is what was revoked. A pass that is decided twice grants once: the database
/// holds one certificate for each attempt, and one for each term.
pub(crate) async fn grant<V: table::MayGrant>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    (certification, policy_number): (&Certification, u32),
    earned_at: Timestamp,
) -> Result<Option<CertificateId>> {
    let expires_at = certification.validity.expiry(earned_at);
    if certification.observed_calls.as_ref().is_some_and(|calls| calls.required > 0) || expires_at <= tx.now() {
        return Ok(None);
    }
    if table::revoked_since(tx, tx.permit(), attempt.person, &certification.scope, attempt.started_at).await? {
        return Ok(None);
    }
    let last_term = table::last_term(tx, tx.permit(), attempt.person, &certification.scope).await?;
    let new = Certificate {
        id: CertificateId(services.ports().entropy.uuid()),
        person: attempt.person,
        scope: certification.scope.clone(),
        policy_number,
        attempt: attempt.id,
        term: last_term + 1,
        granted_at: tx.now(),
        expires_at,
        revoked_at: None,
        suspended_at: None,
    };
    table::insert_certificate(tx, &new).await?;
    emit(services, tx, EventKind::CertificateGranted, attempt.person, of_certificate(&new)).await?;
    Ok(Some(new.id))
}

/// One's own certificates, newest first.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn own_certificates(services: &Services, actor: &Actor) -> Result<Vec<Certificate>> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    let mut held =
        table::certificates_of(services.store(), &permit, &[own.id]).await?.remove(&own.id).unwrap_or_default();
    held.reverse();
    Ok(held)
}

/// What was decided about one's own certificates, by whom and why, oldest first.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn own_decisions(
    services: &Services,
    actor: &Actor,
    held: &[Certificate],
) -> Result<BTreeMap<CertificateId, Vec<(Decided, String)>>> {
    let own = own_scope(actor)?;
    permit::<Learn>(actor, &own)?;
    let held: Vec<Certificate> = held.iter().filter(|held| held.person == own.id).cloned().collect();
    decisions(services, actor, &held).await
}

/// The standard of an exam, and what its difficulties rest on.
#[derive(Debug, Clone, PartialEq)]
pub struct Standard {
    /// The scope.
    pub scope: Slug,
    /// Title of the certification.
    pub title: String,
    /// The panel's standard with its error.
    pub panel: PanelCut,
    /// How the exam is decided.
    pub exam: ExamPolicy,
    /// Whether it goes by counts, because a module has no ratings.
    pub by_counts: bool,
    /// The present version of the parameters; none before anybody has sat it.
    pub parameters: Option<ParametersInUse>,
}

/// A version of an exam's parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParametersInUse {
    /// Its number.
    pub number: u32,
    /// Answers it was learned from; 0 where it is the panel's alone.
    pub answers: u32,
    /// People who gave them.
    pub reps: u32,
}

/// The standards of all exams.
///
/// # Errors
/// [`crate::Error::Denied`] for all but admins.
pub async fn standards(services: &Services, actor: &Actor) -> Result<Vec<Standard>> {
    let permit = permit::<ReadQuestions>(actor, &Installation)?;
    let material = services.material();
    let mut found = Vec::new();
    for certification in material.catalog.certifications() {
        let scope = &certification.scope;
        let latest = store::assessment::latest_parameters(services.store(), &permit, scope).await?;
        found.push(Standard {
            scope: scope.clone(),
            title: certification.title.clone(),
            panel: panel_cut(&certification.exam, &material.catalog),
            by_counts: ExamParameters::from_panel(&certification.exam, &material.catalog).items().is_none(),
            exam: certification.exam.clone(),
            parameters: latest.map(|latest| ParametersInUse {
                number: latest.number,
                answers: latest.answers,
                reps: latest.reps,
            }),
        });
    }
    Ok(found)
}
