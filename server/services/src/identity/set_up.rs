//! The first admin, and people added from the command line.

use domain::authz::{Actor, Installation, RedeemLink, permit};
use domain::id::PersonId;
use domain::identity::{Email, LinkKind, Person, PersonName, Role};
use serde_json::json;
use store::identity as table;

use super::link::{insert_new, new_link, parse_person};
use super::{Device, NewPerson, SignedIn, check_new_password, look_at_link, start_session};
use crate::{Error, Result, Services, identify, operate};

/// What the first admin types.
#[derive(Clone, Default)]
pub struct FirstAdmin {
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their password.
    pub password: String,
}

/// The secret of a new set-up link, where there is no account yet.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn set_up_link(services: &Services) -> Result<Option<String>> {
    if table::anybody_exists(services.store(), &identify(&Actor::System)?).await? {
        return Ok(None);
    }
    let tx = services.store().begin(&operate()?, services.now()).await?;
    let secret = new_link(services, &tx, LinkKind::SetUp, None, &Actor::System).await?;
    services.commit(tx, services.event("installation", "set-up", json!({ "link": "made" }))).await?;
    Ok(Some(secret))
}

/// Makes the first admin with the set-up link and signs them in.
///
/// # Errors
/// As [`look_at_link`], and [`Error::Invalid`] for what was typed.
pub async fn set_up(services: &Services, secret: &str, new: &FirstAdmin, device: &Device) -> Result<SignedIn> {
    let open = look_at_link(services, LinkKind::SetUp, secret).await?;
    let mut wrong = Vec::new();
    let email = Email::parse(&new.email).map_err(|e| wrong.extend(fields("email", e))).ok();
    let name = PersonName::parse(&new.name).map_err(|e| wrong.extend(fields("name", e))).ok();
    wrong.extend(check_new_password(&new.password, &[&new.email, &new.name]).err());
    let (Some(email), Some(name), true) = (email, name, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    let hash = services.passwords().hash(&new.password).await?;
    let permit = permit::<RedeemLink>(&Actor::Nobody, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !table::use_link(&tx, open.link.id).await? || table::anybody_exists(&tx, &identify(&Actor::Nobody)?).await? {
        return Err(Error::refused("link-used", "This link has just been used. Sign in."));
    }
    let person = Person {
        id: PersonId(services.ports().entropy.uuid()),
        email,
        name,
        role: Role::Admin,
        external_id: None,
        time_zone: "UTC".to_owned(),
        created_at: tx.now(),
        activated_at: Some(tx.now()),
        deactivated_at: None,
    };
    table::insert_person(&tx, &person, Some(&hash)).await?;
    let signed_in = start_session(services, &tx, person.id, device).await?;
    services.commit(tx, services.event("person", person.id, json!({ "email": person.email, "role": "admin" }))).await?;
    Ok(signed_in)
}

fn fields(field: &'static str, error: impl ToString) -> Option<crate::FieldError> {
    Some(crate::FieldError { field, message: error.to_string() })
}

/// Adds an active account from the command line or for the demo.
///
/// # Errors
/// [`Error::Invalid`] for what was typed, also where the address is taken.
pub async fn add_person(services: &Services, new: &NewPerson, password: &str) -> Result<PersonId> {
    let mut person = parse_person(services, new)?;
    check_new_password(password, &[person.email.as_str(), person.name.as_str()])
        .map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let hash = services.passwords().hash(password).await?;
    let tx = services.store().begin(&operate()?, services.now()).await?;
    person.activated_at = Some(tx.now());
    if table::person_by_email(&tx, &identify(&Actor::System)?, &person.email).await?.is_some() {
        return Err(Error::field("email", "Somebody with this address is already here."));
    }
    insert_new(services, &tx, &person, Some(&hash), new.team).await?;
    services
        .commit(tx, services.event("person", person.id, json!({ "email": person.email, "role": person.role })))
        .await?;
    Ok(person.id)
}
