//! Assigning a path with a due date.

use domain::authz::{Actor, AssignPath, AssignTeam, Installation, ReadBoard, TeamScope, permit};
use domain::catalog::PathRef;
use domain::id::{AssignmentId, PersonId, TeamId};
use domain::learning::steps;
use domain::readiness::has_arrived;
use domain::time::{Span, Timestamp};
use serde_json::json;
use store::learning::{Assignee, Assignment};

use super::told::tell_created;
use super::{modules_of, that_count};
use crate::identity::person_scope;
use crate::{Error, Result, Services, identify};

/// How far ahead a due day may lie.
const FARTHEST: Span = Span::days(3 * 365);

/// What somebody wants to assign, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAssignment {
    /// The path.
    pub path: String,
    /// To whom.
    pub to: Target,
    /// The last day, as `2026-12-01`.
    pub due: String,
    /// The time zone in which that day ends.
    pub time_zone: String,
}

/// Whom something is assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// One person.
    Person(PersonId),
    /// Everybody in a team and in the teams nested in it, now and later.
    Team(TeamId),
}

/// What an assignment came to, for everybody whom it reaches at that moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Assigned {
    /// Its id.
    pub id: AssignmentId,
    /// People whom it reaches.
    pub people: u32,
    /// Those of them who have done what the path asks, and hold what it leads to: no date is set for them.
    pub done: u32,
    /// Those of the others whose date stays because the path was assigned to them in person.
    pub own: u32,
    /// Those of the others whose date stays because another team of theirs has a sooner one.
    pub sooner: u32,
}

/// Paths that can be assigned: reference, title and the due date to offer, as days from now.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub fn assignable_paths(services: &Services, actor: &Actor) -> Result<Vec<(PathRef, String, u32)>> {
    permit::<ReadBoard>(actor, &Installation)?;
    let material = services.material();
    Ok(material.catalog.paths().map(|path| (path.reference.clone(), path.title.clone(), path.default_days)).collect())
}

/// Assigns a path. An open assignment of the same path to the same assignee is replaced, so that a due date can be moved. Of a team's path
/// the answer says for how many another date stays.
///
/// # Errors
/// [`Error::Invalid`] for what was typed; [`Error::Denied`].
pub async fn assign(services: &Services, actor: &Actor, new: &NewAssignment) -> Result<Assigned> {
    let now = services.now();
    let path: PathRef = new.path.parse().map_err(|_| Error::field("path", "Choose a path from the list."))?;
    if services.material().catalog.path(&path).is_none() {
        return Err(Error::field("path", "Choose a path from the list."));
    }
    let (due_at, due_zone) = end_of_day(&new.due, &new.time_zone)?;
    if due_at < now {
        return Err(Error::field("due", "Choose a day that is still ahead."));
    }
    if due_at > now + FARTHEST {
        return Err(too_far());
    }
    let id = AssignmentId(services.ports().entropy.uuid());
    let by = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    let to = match new.to {
        Target::Person(person) => Assignee::Person(person),
        Target::Team(team) => Assignee::Team(team),
    };
    let assignment = Assignment { id, path: path.clone(), to, due_at, due_zone, by, created_at: now };
    let detail = match new.to {
        Target::Person(person) => json!({ "path": path, "due_at": due_at, "person": person }),
        Target::Team(team) => json!({ "path": path, "due_at": due_at, "team": team }),
    };
    let event = services.event("assignment", id, detail);
    match new.to {
        Target::Person(person) => {
            let permit = permit::<AssignPath>(actor, &person_scope(services, actor, person).await?)?;
            store_it(services, &permit, assignment, event).await
        }
        Target::Team(team) => {
            let permit = permit::<AssignTeam>(actor, &TeamScope { id: team })?;
            store_it(services, &permit, assignment, event).await
        }
    }
}

