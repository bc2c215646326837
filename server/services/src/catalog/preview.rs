//! What would happen to everybody if other packs went live now: decided by the same code that decides when they do.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::assessment::panel_cut;
use domain::authz::{Actor, Installation, ListPeople, PreviewMaterial, permit};
use domain::catalog::revision::changed;
use domain::catalog::{Catalog, LastRevision, Module, ModuleRef, Revision, RevisionChange, Slug};
use domain::certification::{Certification, PolicyChange, percent, policy_changes};
use domain::clearance::{Clearance, LONGEST, Level, Reason};
use domain::id::PersonId;
use domain::identity::{Person, PersonState};
use domain::time::Timestamp;
use store::catalog::Published;

use super::{Material, going_live};
use crate::clearance::{PersonFacts, gather_with};
use crate::{Result, Services};

/// People whose facts are read at a time.
const CHUNK: usize = 500;

/// What would happen if packs went live.
#[derive(Debug, Clone)]
pub struct Preview {
    /// The moment at which they would.
    pub at: Timestamp,
    /// Revisions that would go live, in the order of the packs.
    pub revisions: Vec<RevisionPreview>,
    /// Modules whose questions are others though their revision does not rise: nobody would be asked about them.
    pub silent: Vec<SilentChange>,
    /// What becomes of clearances, by scope.
    pub scopes: Vec<ScopePreview>,
}

/// A revision that would go live.
#[derive(Debug, Clone)]
pub struct RevisionPreview {
    /// The module's title.
    pub title: String,
    /// The last revision that went live; none where the module is new, which asks nothing of anybody.
    pub before: Option<u32>,
    /// The revision.
    pub revision: Revision,
    /// How many people finished the module before, and would have this to prove.
    pub people: u32,
}

/// A module whose questions are others though its revision does not rise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SilentChange {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// Questions that are new or have another text.
    pub questions: u32,
    /// The revision it says.
    pub revision: u32,
    /// The last revision that went live.
    pub last: u32,
}

/// What becomes of the clearances of a scope.
#[derive(Debug, Clone)]
pub struct ScopePreview {
    /// The scope.
    pub scope: Slug,
    /// Title of its certification.
    pub title: String,
    /// Whether the packs to come have no certification for it any more.
    pub gone: bool,
    /// Terms of its policy that are others. They hold for what is shown from then on: exams that begin, and certificates that are granted.
    pub policy: Vec<PolicyChange>,
    /// How many people may call alone now.
    pub solo: u32,
    /// How many may call with an assessor on the line now.
    pub supervised: u32,
    /// Who would lose something by these packs, by name; somebody may lose one thing after the other.
    pub losses: Vec<Loss>,
}

/// A level that somebody would lose, and would not without these packs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Names of their teams.
    pub teams: Vec<String>,
    /// From which moment.
    pub at: Timestamp,
    /// The level they would have then otherwise.
    pub from: Level,
    /// The level they would have.
    pub to: Level,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl ScopePreview {
    /// Those who would no longer call alone, or would no longer call with an assessor.
    pub fn who_lose(&self, level: Level) -> impl Iterator<Item = &Loss> {
        self.losses.iter().filter(move |loss| loss.from == level)
    }
}

/// One side of the comparison: packs, and what would be published with them.
struct Side<'a> {
    catalog: &'a Catalog,
    published: Arc<Published>,
}

/// What would happen to everybody if these packs went live now.
///
/// Everybody is decided by the packs that are live and by those to come, now and at every moment at which something turns for them, until the last
/// grace is over; what these packs take is what is lower by them. Nothing is written.
///
/// # Errors
/// [`crate::Error::Denied`] for everybody but admins; [`crate::Error::Unavailable`].
pub async fn preview(services: &Services, actor: &Actor, candidate: &Material) -> Result<Preview> {
    let may = permit::<PreviewMaterial>(actor, &Installation)?;
    let store = services.store();
    let (live, now) = (services.material(), services.now());
    let last = store::catalog::last_revisions(store, &may).await?;
    let published = store::catalog::published(store, &may).await?;
    let mut revisions: Vec<RevisionPreview> = going_live(&candidate.catalog, &last, now)
        .map(|(revision, module)| {
            let before = last.get(&module.reference).map(|last| last.number);
            RevisionPreview { title: module.title.clone(), before, revision, people: 0 }
        })
        .collect();
    let coming = revisions.iter().map(|found| found.revision.clone());
    let asking = published.asking.iter().cloned();
    let asking = asking.chain(coming.filter(|revision| revision.change != RevisionChange::Editorial)).collect();
    let would_be = Arc::new(Published { count: published.count, asking });
    let before = Side { catalog: &live.catalog, published: Arc::new(published) };
    let after = Side { catalog: &candidate.catalog, published: Arc::clone(&would_be) };

    let list = permit::<ListPeople>(actor, &Installation)?;
    let people = store::identity::people(store, &list, false).await?;
    let people: Vec<Person> = people.into_iter().filter(|person| person.state() == PersonState::Active).collect();
    let mut teams: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for row in store::identity::teams(store, &list).await? {
        for member in &row.members {
            teams.entry(*member).or_default().push(row.team.name.clone());
        }
    }
    let mut scopes = scopes(&before, &after);
    for chunk in people.chunks(CHUNK) {
        let ids: Vec<PersonId> = chunk.iter().map(|person| person.id).collect();
        let mut facts = gather_with(store, &may, &ids, Arc::clone(&would_be), now).await?;
        for person in chunk {
            let facts = facts.remove(&person.id).unwrap_or_default();
            for found in &mut revisions {
                let asked = facts.to_prove(&found.revision.module).any(|open| open == &found.revision);
                found.people += u32::from(asked);
            }
            let of_person = teams.get(&person.id).map_or(&[][..], Vec::as_slice);
            for scope in &mut scopes {
                scope.add(person, of_person, &facts, (&before, &after), now);
            }
        }
    }
    Ok(Preview { at: now, revisions, silent: silent(&candidate.catalog, &last), scopes })
}

