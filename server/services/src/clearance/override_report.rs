//! How often clearances are overridden, and who answers for it.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Actor, Installation, ListPeople, OverrideClearance, ReadBoard, permit};
use domain::clearance::{OverrideState, REQUEST_WAITS};
use domain::id::PersonId;
use domain::time::Span;
use store::clearance as table;

use super::overriding::{OverrideLine, lines};
use crate::identity::person_scope;
use crate::{Result, Services, identify};

/// Days that are counted.
pub const COUNTED_DAYS: i64 = 30;
/// Overrides that are shown.
const SHOWN: usize = 50;

/// The overrides of the last [`COUNTED_DAYS`] days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OverrideReport {
    /// How many there were.
    pub total: usize,
    /// How many each asked for and granted, those with the most first.
    pub counts: Vec<OverrideCount>,
    /// Those that wait for the actor, the one that waits longest first, as in `lines`.
    pub waiting: Vec<(String, OverrideLine, bool)>,
    /// The latest fifty of the others, the latest first, with whom they are about, and whether the actor may end them.
    pub lines: Vec<(String, OverrideLine, bool)>,
}

/// What one person asked for and granted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideCount {
    /// Who.
    pub name: String,
    /// Overrides they asked for.
    pub asked: usize,
    /// Overrides of others that they granted.
    pub granted: usize,
}

/// The overrides of everybody in the actor's reach.
///
/// # Errors
/// [`crate::Error::Denied`] for reps and nobody.
pub async fn override_report(services: &Services, actor: &Actor) -> Result<OverrideReport> {
    let reads = permit::<ReadBoard>(actor, &Installation)?;
    let lists = permit::<ListPeople>(actor, &Installation)?;
    let store = services.store();
    let since = services.now() - Span::days(COUNTED_DAYS);
    let mut found = table::overrides_since(store, &reads, since).await?;
    // Whoever has left since counts, too.
    let people = store::identity::people(store, &lists, true).await?;
    let people: BTreeMap<PersonId, String> =
        people.into_iter().map(|person| (person.id, person.name.to_string())).collect();
    found.retain(|over| people.contains_key(&over.person));

    let mut counts: BTreeMap<PersonId, (usize, usize)> = BTreeMap::new();
    for over in &found {
        counts.entry(over.asked_by).or_default().0 += 1;
        if let Some(by) = over.granted_by {
            counts.entry(by).or_default().1 += 1;
        }
    }
    let by: Vec<PersonId> = counts.keys().copied().collect();
    let names = store::identity::person_names(store, &identify(actor)?, &by).await?;
    let mut counts: Vec<OverrideCount> = counts
        .into_iter()
        .filter_map(|(id, (asked, granted))| Some(OverrideCount { name: names.get(&id)?.clone(), asked, granted }))
        .collect();
    counts.sort_by(|a, b| (b.asked + b.granted).cmp(&(a.asked + a.granted)).then_with(|| a.name.cmp(&b.name)));

    let about = |(line, may): (OverrideLine, bool)| {
        let about = people.get(&line.found.person).cloned().unwrap_or_default();
        (about, line, may)
    };
    let waiting = waiting(services, actor).await?;
    let waits = |over: &table::Outline| waiting.iter().any(|line| line.found.id == over.id);
    let latest: Vec<_> = found.iter().filter(|over| !waits(over)).take(SHOWN).map(|over| over.id).collect();
    let latest = lines(services, actor, table::overrides_by_ids(store, &reads, &latest).await?).await?;
    let latest = with_powers(services, actor, latest).await?;
    Ok(OverrideReport {
        total: found.len(),
        counts,
        waiting: waiting.into_iter().map(|line| about((line, true))).collect(),
        lines: latest.into_iter().map(about).collect(),
    })
}

/// How many requests for an override wait for the actor.
///
/// # Errors
/// [`crate::Error::Denied`] for reps and nobody.
pub async fn overrides_waiting(services: &Services, actor: &Actor) -> Result<u32> {
    Ok(u32::try_from(waiting(services, actor).await?.len()).unwrap_or(u32::MAX))
}

/// The requests that wait for the actor, the one that waits longest first.
async fn waiting(services: &Services, actor: &Actor) -> Result<Vec<OverrideLine>> {
    let reads = permit::<ReadBoard>(actor, &Installation)?;
    let asked = table::overrides_since(services.store(), &reads, services.now() - REQUEST_WAITS).await?;
    let open: Vec<_> = asked.iter().filter(|over| over.granted_by.is_none()).map(|over| over.id).collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let open = lines(services, actor, table::overrides_by_ids(services.store(), &reads, &open).await?).await?;
    let open = with_powers(services, actor, open.into_iter().filter(|line| line.may_grant).collect()).await?;
    Ok(open.into_iter().filter(|(line, _)| line.may_grant).map(|(line, _)| line).rev().collect())
}

/// Overrides with whether the actor may end them; nobody grants one who does not answer for whom it is about.
async fn with_powers(
    services: &Services,
    actor: &Actor,
    lines: Vec<OverrideLine>,
) -> Result<Vec<(OverrideLine, bool)>> {
    let open = lines.iter().filter(|line| line.state != OverrideState::Over);
    let open: BTreeSet<PersonId> = open.map(|line| line.found.person).collect();
    let mut answers_for = BTreeSet::new();
    for person in open {
        if permit::<OverrideClearance>(actor, &person_scope(services, actor, person).await?).is_ok() {
            answers_for.insert(person);
        }
    }
    let with_powers = |mut line: OverrideLine| {
        let may = answers_for.contains(&line.found.person);
        line.may_grant &= may;
        (line, may)
    };
    Ok(lines.into_iter().map(with_powers).collect())
}
