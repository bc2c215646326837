//! What stands against somebody's calls because somebody decided it, and whom to ask about it.

use std::collections::BTreeSet;

use domain::authz::{Actor, Learn, Permit};
use domain::catalog::Slug;
use domain::certification::CertificateVerdict;
use domain::clearance::ReasonCode;
use domain::id::PersonId;
use domain::time::Timestamp;

use super::verdict::decisions;
use crate::clearance::{PersonFacts, ScopeClearance};
use crate::{Result, Services, identify};

/// A suspension or a revocation that keeps somebody from the calls of a scope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// The scope.
    pub scope: Slug,
    /// Title of its certification.
    pub title: String,
    /// Whether it is suspended, and may be reinstated; else it is revoked for good.
    pub suspended: bool,
    /// Since when.
    pub at: Timestamp,
    /// Why, in the words of whoever decided it; empty where nobody gave any.
    pub reason: String,
    /// Names of their managers, whom to ask; none where they have no manager.
    pub managers: Vec<String>,
}

/// What stands against somebody's calls by their clearances. Nothing is read for whom nothing does.
pub(crate) async fn against(
    services: &Services,
    actor: &Actor,
    permit: &Permit<Learn>,
    person: PersonId,
    (facts, clearances): (&PersonFacts, &[ScopeClearance]),
) -> Result<Vec<Against>> {
    let mut found: Vec<Against> = clearances.iter().filter_map(decided).collect();
    if found.is_empty() {
        return Ok(found);
    }
    let decisions = decisions(services, actor, &facts.certificates).await?;
    let managers = managers(services, actor, permit, person).await?;
    for against in &mut found {
        let verdict = if against.suspended { CertificateVerdict::Suspend } else { CertificateVerdict::Revoke };
        let of_scope = facts.certificates.iter().filter(|held| held.scope == against.scope);
        let said = of_scope.filter_map(|held| decisions.get(&held.id)).flatten();
        let last = said.filter(|(decided, _)| decided.verdict == verdict).max_by_key(|(decided, _)| decided.at);
        against.reason = last.map(|(decided, _)| decided.reason.clone()).unwrap_or_default();
        against.managers.clone_from(&managers);
    }
    Ok(found)
}

/// What a clearance says of it.
fn decided(found: &ScopeClearance) -> Option<Against> {
    let codes = [ReasonCode::CertificateSuspended, ReasonCode::CertificateRevoked];
    let reason = found.clearance.reasons.iter().find(|reason| codes.contains(&reason.code))?;
    Some(Against {
        scope: found.scope.clone(),
        title: found.title.clone(),
        suspended: reason.code == ReasonCode::CertificateSuspended,
        at: reason.at?,
        reason: String::new(),
        managers: Vec::new(),
    })
}

/// Names of those who manage somebody and can be asked, in their order.
async fn managers(services: &Services, actor: &Actor, permit: &Permit<Learn>, person: PersonId) -> Result<Vec<String>> {
    let store = services.store();
    let all: Vec<PersonId> = store::identity::managers_of(store, permit, person).await?.into_iter().collect();
    let active: Vec<PersonId> = store::identity::active_among(store, permit, &all).await?.into_iter().collect();
    let names = store::identity::person_names(store, &identify(actor)?, &active).await?;
    Ok(names.into_values().collect::<BTreeSet<_>>().into_iter().collect())
}
