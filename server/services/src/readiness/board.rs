//! The board's rows, from the same facts and the same decision as everything else.

use std::collections::BTreeMap;

use domain::authz::{Actor, Installation, ListPeople, ReadBoard, permit};
use domain::clearance::Level;
use domain::id::{PersonId, TeamId};
use domain::identity::{Person, PersonState, Role};
use domain::learning::{Steps, steps};
use domain::readiness::{Due, Standing, due, forecast_ready, has_arrived, is_too_slow, proof_due, standing};
use domain::time::Timestamp;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::calendar::days_until;
use crate::clearance::{ScopeClearance, gather};
use crate::learning::{modules_of, that_count};
use crate::{Error, Result, Services};

/// Rows on one page.
const PAGE: usize = 50;

/// What somebody wants to see of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Only people of this team and the teams nested in it.
    pub team: Option<TeamId>,
    /// Only people who stand so.
    pub standing: Option<Standing>,
    /// Only people whose name, address or id in other systems has all these words in it; accents do not matter.
    pub search: String,
    /// The page, from 0.
    pub page: u32,
    /// IANA time zone of whoever reads it, for days that end nowhere in particular; UTC where there is none.
    pub time_zone: String,
}

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Reps who can take calls alone, among those that team and search leave.
    pub cleared: u32,
    /// Reps who are close.
    pub close: u32,
    /// Reps who are not.
    pub blocked: u32,
    /// Of those of each standing, the best first, reps who take supervised calls and none alone.
    pub supervised: [u32; 3],
    /// The rows of this page, those in trouble first.
    pub rows: Vec<BoardRow>,
    /// Rows that the whole filter leaves.
    pub matching: u32,
    /// Pages there are.
    pub pages: u32,
}

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

/// The board, as far as the actor may see.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub async fn board(services: &Services, actor: &Actor, filter: &BoardFilter) -> Result<Board> {
    let permit_board = permit::<ReadBoard>(actor, &Installation)?;
    let permit_list = permit::<ListPeople>(actor, &Installation)?;
    let store = services.store();
    let teams = store::identity::teams(store, &permit_list).await?;
    if let Some(wanted) = filter.team
        && !teams.iter().any(|row| row.team.id == wanted)
    {
        return Err(Error::NotFound("This team"));
    }
    let nested = filter.team.map(|team| with_nested(team, &teams));
    let in_team = |person: PersonId| {
        nested
            .as_ref()
            .is_none_or(|nested| teams.iter().any(|row| nested.contains(&row.team.id) && row.members.contains(&person)))
    };
    let wanted = plain(&filter.search);
    let matches = |person: &Person| {
        let id = person.external_id.as_deref().unwrap_or_default();
        let known = plain(&format!("{} {} {id}", person.name, person.email));
        wanted.split_whitespace().all(|word| known.contains(word))
    };
    let people: Vec<Person> = store::identity::people(store, &permit_list, false)
        .await?
        .into_iter()
        .filter(|person| person.role == Role::Rep && in_team(person.id) && matches(person))
        .collect();
    let mut rows = rows(services, &permit_board, people, (&teams, &filter.time_zone)).await?;
    let count = |wanted: Standing, rows: &[BoardRow]| to_u32(rows.iter().filter(|row| row.standing == wanted).count());
    let (cleared, close, blocked) =
        (count(Standing::Cleared, &rows), count(Standing::Close, &rows), count(Standing::Blocked, &rows));
    let supervised = Standing::ALL.map(|wanted| {
        to_u32(rows.iter().filter(|row| row.standing == wanted && row.best_level() == Level::Supervised).count())
    });
    if let Some(wanted) = filter.standing {
        rows.retain(|row| row.standing == wanted);
    }
    rows.sort_by(|a, b| urgency(a).cmp(&urgency(b)).then_with(|| a.person.name.cmp(&b.person.name)));
    let matching = to_u32(rows.len());
    let pages = to_u32(rows.len().div_ceil(PAGE).max(1));
    let first = usize::try_from(filter.page).unwrap_or(0).saturating_mul(PAGE);
    let rows = rows.into_iter().skip(first).take(PAGE).collect();
    Ok(Board { cleared, close, blocked, supervised, rows, matching, pages })
}

/// What the eye should meet first: overdue, then soon due, then too slow for the due date, then the rest; those who are
/// cleared last, but for those who are about to lose it.
fn urgency(row: &BoardRow) -> (u8, i64) {
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

async fn rows(
    services: &Services,
    permit: &domain::authz::Permit<ReadBoard>,
    people: Vec<Person>,
    (teams, zone): (&[store::identity::TeamRow], &str),
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
            teams: teams
                .iter()
                .filter(|row| row.members.contains(&person.id))
                .map(|row| row.team.name.clone())
                .collect(),
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

/// A text without case and accents, to find “Zieliński” by “zielinski”.
fn plain(text: &str) -> String {
    let folded = text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
    // These are letters of their own, which nothing takes apart.
    folded
        .map(|c| match c {
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            'ı' => 'i',
            other => other,
        })
        .collect()
}

fn with_nested(team: TeamId, teams: &[store::identity::TeamRow]) -> Vec<TeamId> {
    let mut all = vec![team];
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        all.extend(
            teams.iter().filter(|row| row.team.parent == Some(parent) && row.team.id != team).map(|row| row.team.id),
        );
        next += 1;
    }
    all
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn accents_and_case_do_not_matter() {
        assert_eq!(plain("Tomasz Zieliński"), "tomasz zielinski");
        assert_eq!(plain("ŁUKASIK Bjørn Zoë"), "lukasik bjorn zoe");
    }
}
