//! What each person may do, decided in the transaction of every fact it rests on, so that a check reads one row.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::Verb;
use domain::catalog::{Catalog, Slug};
use domain::certification::{Certificate, Certification};
use domain::clearance::{Action, Clearance, Level, Reason, ReasonCode};
use domain::id::PersonId;
use domain::integration::EventKind;
use domain::readiness::override_ends;
use domain::time::{Span, Timestamp};
use serde_json::{Value, json};
use store::Tx;
use store::clearance::{self as table, State};

use super::facts::{PersonFacts, gather};
use super::overriding::link_to_calls;
use crate::integration::emit;
use crate::learning::NoticeKind;
use crate::{Result, Services, learning, operate, token};

/// Raised with every release whose rules or words decide otherwise on the same facts, so that no row of an older one is read.
const RULES: &str = "3";

/// By how much the clocks of two nodes may differ, with what a transaction may wait for another.
const SKEW: Span = Span::minutes(1);

/// People who are decided in one transaction where nothing happened to them.
const BATCH: u64 = 100;

/// What decides besides the facts, as SHA-256 in hex: the certification, the titles it speaks of, and the lessons there are.
pub(crate) fn basis(certification: &Certification, catalog: &Catalog) -> String {
    let titles = certification.requires.iter().map(|module| {
        let title = catalog.module(module).map_or("", |module| module.title.as_str());
        format!("{module} {title}")
    });
    let modules = catalog.packs.values().flat_map(|pack| pack.modules.values());
    let lessons = modules.flat_map(|module| &module.lessons).map(|lesson| lesson.reference.to_string());
    let head = [RULES.to_owned(), certification.pack.to_string(), certification.version.clone()];
    token::hash(&head.into_iter().chain(titles).chain(lessons).collect::<Vec<_>>().join("\n"))
}

/// The certifications that decide, with their numbers and bases.
struct Rules<'a> {
    catalog: &'a Catalog,
    scopes: Vec<(&'a Certification, u32, &'a str)>,
}

/// Why it is decided anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Because {
    /// A fact is another one: no row that was decided on the old one may stand, whoever has written it.
    FactsChanged,
    /// A moment has come, or other packs: the facts are what they were.
    TimePassed,
}

/// Decides anew for these people in all scopes, in the transaction that changed a fact of theirs, and puts what has changed into the outbox.
///
/// It locks each person first: of two transactions that change facts of one person, the second decides on what the first has left. Nothing
/// is kept for a certification whose version is not stored yet, because its number is nobody's so far; checks decide from the facts until then.
/// Where a fact has changed, nothing is left standing that this process cannot decide: the command line has no packs at all, and a node may have
/// others.
/// Says how many rows it wrote.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub(crate) async fn decide_anew<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    people: &BTreeSet<PersonId>,
    because: Because,
) -> Result<usize> {
    if people.is_empty() {
        return Ok(0);
    }
    for person in people {
        store::assessment::lock_person(services.store(), tx, *person).await?;
    }
    let material = services.material();
    let mut rules = Rules { catalog: &material.catalog, scopes: Vec::new() };
    for certification in material.catalog.certifications() {
        if let Some(number) = store::certification::version_number(tx, tx.permit(), certification).await? {
            rules.scopes.push((certification, number, material.basis(&certification.scope)));
        }
    }
    let ids: Vec<PersonId> = people.iter().copied().collect();
    let mut known = gather(tx, tx.permit(), &ids, tx.now()).await?;
    let active = store::identity::active_among(tx, tx.permit(), &ids).await?;
    let mut before = table::states_of(tx, tx.permit(), &ids).await?;
    let mut written = 0;
    for person in ids {
        let facts = known.remove(&person).unwrap_or_default();
        let mut changed = Vec::new();
        let mut told = BTreeSet::new();
        let now = not_before(&before, person, tx.now());
        for (certification, state) in rules.decide(&facts, active.contains(&person), now) {
            let old = before.remove(&(person, certification.scope.clone())).flatten();
            if old.as_ref().is_some_and(|old| old.holds(&state.basis, now) && same(old, &state)) {
                continue;
            }
            tell(services, tx, person, (certification, &facts), (old.as_ref(), &state)).await?;
            tell_person(services, tx, (person, &certification.scope), (old.as_ref(), &state), &mut told).await?;
            changed.push((certification.scope.clone(), state));
        }
        written += changed.len();
        if because == Because::FactsChanged {
            let left = before.keys().filter(|(of, _)| *of == person);
            let unknown: Vec<Slug> = left.map(|(_, scope)| scope.clone()).collect();
            table::void_states(tx, person, &unknown).await?;
        }
        table::write_states(tx, person, &changed).await?;
    }
    Ok(written)
}

/// The time by which somebody is decided: not before they were decided last, though this transaction may have begun earlier and waited, or the
/// other node's clock be ahead. A clock that is wrong by more than [`SKEW`] is not followed.
fn not_before(before: &BTreeMap<(PersonId, Slug), Option<State>>, person: PersonId, now: Timestamp) -> Timestamp {
    let own = before.iter().filter(|((of, _), _)| *of == person).filter_map(|(_, state)| state.as_ref());
    own.map(|state| state.decided_at).filter(|at| *at <= now + SKEW).fold(now, Timestamp::max)
}

impl<'a> Rules<'a> {
    fn decide(&self, facts: &PersonFacts, active: bool, now: Timestamp) -> Vec<(&'a Certification, State)> {
        let decided = self.scopes.iter().map(|(certification, number, basis)| {
            let clearance = facts.decide(active, certification, *number, self.catalog, now);
            let state = State {
                clearance,
                policy_number: *number,
                basis: (*basis).to_owned(),
                decided_at: now,
                changes_at: facts.next_change(certification, now),
                revisions: facts.published.count,
            };
            (*certification, state)
        });
        decided.collect()
    }
}

