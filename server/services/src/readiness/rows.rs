//! The board's rows, from the same facts and the same decision as everything else.

use std::collections::BTreeMap;

use domain::authz::{Permit, ReadBoard};
use domain::clearance::Level;
use domain::id::PersonId;
use domain::identity::{Person, PersonState};
use domain::learning::{Steps, steps};
use domain::readiness::{Due, Standing, due, forecast_ready, has_arrived, is_too_slow, proof_due, standing};
use domain::time::Timestamp;

use crate::calendar::days_until;
use crate::clearance::{ScopeClearance, gather};
use crate::learning::{modules_of, that_count};
use crate::{Result, Services};

/// One rep on the board.
#[derive(Debug, Clone)]
pub struct BoardRow {
    /// Who.
    pub person: Person,
    /// Names of their teams.
    pub teams: Vec<String>,
    /// Where they stand.
    pub standing: Standing,
    /// Their clearances by scope.
    pub clearances: Vec<ScopeClearance>,
    /// Steps done and in all, over the paths they are on.
    pub steps: Steps,
    /// The soonest due date of a path that is not done: modules open, or not yet certified for the calls it leads to.
    pub due_at: Option<Timestamp>,
    /// IANA time zone in which that day ends.
    pub due_zone: String,
    /// How that date stands.
    pub due: Option<Due>,
    /// For somebody who takes calls alone: when they lose that because a module has changed, unless they prove it by then.
    pub prove_by: Option<(Timestamp, Due)>,
    /// For somebody cleared whose certificate can be renewed already: the first moment at which it no longer holds.
    pub renew_by: Option<Timestamp>,
    /// When they will be through at the pace so far.
    pub forecast: Option<Timestamp>,
    /// When they last read or answered something.
    pub last_learned: Option<Timestamp>,
}

impl BoardRow {
    /// The most that they may do in any scope.
    #[must_use]
    pub fn best_level(&self) -> Level {
        self.clearances.iter().map(|found| found.clearance.level).max().unwrap_or(Level::Blocked)
    }

    /// Whether something is due soon: a path, or a changed module that takes their calls from them.
    #[must_use]
    pub fn is_due_soon(&self) -> bool {
        [self.due, self.prove_by.map(|(_, due)| due)].into_iter().any(|due| matches!(due, Some(Due::Soon { .. })))
    }
}

/// What the eye should meet first: overdue, then soon due, then too slow for the due date, then the rest; those who are
/// cleared last, but for those who are about to lose it.
pub(super) fn urgency(row: &BoardRow) -> (u8, i64) {
    let proof = row.prove_by.map(|(at, _)| at);
    let at = row.due_at.into_iter().chain(proof).min().map_or(i64::MAX, Timestamp::as_millis);
    match (row.standing, row.due) {
        (Standing::Cleared, _) if matches!(row.prove_by, Some((_, Due::Soon { .. }))) => (1, at),
        (Standing::Cleared, _) => (4, at),
        (_, Some(Due::Overdue { .. })) => (0, at),
        (_, Some(Due::Soon { .. })) => (1, at),
        _ if is_too_slow(row.forecast, row.due_at) => (2, at),
        _ => (3, at),
    }
}

/// The rows of these people, without the names of their teams, for somebody who reads them in this time zone.
pub(super) async fn rows(
    services: &Services,
    permit: &Permit<ReadBoard>,
    people: Vec<Person>,
    zone: &str,
) -> Result<Vec<BoardRow>> {
    let store = services.store();
    let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
    let mut facts = gather(store, permit, &ids, services.now()).await?;
    let mut assigned = store::learning::assignments_of(store, permit, &ids).await?;
    let learned = store::learning::last_learned(store, permit, &ids).await?;
    let material = services.material();
    let mut numbers = BTreeMap::new();
    for certification in material.catalog.certifications() {
        let number = crate::clearance::policy_number(store, permit, certification).await?;
        numbers.insert(certification.scope.clone(), number);
    }
    let now = services.now();
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let facts = facts.remove(&person.id).unwrap_or_default();
        let active = person.state() == PersonState::Active;
        let clearances: Vec<ScopeClearance> = material
            .catalog
            .certifications()
            .map(|certification| {
                let number = numbers.get(&certification.scope).copied().unwrap_or(1);
                ScopeClearance {
                    scope: certification.scope.clone(),
                    title: certification.title.clone(),
                    policy: format!("{}@{number}", certification.scope),
                    clearance: facts.decide(active, certification, number, &material.catalog, now),
                }
            })
            .collect();
        let assigned = that_count(assigned.remove(&person.id).unwrap_or_default());
        let paths: Vec<_> =
            assigned.iter().filter_map(|a| material.catalog.path(&a.path).map(|path| (a, path))).collect();
        let mut modules: Vec<_> = Vec::new();
        for module in paths.iter().flat_map(|(_, path)| modules_of(&material.catalog, path)) {
            if !modules.iter().any(|known: &&domain::catalog::Module| known.reference == module.reference) {
                modules.push(module);
            }
        }
        let progress = steps(&modules, &facts.progress);
        let best = clearances.iter().map(|c| standing(&c.clearance, progress)).min().unwrap_or(Standing::Blocked);
        // A path is done with when its modules are, and what it leads to is reached.
        let open = paths.iter().filter(|(assignment, path)| {
            let leads_to = material.catalog.certifications_of(path);
            steps(&modules_of(&material.catalog, path), &facts.progress).left() > 0
                || !has_arrived(leads_to, &facts.certificates, assignment.created_at, now)
        });
        let soonest = open.map(|(assignment, _)| *assignment).min_by_key(|assignment| assignment.due_at);
        let due_at = soonest.map(|assignment| assignment.due_at);
        let started = learned.get(&person.id).map(|(first, _)| *first);
        let proof = clearances.iter().filter_map(|found| proof_due(&found.clearance)).min();
        rows.push(BoardRow {
            prove_by: proof.map(|at| (at, due(at, now, days_until(at, now, zone)))),
            teams: Vec::new(),
            standing: best,
            clearances,
            steps: progress,
            due_at,
            due_zone: soonest.map_or_else(|| "UTC".to_owned(), |assignment| assignment.due_zone.clone()),
            renew_by: facts.renewals(&material.catalog, now).into_values().min(),
            due: soonest.map(|soonest| {
                let at = soonest.due_at;
                due(at, now, days_until(at, now, &soonest.due_zone))
            }),
            forecast: started
                .filter(|_| progress.left() > 0)
                .and_then(|started| forecast_ready(progress.left(), progress.done, started, now)),
            last_learned: learned.get(&person.id).map(|(_, last)| *last),
            person,
        });
    }
    Ok(rows)
}
