//! Suspending, reinstating and revoking certificates. From the answer on, no check on any node goes by what was taken away.

use std::collections::BTreeMap;

use domain::assessment::{MOST_WORDS, plain_words};
use domain::authz::{Actor, Permit, RevokeCertificate, SuspendCertificate, permit};
use domain::certification::{Certificate, CertificateVerdict, VerdictRefusal};
use domain::id::{CertificateDecisionId, CertificateId, PersonId};
use domain::integration::EventKind;
use serde_json::json;
use store::Tx;
pub use store::certification::Decided;
use store::certification::{self as table, MayDecide};

use crate::clearance::end_all;
use crate::identity::person_scope;
use crate::integration::emit;
use crate::learning::{NoticeKind, notify, withdraw};
use crate::{Error, Result, Services, identify};

/// Decides something about a certificate: whoever manages its holder suspends and reinstates it, an admin revokes it. It tells the holder. A
/// suspension and a revocation also end the overrides of the scope.
///
/// # Errors
/// [`Error::Invalid`] for the reason; [`Error::Refused`] with code `certificate-expired`, `certificate-revoked`, `certificate-suspended` or
/// `certificate-not-suspended`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn decide_certificate(
    services: &Services,
    actor: &Actor,
    id: CertificateId,
    verdict: CertificateVerdict,
    reason: &str,
) -> Result<PersonId> {
    let Some(found) = table::certificate_by_id(services.store(), &identify(actor)?, id).await? else {
        // Whether there is one is told only to those who may ask about anybody.
        let nobody = domain::authz::PersonScope { id: PersonId::default(), teams: Vec::new() };
        permit::<SuspendCertificate>(actor, &nobody)?;
        return Err(Error::NotFound("This certificate"));
    };
    let scope = person_scope(services, actor, found.person).await?;
    match verdict {
        CertificateVerdict::Revoke => {
            decided(services, permit::<RevokeCertificate>(actor, &scope)?, &found, verdict, reason).await
        }
        CertificateVerdict::Suspend | CertificateVerdict::Reinstate => {
            decided(services, permit::<SuspendCertificate>(actor, &scope)?, &found, verdict, reason).await
        }
    }
}

async fn decided<V: MayDecide + store::clearance::MayEnd>(
    services: &Services,
    permit: Permit<V>,
    found: &Certificate,
    verdict: CertificateVerdict,
    reason: &str,
) -> Result<PersonId> {
    let reason = plain_words(reason)
        .ok_or_else(|| Error::field("reason", format!("Say why, in 1 to {MOST_WORDS} characters.")))?;
    let tx = services.store().begin(&permit, services.now()).await?;
    store::assessment::lock_person(services.store(), &tx, found.person).await?;
    // Read again under the lock: somebody else may have just decided.
    let held = table::certificate_by_id(&tx, &permit, found.id).await?.ok_or(Error::NotFound("This certificate"))?;
    held.may_decide(verdict, tx.now()).map_err(refused)?;
    let by = match permit.actor() {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    let id = CertificateDecisionId(services.ports().entropy.uuid());
    let new = Decided { id, certificate: held.id, verdict, reason, by, at: tx.now() };
    table::decide_certificate(&tx, held.person, &new).await?;
    let overrides = match verdict {
        CertificateVerdict::Reinstate => 0,
        _ => end_all(services, &tx, held.person, &held.scope, by.unwrap_or_default()).await?,
    };
    tell(services, &tx, &held, &new).await?;
    let kind = match verdict {
        CertificateVerdict::Suspend => EventKind::CertificateSuspended,
        CertificateVerdict::Reinstate => EventKind::CertificateReinstated,
        CertificateVerdict::Revoke => EventKind::CertificateRevoked,
    };
    let data = json!({ "certificate": held.id, "scope": held.scope.as_str(), "reason": new.reason });
    emit(services, &tx, kind, held.person, data).await?;
    let detail = json!({
        "verdict": verdict.as_str(), "person": held.person, "scope": held.scope.as_str(), "reason": new.reason,
        "overrides_ended": overrides,
    });
    services.commit(tx, services.event("certificate", held.id, detail)).await?;
    Ok(held.person)
}

async fn tell<V: MayDecide>(services: &Services, tx: &Tx<V>, held: &Certificate, new: &Decided) -> Result<()> {
    let material = services.material();
    let title = material.catalog.certification(&held.scope).map_or(held.scope.as_str(), |found| found.title.as_str());
    let what = match new.verdict {
        CertificateVerdict::Suspend => "is suspended. You take none of these calls until it is reinstated",
        CertificateVerdict::Reinstate => "is reinstated. It holds again",
        CertificateVerdict::Revoke => "is revoked. You take these calls again once you have passed the exam anew",
    };
    let words = format!("Your certificate “{title}” {what}. {}", new.reason);
    // What was said of it before is not so any more.
    let link = format!("/certificates#{}", held.id);
    withdraw(tx, NoticeKind::CertificateDecided, Some(held.person), Some(&link)).await?;
    notify(services, tx, held.person, NoticeKind::CertificateDecided, words, Some(link)).await
}

fn refused(refusal: VerdictRefusal) -> Error {
    let code = match refusal {
        VerdictRefusal::Expired => "certificate-expired",
        VerdictRefusal::Revoked => "certificate-revoked",
        VerdictRefusal::Suspended => "certificate-suspended",
        VerdictRefusal::NotSuspended => "certificate-not-suspended",
    };
    Error::refused(code, refusal.to_string())
}

/// What was decided about some certificates, with the names of those who did, oldest first. Callers hold a permit for their holders.
pub(crate) async fn decisions(
    services: &Services,
    actor: &Actor,
    certificates: &[Certificate],
) -> Result<BTreeMap<CertificateId, Vec<(Decided, String)>>> {
    let identify = identify(actor)?;
    let ids: Vec<CertificateId> = certificates.iter().map(|held| held.id).collect();
    let found = table::decisions_of(services.store(), &identify, &ids).await?;
    let people: Vec<PersonId> = found.values().flatten().filter_map(|decided| decided.by).collect();
    let names = store::identity::person_names(services.store(), &identify, &people).await?;
    let named = |decided: Decided| {
        let name = decided.by.and_then(|by| names.get(&by).cloned()).unwrap_or_else(|| "Canoe".to_owned());
        (decided, name)
    };
    Ok(found.into_iter().map(|(id, all)| (id, all.into_iter().map(named).collect())).collect())
}
