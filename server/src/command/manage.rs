//! People, teams and keys from the command line.

use std::io::Read as _;

use anyhow::{Context as _, Result, anyhow};
use domain::authz::Actor;
use domain::id::TeamId;
use domain::identity::Person;
use services::identity::NewPerson;
use services::{Error, Services, identity, integration};

use super::cli::{ApiKeyCommand, NewPersonArguments, PersonCommand, TeamCommand};
use super::open;
use crate::settings::Settings;

/// Brings the database up to date.
pub async fn migrate(settings: Settings) -> Result<()> {
    open::store(&settings).await?.close().await?;
    println!("The database is up to date.");
    Ok(())
}

pub async fn person(command: PersonCommand, settings: Settings) -> Result<()> {
    match command {
        PersonCommand::Add { person } => {
            let (services, new, _) = prepare(person, settings).await?;
            let mut password = String::new();
            std::io::stdin().read_to_string(&mut password).context("cannot read the password from standard input")?;
            let id =
                identity::add_person(&services, &new, password.trim_end_matches(['\r', '\n'])).await.map_err(told)?;
            println!("{id}");
        }
        PersonCommand::Invite { person } => {
            let (services, new, public_url) = prepare(person, settings).await?;
            let invited = identity::invite(&services, &Actor::System, &new).await.map_err(told)?;
            println!("{public_url}{}", app::paths::invitation(&invited.token));
        }
        PersonCommand::Reset { email, database } => {
            let settings = database.apply(settings);
            let services = open::services(&settings).await?;
            let person = person_at(&services, &email).await?;
            let made = identity::reset_link(&services, &Actor::System, person.id).await.map_err(told)?;
            println!("{}{}", settings.public_url(), app::paths::reset(&made.token));
        }
        PersonCommand::Deactivate { email, database } => {
            let services = open::services(&database.apply(settings)).await?;
            let person = person_at(&services, &email).await?;
            identity::close_account(&services, &Actor::System, person.id).await.map_err(told)?;
            println!("{} is closed. All their sessions have ended.", person.email);
        }
    }
    Ok(())
}

/// The person of this address whose account is not closed.
async fn person_at(services: &Services, email: &str) -> Result<Person> {
    let people = identity::list_people(services, &Actor::System, false).await.map_err(told)?;
    let wanted = email.trim().to_lowercase();
    people.into_iter().find(|person| person.email.as_str() == wanted).context("nobody open has this address")
}

async fn prepare(arguments: NewPersonArguments, settings: Settings) -> Result<(Services, NewPerson, String)> {
    let settings = arguments.database.apply(settings);
    let services = open::services(&settings).await?;
    let team = match &arguments.team {
        Some(name) => Some(team_named(&services, name).await?),
        None => None,
    };
    let new = NewPerson {
        email: arguments.email,
        name: arguments.name,
        role: arguments.role,
        team,
        external_id: arguments.external_id,
        time_zone: arguments.time_zone,
    };
    Ok((services, new, settings.public_url()))
}

async fn team_named(services: &Services, name: &str) -> Result<TeamId> {
    let teams = identity::list_teams(services, &Actor::System).await.map_err(told)?;
    teams
        .iter()
        .find(|row| row.team.name == name)
        .map(|row| row.team.id)
        .with_context(|| format!("there is no team “{name}”"))
}

pub async fn team(command: TeamCommand, settings: Settings) -> Result<()> {
    let TeamCommand::Add { name, parent, database } = command;
    let services = open::services(&database.apply(settings)).await?;
    let parent = match &parent {
        Some(name) => Some(team_named(&services, name).await?),
        None => None,
    };
    println!("{}", identity::add_team(&services, &Actor::System, &name, parent).await.map_err(told)?);
    Ok(())
}

pub async fn api_key(command: ApiKeyCommand, settings: Settings) -> Result<()> {
    match command {
        ApiKeyCommand::Create { name, scopes, staleness, database } => {
            let services = open::services(&database.apply(settings)).await?;
            let staleness = staleness.to_string();
            let made = integration::create_key(&services, &Actor::System, &name, &scopes, &staleness).await;
            let (_, text) = made.map_err(told)?;
            println!("{text}");
        }
        ApiKeyCommand::Revoke { prefix, database } => {
            let services = open::services(&database.apply(settings)).await?;
            let keys = integration::list_keys(&services, &Actor::System).await.map_err(told)?;
            let key = keys.iter().find(|key| key.prefix == prefix).context("there is no key with this prefix")?;
            integration::revoke_key(&services, &Actor::System, key.id).await.map_err(told)?;
            println!("{} is revoked.", key.name);
        }
    }
    Ok(())
}

/// What failed, with what is wrong with each field.
fn told(error: Error) -> anyhow::Error {
    match error {
        Error::Invalid(fields) => {
            let lines: Vec<String> = fields.iter().map(|wrong| format!("{}: {}", wrong.field, wrong.message)).collect();
            anyhow!("{}", lines.join("\n"))
        }
        Error::Unavailable(cause) => anyhow!(cause),
        other => anyhow!("{other}"),
    }
}
