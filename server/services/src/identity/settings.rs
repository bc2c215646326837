//! What everybody changes about their own account: the time zone and the password.

use domain::authz::{Actor, ChangeAccount, Denied, permit};
use domain::identity::LinkKind;
use serde_json::json;
use store::identity as table;

use super::sign_in::{prove, still_holds, throttle_key};
use super::{Resolved, check_new_password, own_scope, resolve_session};
use crate::{Error, FieldError, Result, Services};

/// Reads an IANA time zone.
pub(super) fn parse_time_zone(text: &str) -> std::result::Result<String, FieldError> {
    match jiff::tz::TimeZone::get(text.trim()) {
        Ok(_) => Ok(text.trim().to_owned()),
        Err(_) => Err(FieldError { field: "time_zone", message: "Choose a time zone from the list.".to_owned() }),
    }
}

/// Sets the time zone in which one reads times.
///
/// # Errors
/// [`Error::Invalid`] where there is no such time zone.
pub async fn change_time_zone(services: &Services, actor: &Actor, time_zone: &str) -> Result<()> {
    let own = own_scope(actor)?;
    let permit = permit::<ChangeAccount>(actor, &own)?;
    let time_zone = parse_time_zone(time_zone).map_err(|wrong| Error::Invalid(vec![wrong]))?;
    let tx = services.store().begin(&permit, services.now()).await?;
    table::set_time_zone(&tx, own.id, &time_zone).await?;
    services.commit(tx, services.event("person", own.id, json!({ "time_zone": time_zone }))).await?;
    Ok(())
}

/// Changes one's own password in the session of this token. Every other session ends, and so does every reset link that
/// is still out. A wrong current password counts like a failed sign-in.
///
/// # Errors
/// [`Error::Invalid`] for a wrong current or a weak new password; [`Error::TooSoon`] after too many failures.
pub async fn change_password(services: &Services, token: &str, current: &str, new: &str) -> Result<()> {
    let Resolved { session, person, actor } = resolve_session(services, token).await?.ok_or(Denied::SignIn)?;
    let permit = permit::<ChangeAccount>(&actor, &own_scope(&actor)?)?;
    let email = person.email.as_str();
    let proven = prove(services, &actor, email, current).await?;
    let mut wrong = Vec::new();
    if proven.is_none() {
        wrong.push(not_current());
    }
    wrong.extend(check_new_password(new, &[email, person.name.as_str()]).err());
    let (Some(proven), true) = (proven, wrong.is_empty()) else { return Err(Error::Invalid(wrong)) };
    let hash = services.passwords().hash(new).await?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !still_holds(services, &tx, &proven).await? {
        return Err(Error::Invalid(vec![not_current()]));
    }
    table::set_password_hash(&tx, person.id, &hash).await?;
    table::retire_links_of(&tx, LinkKind::Reset, Some(person.id)).await?;
    let ended = table::end_other_sessions_of(&tx, person.id, session.id).await?;
    table::clear_throttle(&tx, &throttle_key(email)).await?;
    services
        .commit(tx, services.event("person", person.id, json!({ "password": "changed", "sessions_ended": ended })))
        .await?;
    Ok(())
}

fn not_current() -> FieldError {
    FieldError { field: "current_password", message: "This is not your current password.".to_owned() }
}
