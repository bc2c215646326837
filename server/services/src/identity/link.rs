//! Invitations and other one-time links.

use domain::authz::{Actor, Installation, Invitation, InvitePerson, ReadPerson, RedeemLink, permit};
use domain::id::{LinkId, PersonId, TeamId};
use domain::identity::{Email, LinkKind, OneTimeLink, Person, PersonName, PersonState, Role};
use serde_json::json;
use store::identity as table;
use store::identity::Part;

use super::settings::parse_time_zone;
use super::{Device, SignedIn, check_new_password, person_scope, start_session};
use crate::{Error, FieldError, Result, Services, identify, token};

/// Whom to invite.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewPerson {
    /// Their address, as typed.
    pub email: String,
    /// Their name, as typed.
    pub name: String,
    /// Their role, as typed; empty for rep.
    pub role: String,
    /// The team they join.
    pub team: Option<TeamId>,
    /// Their id in another system, as typed; empty for none.
    pub external_id: String,
    /// Their IANA time zone; empty for UTC.
    pub time_zone: String,
}

/// An invitation to hand over. The token goes into the link and nowhere else.
#[derive(Clone)]
pub struct Invited {
    /// The new person.
    pub person: PersonId,
    /// The secret of the link.
    pub token: String,
}

/// A one-time link that still works.
#[derive(Debug, Clone)]
pub struct OpenLink {
    /// The link.
    pub link: OneTimeLink,
    /// Whom it is for; none for the set-up link.
    pub person: Option<Person>,
}

/// Reads what was typed about a new person.
pub(crate) fn parse_person(services: &Services, new: &NewPerson) -> Result<Person> {
    let mut wrong = Vec::new();
    let mut note = |field, message: String| wrong.push(FieldError { field, message });
    let email = Email::parse(&new.email).map_err(|error| note("email", error.to_string())).ok();
    let name = PersonName::parse(&new.name).map_err(|error| note("name", error.to_string())).ok();
    let role = match new.role.as_str() {
        "" => Some(Role::Rep),
        word => word.parse().map_err(|error: domain::identity::UnknownRole| note("role", error.to_string())).ok(),
    };
    let time_zone = if new.time_zone.trim().is_empty() { "UTC" } else { &new.time_zone };
    let time_zone = parse_time_zone(time_zone).map_err(|wrong| note(wrong.field, wrong.message)).ok();
    let external_id = parse_external_id(&new.external_id).map_err(|wrong| note(wrong.field, wrong.message)).ok();
    match (email, name, role, time_zone) {
        (Some(email), Some(name), Some(role), Some(time_zone)) if wrong.is_empty() => Ok(Person {
            id: PersonId(services.ports().entropy.uuid()),
            email,
            name,
            role,
            external_id: external_id.flatten(),
            time_zone,
            created_at: services.now(),
            activated_at: None,
            deactivated_at: None,
        }),
        _ => Err(Error::Invalid(wrong)),
    }
}

/// Reads the id of somebody in other systems; they may have none.
pub(super) fn parse_external_id(text: &str) -> std::result::Result<Option<String>, FieldError> {
    let id = Some(text.trim()).filter(|id| !id.is_empty());
    if id.is_some_and(|id| id.chars().count() > 100 || id.chars().any(char::is_control)) {
        return Err(FieldError { field: "external_id", message: "Use at most 100 characters.".to_owned() });
    }
    Ok(id.map(str::to_owned))
}

/// Invites somebody: makes their account, and a link with which they choose a password.
///
/// # Errors
/// [`Error::Invalid`] for what was typed, also where the address is taken.
pub async fn invite(services: &Services, actor: &Actor, new: &NewPerson) -> Result<Invited> {
    let role = new.role.parse().unwrap_or(Role::Rep);
    let permit = permit::<InvitePerson>(actor, &Invitation { role, team: new.team })?;
    let person = parse_person(services, new)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if table::person_by_email(&tx, &identify(actor)?, &person.email).await?.is_some() {
        return Err(Error::field("email", "Somebody with this address is already here."));
    }
    insert_new(services, &tx, &person, None, new.team).await?;
    let secret = new_link(services, &tx, LinkKind::Invitation, Some(person.id), actor).await?;
    let detail = json!({ "email": person.email, "role": person.role, "team": new.team });
    services.commit(tx, services.event("person", person.id, detail)).await?;
    Ok(Invited { person: person.id, token: secret })
}

/// What is somebody else's: the address, else the id in other systems.
pub(super) async fn taken(services: &Services, id: PersonId, email: &Email) -> Result<Error> {
    let known = table::person_by_email(services.store(), &identify(&Actor::System)?, email).await?;
    Ok(match known.filter(|known| known.id != id) {
        Some(_) => Error::field("email", "Somebody with this address is already here."),
        None => Error::field("external_id", "Another person has this id."),
    })
}

