//! Teams.

use domain::authz::{Actor, Installation, ListPeople, ManageTeams, permit};
use domain::id::{PersonId, TeamId};
use domain::identity::{PersonState, Role, Team};
use serde_json::json;
use store::identity as table;

use crate::{Error, Result, Services, identify};

/// Longest name of a team, in characters.
const NAME_MAX: usize = 100;

/// How somebody belongs to a team.
pub use store::identity::Part;
/// A team with its people.
pub use store::identity::TeamRow as TeamView;

/// Adds a team.
///
/// # Errors
/// [`Error::Invalid`] where the name is empty, too long or taken, or the team above it unknown.
pub async fn add_team(services: &Services, actor: &Actor, name: &str, parent: Option<TeamId>) -> Result<TeamId> {
    let permit = permit::<ManageTeams>(actor, &Installation)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_MAX || name.chars().any(char::is_control) {
        return Err(Error::field("name", format!("Enter a name of 1 to {NAME_MAX} characters.")));
    }
    let team = Team { id: TeamId(services.ports().entropy.uuid()), name: name.to_owned(), parent };
    let event = services.event("team", team.id, json!({ "name": name, "parent": parent }));
    let tx = services.store().begin(&permit, services.now()).await?;
    if table::team_by_name(&tx, &identify(actor)?, name).await?.is_some() {
        return Err(name_taken());
    }
    match table::insert_team(&tx, &team).await {
        // Outside of the transaction, which PostgreSQL has given up by now: somebody may have taken the name meanwhile.
        Err(store::Error::Conflict(_)) => {
            let taken = table::team_by_name(services.store(), &identify(actor)?, name).await?.is_some();
            return Err(if taken { name_taken() } else { Error::field("parent", "Choose a team from the list.") });
        }
        inserted => inserted?,
    }
    services.commit(tx, event).await?;
    Ok(team.id)
}

fn name_taken() -> Error {
    Error::field("name", "There is a team of this name already.")
}

/// Teams the actor may see, with their people.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub async fn list_teams(services: &Services, actor: &Actor) -> Result<Vec<TeamView>> {
    let permit = permit::<ListPeople>(actor, &Installation)?;
    Ok(table::teams(services.store(), &permit).await?)
}

/// Ids and names of the teams that the actor may see, in the order of the names.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody.
pub async fn team_names(services: &Services, actor: &Actor) -> Result<Vec<(TeamId, String)>> {
    let permit = permit::<ListPeople>(actor, &Installation)?;
    Ok(table::team_names(services.store(), &permit).await?)
}

/// Puts somebody into a team, or takes them out.
///
/// # Errors
/// [`Error::Refused`] with code `not-a-manager` for a rep who should answer for a team; [`Error::NotFound`] where the team or
/// the person is unknown.
pub async fn change_membership(
    services: &Services,
    actor: &Actor,
    team: TeamId,
    person: PersonId,
    part: Part,
    belongs: bool,
) -> Result<()> {
    let permit = permit::<ManageTeams>(actor, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if belongs {
        let known = table::person_by_id(&tx, &identify(actor)?, person).await?;
        let person = known.filter(|person| person.state() != PersonState::Deactivated);
        let person = person.ok_or(Error::NotFound("That person"))?;
        if part == Part::Manager && person.role == Role::Rep {
            return Err(Error::refused("not-a-manager", "Only a manager or an admin can answer for a team."));
        }
        let person = person.id;
        table::insert_member(&tx, team, person, part).await.map_err(|error| match error {
            store::Error::Conflict(_) => Error::NotFound("That team or person"),
            other => other.into(),
        })?;
    } else if !table::remove_member(&tx, team, person, part).await? {
        return Err(Error::NotFound("That membership"));
    }
    let detail = json!({ "person": person, "part": part.as_str(), "belongs": belongs });
    services.commit(tx, services.event("team", team, detail)).await?;
    Ok(())
}