/// Whether nothing but the moment of the decision is another.
fn same(old: &State, new: &State) -> bool {
    &State { decided_at: new.decided_at, ..old.clone() } == new
}

/// Puts into the outbox what has changed since a person was last decided for a scope.
async fn tell<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    (certification, facts): (&Certification, &PersonFacts),
    (old, new): (Option<&State>, &State),
) -> Result<()> {
    if let (Some(old), Some(held)) = (old, facts.certificate(&certification.scope)) {
        let since = |at: Timestamp| old.decided_at < at && at <= new.decided_at;
        let opens = held.renewable_from(&certification.validity);
        if held.revoked_at.is_none() && since(opens) && new.decided_at < held.expires_at {
            emit(services, tx, EventKind::CertificateExpiring, person, of_certificate(held)).await?;
        }
        if held.revoked_at.is_none() && since(held.expires_at) {
            emit(services, tx, EventKind::CertificateExpired, person, of_certificate(held)).await?;
        }
    }
    let before = old.map_or(Level::Blocked, |old| old.clearance.level);
    if before != new.clearance.level {
        let data = of_change(&certification.scope, before, &new.clearance);
        emit(services, tx, EventKind::ClearanceChanged, person, data).await?;
    }
    Ok(())
}

/// Tells somebody which modules have changed since they were last decided, each once whatever scopes ask for it; and that they are lifted by an
/// override no more, by taking back what told them that they are.
async fn tell_person<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    (person, scope): (PersonId, &Slug),
    (old, new): (Option<&State>, &State),
    told: &mut BTreeSet<String>,
) -> Result<()> {
    let lifted = |state: &State| override_ends(&state.clearance).is_some();
    if old.is_some_and(lifted) && !lifted(new) {
        let link = link_to_calls(scope);
        learning::withdraw(tx, NoticeKind::OverrideGranted, Some(person), Some(&link)).await?;
    }
    let Some(old) = old.filter(|old| old.revisions < new.revisions) else { return Ok(()) };
    for reason in &new.clearance.reasons {
        let Some(Action::ReadModule(module)) = &reason.action else { continue };
        let is_new = reason.code == ReasonCode::ContentChanged && !old.clearance.reasons.contains(reason);
        if is_new && told.insert(reason.message.clone()) {
            let link = Some(learning::module_link(module));
            let words = reason.message.clone();
            learning::notify(services, tx, person, NoticeKind::ContentChanged, words, link).await?;
        }
    }
    Ok(())
}

fn of_change(scope: &Slug, before: Level, now: &Clearance) -> Value {
    let reason = |reason: &Reason| json!({ "code": reason.code.as_str(), "message": reason.message });
    json!({
        "scope": scope.as_str(),
        "old_level": before.as_str(),
        "new_level": now.level.as_str(),
        "until": now.until,
        "reasons": now.reasons.iter().map(reason).collect::<Vec<_>>(),
    })
}

/// What other systems are told of a certificate.
pub(crate) fn of_certificate(held: &Certificate) -> Value {
    json!({ "certificate": held.id, "scope": held.scope.as_str(), "expires_at": held.expires_at })
}

/// Decides for everybody for whom something has changed without them: certificates that ended, waits that are over, revisions of modules that
/// went live. Checks do not depend on
/// it, since none reads a row past its time; boards of other systems do. Says for how many.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer; the next run goes on.
pub async fn decide_due(services: &Services) -> Result<usize> {
    let permit = operate()?;
    let material = services.material();
    let scopes: Vec<&Slug> = material.catalog.certifications().map(|found| &found.scope).collect();
    let mut done = 0;
    loop {
        let due = table::due(services.store(), &permit, &scopes, services.now(), BATCH).await?;
        let people: BTreeSet<PersonId> = due.into_iter().collect();
        let decided = decide_for(services, &people, "time").await?;
        done += decided;
        // What another node decides, or nobody can yet, waits for the next run.
        if decided == 0 || (people.len() as u64) < BATCH {
            return Ok(done);
        }
    }
}

/// Decides for everybody for whom nothing was decided yet under the packs that are live: after other packs were loaded, and after an
/// update of Canoe. Says for how many.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer; the next run goes on.
pub async fn decide_behind(services: &Services) -> Result<usize> {
    let permit = operate()?;
    let material = services.material();
    let mut done = 0;
    for certification in material.catalog.certifications() {
        let scope = &certification.scope;
        let mut last = PersonId::default();
        loop {
            let which = (scope, material.basis(scope));
            let behind = table::behind(services.store(), &permit, which, last, BATCH).await?;
            let Some(end) = behind.last() else { break };
            last = *end;
            done += decide_for(services, &behind.into_iter().collect(), "material").await?;
        }
    }
    Ok(done)
}

async fn decide_for(services: &Services, people: &BTreeSet<PersonId>, why: &str) -> Result<usize> {
    if people.is_empty() {
        return Ok(0);
    }
    let tx = services.store().begin(&operate()?, services.now()).await?;
    // Another node may have just done it.
    let changed = decide_anew(services, &tx, people, Because::TimePassed).await?;
    if changed > 0 {
        services.commit(tx, services.event("clearance", why, json!({ "people": people.len() }))).await?;
    }
    Ok(changed)
}

/// The bases of all certifications of these packs.
pub(crate) fn bases(catalog: &Catalog) -> BTreeMap<Slug, String> {
    catalog.certifications().map(|found| (found.scope.clone(), basis(found, catalog))).collect()
}
