//! The form that assigns: what it offers, and reading what was chosen.

use std::collections::BTreeSet;

use domain::authz::Actor;
use domain::id::PersonId;
use domain::identity::{PersonState, Role};
use domain::time::Span;
use services::Error;
use services::identity::{TeamView, list_people, list_teams, read_person};
use services::learning::{Assigned, Target, assignable_paths};

use super::{RequestContext, day_input};
use crate::learning::assign_view::{AssignView, PathChoice};

/// What the form offers.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub async fn assign_view(context: &RequestContext) -> Result<AssignView, Error> {
    let (services, actor) = (&context.services, &context.actor);
    let paths = assignable_paths(services, actor)?;
    let teams = list_teams(services, actor).await?;
    let own = match actor {
        Actor::Person(person) => Some(person.id),
        Actor::Nobody | Actor::Key(_) | Actor::System => None,
    };
    let mut people = Vec::new();
    for person in list_people(services, actor, false).await?.into_iter().filter(|person| Some(person.id) != own) {
        let theirs = teams.iter().filter(|row| row.members.contains(&person.id)).map(|row| row.team.name.as_str());
        let mut about: Vec<&str> = theirs.collect();
        about.extend((person.role != Role::Rep).then_some(person.role.as_str()));
        about.extend((person.state() == PersonState::Invited).then_some("invited"));
        let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
        people.push((format!("person:{}", person.id), format!("{}{about}", person.name)));
    }
    let day = |days: u32| day_input(services.now() + Span::days(i64::from(days)), context.time_zone());
    let paths: Vec<PathChoice> = paths
        .into_iter()
        .map(|(reference, title, days)| PathChoice { value: reference.to_string(), title, days, due: day(days) })
        .collect();
    let choice = |row: &TeamView| {
        let count = match people_within(row, &teams).len() {
            1 => "1 person".to_owned(),
            n => format!("{n} people"),
        };
        (format!("team:{}", row.team.id), format!("{} ({count})", row.team.name))
    };
    let teams = teams.iter().map(choice).collect();
    Ok(AssignView { paths, teams, people, today: day(0) })
}

/// Everybody in a team and in the teams below it.
fn people_within(team: &TeamView, teams: &[TeamView]) -> BTreeSet<PersonId> {
    let below = teams.iter().filter(|row| row.team.parent == Some(team.team.id));
    let people = below.flat_map(|row| people_within(row, teams));
    people.chain(team.members.iter().copied()).collect()
}

/// Reads `team:…` or `person:…`.
///
/// # Errors
/// [`Error::Invalid`] for anything else.
pub fn assign_target(to: &str) -> Result<Target, Error> {
    let target = match to.split_once(':') {
        Some(("team", id)) => id.parse().ok().map(Target::Team),
        Some(("person", id)) => id.parse().ok().map(Target::Person),
        _ => None,
    };
    target.ok_or_else(|| Error::field("to", "Choose a team or a person from the list."))
}

/// What whoever it was assigned to is called.
///
/// # Errors
/// [`Error::Denied`]; where the database cannot answer.
pub async fn target_name(context: &RequestContext, to: Target) -> Result<String, Error> {
    match to {
        Target::Person(id) => Ok(read_person(&context.services, &context.actor, id).await?.name.to_string()),
        Target::Team(id) => {
            let teams = list_teams(&context.services, &context.actor).await?;
            let name = teams.into_iter().find(|row| row.team.id == id).map(|row| row.team.name);
            Ok(name.unwrap_or_else(|| "the team".to_owned()))
        }
    }
}

/// What whoever assigned a path is told: whom it reaches, and for how many of them another date stays.
#[must_use]
pub fn assigned_words(name: &str, to: Target, came_to: Assigned) -> String {
    let Assigned { people, done, own, sooner, .. } = came_to;
    if let Target::Person(_) = to {
        return match done {
            0 => format!("Assigned. {name} will find the path on their home page."),
            _ => format!("Assigned. {name} is through with it already, so the date changes nothing."),
        };
    }
    let whom = match people {
        0 => {
            return format!(
                "Assigned to {name}. Nobody is in it yet; those who join find the path on their home page."
            );
        }
        1 => "1 person".to_owned(),
        many => format!("{many} people"),
    };
    let said = |count: u32, one: &str, many: &str| match count {
        0 => String::new(),
        1 => format!(" 1 {one}"),
        count => format!(" {count} {many}"),
    };
    let own = said(own, "has a date of their own, which stays.", "have a date of their own, which stays.");
    let sooner = said(
        sooner,
        "has a sooner date from another team, which stays.",
        "have a sooner date from another team, which stays.",
    );
    let done = said(done, "is through with it already.", "are through with it already.");
    format!("Assigned to {name}, {whom}.{own}{sooner}{done}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_date_stays_is_said() {
        let (team, ada) = (Target::Team(Default::default()), Target::Person(Default::default()));
        let found = |people, own, sooner, done| Assigned { people, own, sooner, done, ..Assigned::default() };
        let words = |found| assigned_words("North", team, found);
        assert_eq!(words(found(5, 4, 0, 0)), "Assigned to North, 5 people. 4 have a date of their own, which stays.");
        assert_eq!(
            words(found(4, 1, 1, 2)),
            "Assigned to North, 4 people. 1 has a date of their own, which stays. 1 has a sooner date from another team, which stays. 2 are through with it already."
        );
        assert_eq!(words(found(1, 0, 0, 0)), "Assigned to North, 1 person.");
        assert!(words(found(0, 0, 0, 0)).contains("Nobody is in it yet"));
        assert!(assigned_words("Ada", ada, found(1, 0, 0, 0)).starts_with("Assigned. Ada will find"));
        assert!(assigned_words("Ada", ada, found(1, 0, 0, 1)).contains("through with it already"));
    }

    #[test]
    fn a_target_is_a_team_or_a_person() {
        let id = "01930000-0000-7000-8000-000000000001";
        assert!(matches!(assign_target(&format!("team:{id}")), Ok(Target::Team(_))));
        assert!(matches!(assign_target(&format!("person:{id}")), Ok(Target::Person(_))));
        for wrong in ["", "team:", "key:1", id, "person:me"] {
            assert!(matches!(assign_target(wrong), Err(Error::Invalid(_))), "{wrong}");
        }
    }
}
