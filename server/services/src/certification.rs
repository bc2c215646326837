//! Granting certificates.

use domain::authz::{Actor, Learn, permit};
use domain::certification::{Certificate, Certification};
use domain::id::{AttemptId, CertificateId, PersonId};
use store::Tx;
use store::certification as table;

use crate::identity::own_scope;
use crate::{Result, Services};

/// Grants the certificate that a passed exam earns, in the transaction that decides the exam.
///
/// Nothing is granted where the policy asks for observed calls too. A pass that is decided twice grants once: the database
/// holds one certificate for each attempt, and one for each term.
pub(crate) async fn grant<V: table::MayGrant>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    attempt: AttemptId,
    certification: &Certification,
    policy_number: u32,
) -> Result<Option<CertificateId>> {
    if certification.observed_calls.as_ref().is_some_and(|calls| calls.required > 0) {
        return Ok(None);
    }
    let held = table::certificates_of(tx, tx.permit(), &[person]).await?.remove(&person).unwrap_or_default();
    let last_term =
        held.iter().filter(|held| held.scope == certification.scope).map(|held| held.term).max().unwrap_or(0);
    let new = Certificate {
        id: CertificateId(services.ports().entropy.uuid()),
        person,
        scope: certification.scope.clone(),
        policy_number,
        attempt,
        term: last_term + 1,
        granted_at: tx.now(),
        expires_at: certification.validity.expiry(tx.now()),
        revoked_at: None,
    };
    table::insert_certificate(tx, &new).await?;
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
