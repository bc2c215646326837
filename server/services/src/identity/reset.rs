//! A forgotten password: a one-time link, handed over by somebody who leads.

use domain::authz::{Account, Actor, Installation, RedeemLink, ResetPassword, permit};
use domain::id::PersonId;
use domain::identity::{LinkKind, Person, PersonState};
use serde_json::json;
use store::identity as table;

use super::link::new_link;
use super::sign_in::throttle_key;
use super::{Device, SignedIn, check_new_password, look_at_link, person_scope, read_person, start_session};
use crate::{Error, Result, Services};

/// A reset link to hand over. The token goes into the link and nowhere else.
#[derive(Clone)]
pub struct ResetLink {
    /// Whom it is for.
    pub person: Person,
    /// The secret of the link.
    pub token: String,
}

/// Makes a link with which somebody chooses another password; the one before it stops working. Until it is used, their
/// password stays as it is.
///
/// # Errors
/// [`Error::Refused`] with code `not-active` where the invitation is open or the account closed.
pub async fn reset_link(services: &Services, actor: &Actor, id: PersonId) -> Result<ResetLink> {
    let role = read_person(services, actor, id).await?.role;
    let permit = permit::<ResetPassword>(actor, &Account { person: person_scope(services, actor, id).await?, role })?;
    let tx = services.store().begin(&permit, services.now()).await?;
    // Under the lock, so that of two links at once the first stops working.
    let person = table::hold_person(services.store(), &tx, id).await?.ok_or(Error::NotFound("This person"))?;
    match person.state() {
        PersonState::Active => {}
        PersonState::Invited => {
            return Err(Error::refused("not-active", "They have no password yet. Make them a new invitation link."));
        }
        PersonState::Deactivated => return Err(Error::refused("not-active", "This account is closed.")),
    }
    let token = new_link(services, &tx, LinkKind::Reset, Some(id), actor).await?;
    services.commit(tx, services.event("person", id, json!({ "link": "made" }))).await?;
    Ok(ResetLink { person, token })
}

/// Chooses another password with a reset link: all sessions of the person end, what was counted against the account is
/// forgotten, and they are signed in on this device.
///
/// # Errors
/// As [`look_at_link`], and [`Error::Invalid`] for the password.
pub async fn choose_password(services: &Services, secret: &str, password: &str, device: &Device) -> Result<SignedIn> {
    let open = look_at_link(services, LinkKind::Reset, secret).await?;
    let person = open.person.ok_or(Error::NotFound("This person"))?;
    check_new_password(password, &[person.email.as_str(), person.name.as_str()])
        .map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let hash = services.passwords().hash(password).await?;
    let permit = permit::<RedeemLink>(&Actor::Nobody, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    // First what is counted against the account, then the account: in the order in which a sign-in takes them.
    table::clear_throttle(&tx, &throttle_key(person.email.as_str())).await?;
    let held = table::hold_credentials(services.store(), &tx, person.id).await?;
    if held.is_none_or(|held| held.person.state() != PersonState::Active) {
        return Err(Error::refused("link-unknown", "This account has been closed."));
    }
    if !table::use_link(&tx, open.link.id).await? {
        return Err(Error::refused("link-used", "This link has just been used. Sign in."));
    }
    table::set_password_hash(&tx, person.id, &hash).await?;
    table::retire_links_of(&tx, LinkKind::Reset, Some(person.id)).await?;
    let ended = table::end_sessions_of(&tx, person.id).await?;
    let signed_in = start_session(services, &tx, person.id, device).await?;
    services
        .commit(tx, services.event("person", person.id, json!({ "password": "reset", "sessions_ended": ended })))
        .await?;
    Ok(signed_in)
}