/// The scopes of both sides, with nobody in them.
fn scopes(before: &Side<'_>, after: &Side<'_>) -> Vec<ScopePreview> {
    let all: BTreeMap<&Slug, &Certification> = before
        .catalog
        .certifications()
        .chain(after.catalog.certifications())
        .map(|certification| (&certification.scope, certification))
        .collect();
    let empty = |(scope, found): (&Slug, &Certification)| ScopePreview {
        scope: scope.clone(),
        title: found.title.clone(),
        gone: after.catalog.certification(scope).is_none(),
        policy: policy(before.catalog, after.catalog, scope),
        solo: 0,
        supervised: 0,
        losses: Vec::new(),
    };
    all.into_iter().map(empty).collect()
}

fn policy(before: &Catalog, after: &Catalog, scope: &Slug) -> Vec<PolicyChange> {
    let (Some(old), Some(new)) = (before.certification(scope), after.certification(scope)) else { return Vec::new() };
    // The standard follows from the panel's ratings, which stand beside the questions.
    let standard = |policy: &Certification, catalog| percent(panel_cut(&policy.exam, catalog).cut);
    let standard = PolicyChange::of("Standard of the panel", standard(old, before), standard(new, after));
    policy_changes(old, new).into_iter().chain(standard).collect()
}

fn silent(catalog: &Catalog, last: &BTreeMap<ModuleRef, LastRevision>) -> Vec<SilentChange> {
    let modules = catalog.packs.values().flat_map(|pack| pack.modules.values());
    let silent = modules.filter_map(|module: &Module| {
        let last = last.get(&module.reference).filter(|last| module.revision <= last.number)?;
        let questions = changed(module, &last.questions).len();
        (questions > 0 || module.revision < last.number).then(|| SilentChange {
            module: module.reference.clone(),
            title: module.title.clone(),
            questions: u32::try_from(questions).unwrap_or(u32::MAX),
            revision: module.revision,
            last: last.number,
        })
    });
    silent.collect()
}

impl Side<'_> {
    fn facts(&self, facts: &PersonFacts) -> PersonFacts {
        PersonFacts { published: Arc::clone(&self.published), ..facts.clone() }
    }

    /// What an active person may do at a moment; none where there is no such scope, which clears nobody.
    fn decide(&self, facts: &PersonFacts, scope: &Slug, at: Timestamp) -> Option<Clearance> {
        let certification = self.catalog.certification(scope)?;
        // The number of the version names it and decides nothing.
        Some(facts.decide(true, certification, 1, self.catalog, at))
    }
}

impl ScopePreview {
    fn add(
        &mut self,
        person: &Person,
        teams: &[String],
        facts: &PersonFacts,
        (before, after): (&Side<'_>, &Side<'_>),
        now: Timestamp,
    ) {
        let (as_is, to_be) = (before.facts(facts), after.facts(facts));
        let level = |found: &Option<Clearance>| found.as_ref().map_or(Level::Blocked, |found| found.level);
        match level(&before.decide(&as_is, &self.scope, now)) {
            Level::Solo => self.solo += 1,
            Level::Supervised => self.supervised += 1,
            Level::Blocked => {}
        }
        let mut told = Level::Solo;
        for at in moments(&self.scope, (before, &as_is), (after, &to_be), now) {
            let (from, found) = (before.decide(&as_is, &self.scope, at), after.decide(&to_be, &self.scope, at));
            let (from, to) = (level(&from).min(told), level(&found));
            if to < from {
                told = to;
                let reasons = found.map(|found| found.reasons).unwrap_or_default();
                let (name, teams) = (person.name.to_string(), teams.to_vec());
                self.losses.push(Loss { person: person.id, name, teams, at, from, to, reasons });
            }
        }
    }
}

/// Now, and every moment at which something turns for somebody, by either side, until the last grace is over and no override is left.
fn moments(
    scope: &Slug,
    before: (&Side<'_>, &PersonFacts),
    after: (&Side<'_>, &PersonFacts),
    now: Timestamp,
) -> BTreeSet<Timestamp> {
    let graces = after.0.published.asking.iter().map(Revision::due);
    let end = graces.chain([now]).max().unwrap_or(now) + LONGEST;
    let turns = [before, after].into_iter().flat_map(|(side, facts)| {
        side.catalog.certification(scope).map(|certification| facts.turns(certification)).unwrap_or_default()
    });
    turns.filter(|at| *at > now && *at <= end).chain([now]).collect()
}