async fn store_it<V: store::learning::MayAssign>(
    services: &Services,
    permit: &domain::authz::Permit<V>,
    mut new: Assignment,
    event: store::Event,
) -> Result<Assigned> {
    let tx = services.store().begin(permit, services.now()).await?;
    store::learning::lock_assignee(services.store(), &tx, new.to).await?;
    // A moved due date does not restart the clock on how long somebody has been on the path.
    let known = identify(permit.actor())?;
    if let Some(old) = store::learning::open_assignment(&tx, &known, &new.path, new.to).await? {
        new.created_at = old.created_at;
    }
    store::learning::withdraw_assignments(&tx, &new.path, new.to).await?;
    store::learning::insert_assignment(&tx, &new).await.map_err(|error| match error {
        store::Error::Conflict(_) => Error::NotFound("That person or team"),
        other => other.into(),
    })?;
    tell_created(services, &tx, &new).await?;
    let came_to = came_to(services, &tx, &new).await?;
    services.commit(tx, event).await?;
    Ok(came_to)
}

/// What a new assignment comes to, read in its own transaction.
async fn came_to<V: store::learning::MayAssign>(
    services: &Services,
    tx: &store::Tx<V>,
    new: &Assignment,
) -> Result<Assigned> {
    let permit = tx.permit();
    let people: Vec<PersonId> = store::learning::people_of(tx, permit, new.to).await?.into_iter().collect();
    let mut assigned = store::learning::assignments_of(tx, permit, &people).await?;
    let mut progress = store::learning::progress_of(tx, permit, &people).await?;
    let mut held = store::certification::certificates_of(tx, permit, &people).await?;
    let material = services.material();
    let path = material.catalog.path(&new.path);
    let mut found = Assigned { id: new.id, ..Assigned::default() };
    for person in people {
        found.people += 1;
        let counting = that_count(assigned.remove(&person).unwrap_or_default());
        let Some(counting) = counting.into_iter().find(|counting| counting.path == new.path) else { continue };
        let (progress, held) = (progress.remove(&person).unwrap_or_default(), held.remove(&person).unwrap_or_default());
        let done = path.is_some_and(|path| {
            let leads_to = material.catalog.certifications_of(path);
            steps(&modules_of(&material.catalog, path), &progress).left() == 0
                && has_arrived(leads_to, &held, counting.created_at, tx.now())
        });
        match counting.to {
            _ if done => found.done += 1,
            _ if counting.id == new.id => {}
            Assignee::Person(_) => found.own += 1,
            Assignee::Team(_) => found.sooner += 1,
        }
    }
    Ok(found)
}

fn too_far() -> Error {
    Error::field("due", "Choose a day within three years.")
}

/// The last moment of a day in a time zone, and that zone; UTC where it is not known.
fn end_of_day(day: &str, time_zone: &str) -> Result<(Timestamp, String)> {
    let wrong = |_| Error::field("due", "Enter a day like 2026-12-01.");
    let date: jiff::civil::Date = day.trim().parse().map_err(wrong)?;
    let (zone, name) = match jiff::tz::TimeZone::get(time_zone) {
        Ok(zone) => (zone, time_zone),
        Err(_) => (jiff::tz::TimeZone::UTC, "UTC"),
    };
    let next = date.tomorrow().and_then(|next| next.to_zoned(zone)).map_err(|_| too_far())?;
    Ok((Timestamp::from_millis(next.timestamp().as_millisecond() - 1), name.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_due_day_ends_where_the_manager_lives() {
        let end = |zone| end_of_day("2026-12-01", zone).unwrap().0.to_string();
        assert_eq!(end("UTC"), "2026-12-01T23:59:59.999Z");
        assert_eq!(end("Europe/Berlin"), "2026-12-01T22:59:59.999Z");
        assert_eq!(end_of_day("2026-12-01", "Moon/Tycho").unwrap().1, "UTC");
        assert!(end_of_day("9999-12-31", "UTC").is_err());
        assert!(end_of_day("1.12.2026", "UTC").is_err());
        assert!(end_of_day("", "UTC").is_err());
    }
}