/// Adds somebody, with the team they join.
///
/// # Errors
/// [`Error::Invalid`] where the address or the id in other systems is somebody else's, or the team is unknown.
pub(super) async fn insert_new<V: table::MayAddPeople + table::MayJoinTeams>(
    services: &Services,
    tx: &store::Tx<V>,
    person: &Person,
    password_hash: Option<&str>,
    team: Option<TeamId>,
) -> Result<()> {
    match table::insert_person(tx, person, password_hash).await {
        // Outside of the transaction, which PostgreSQL has given up by now.
        Err(store::Error::Conflict(_)) => return Err(taken(services, person.id, &person.email).await?),
        inserted => inserted?,
    }
    let Some(team) = team else { return Ok(()) };
    let part = if person.role == Role::Rep { Part::Member } else { Part::Manager };
    table::insert_member(tx, team, person.id, part).await.map_err(|error| match error {
        store::Error::Conflict(_) => Error::field("team", "Choose a team from the list."),
        other => other.into(),
    })
}

/// Makes a new link for somebody who has not accepted yet; the old one stops working.
///
/// # Errors
/// [`Error::Refused`] with code `not-invited` where the account is active or closed.
pub async fn renew_invitation(services: &Services, actor: &Actor, id: PersonId) -> Result<Invited> {
    let identify = identify(actor)?;
    let scope = person_scope(services, actor, id).await?;
    permit::<ReadPerson>(actor, &scope)?;
    let person = table::person_by_id(services.store(), &identify, id).await?.ok_or(Error::NotFound("This person"))?;
    let own_team = match actor {
        Actor::Person(manager) => scope.teams.iter().copied().find(|team| manager.manages.contains(team)),
        _ => None,
    };
    let permit = permit::<InvitePerson>(actor, &Invitation { role: person.role, team: own_team })?;
    let tx = services.store().begin(&permit, services.now()).await?;
    // Under the lock: they may be accepting at this very moment, and whoever held a link then would hold their account.
    let held = table::hold_person(services.store(), &tx, id).await?;
    if held.is_none_or(|held| held.state() != PersonState::Invited) {
        return Err(Error::refused("not-invited", "This person has no open invitation."));
    }
    let secret = new_link(services, &tx, LinkKind::Invitation, Some(id), actor).await?;
    services.commit(tx, services.event("person", id, json!({ "link": "renewed" }))).await?;
    Ok(Invited { person: id, token: secret })
}

pub(crate) async fn new_link<V: table::MayMakeLinks>(
    services: &Services,
    tx: &store::Tx<V>,
    kind: LinkKind,
    person: Option<PersonId>,
    actor: &Actor,
) -> Result<String> {
    table::retire_links_of(tx, kind, person).await?;
    let secret = token::new_token(&*services.ports().entropy);
    let expires_at = tx.now() + kind.lifetime();
    let link = OneTimeLink { id: LinkId(services.ports().entropy.uuid()), kind, person, expires_at, used_at: None };
    let by = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    table::insert_link(tx, &link, &token::hash(&secret), by).await?;
    Ok(secret)
}

/// Looks at a link without using it.
///
/// # Errors
/// [`Error::Refused`] with code `link-used`, `link-expired` or `link-unknown`.
pub async fn look_at_link(services: &Services, kind: LinkKind, secret: &str) -> Result<OpenLink> {
    let identify = identify(&Actor::Nobody)?;
    let found = table::link_by_token(services.store(), &identify, &token::hash(secret)).await?;
    let Some(link) = found.filter(|link| link.kind == kind) else {
        return Err(Error::refused(
            "link-unknown",
            "This link is not complete or not known. Copy it again, all of it.",
        ));
    };
    if link.used_at.is_some() {
        return Err(Error::refused("link-used", "This link has been used or replaced. Sign in, or ask for a new one."));
    }
    if !link.is_open(services.now()) {
        return Err(Error::refused(
            "link-expired",
            format!("This link has run out after {}. Ask whoever sent it for a new one.", kind.lifetime_in_words()),
        ));
    }
    let person = match link.person {
        Some(id) => table::person_by_id(services.store(), &identify, id).await?,
        None => None,
    };
    if person.as_ref().is_some_and(|person| person.state() == PersonState::Deactivated) {
        return Err(Error::refused("link-unknown", "This account has been closed."));
    }
    Ok(OpenLink { link, person })
}

/// Accepts an invitation: sets name and password, activates the account and signs in.
///
/// # Errors
/// As [`look_at_link`], and [`Error::Invalid`] for name or password.
pub async fn accept_invitation(
    services: &Services,
    secret: &str,
    name: &str,
    password: &str,
    device: &Device,
) -> Result<SignedIn> {
    let open = look_at_link(services, LinkKind::Invitation, secret).await?;
    let person = open.person.ok_or(Error::NotFound("This person"))?;
    let name = PersonName::parse(name).map_err(|error| Error::field("name", error))?;
    check_new_password(password, &[person.email.as_str(), name.as_str()])
        .map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let hash = services.passwords().hash(password).await?;
    let permit = permit::<RedeemLink>(&Actor::Nobody, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let held = table::hold_person(services.store(), &tx, person.id).await?;
    let invited = held.is_some_and(|held| held.state() == PersonState::Invited);
    if !invited || !table::use_link(&tx, open.link.id).await? {
        return Err(Error::refused("link-used", "This link has just been used. Sign in."));
    }
    table::activate(&tx, person.id, &name, &hash).await?;
    let signed_in = start_session(services, &tx, person.id, device).await?;
    services.commit(tx, services.event("person", person.id, json!({ "activated": true }))).await?;
    Ok(signed_in)
}
