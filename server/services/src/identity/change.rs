//! Changing what an account says about somebody: their name, their address, their id in other systems.

use domain::authz::{Actor, ChangePerson, permit};
use domain::id::PersonId;
use domain::identity::{Email, PersonName};
use serde_json::{Value, json};
use store::identity as table;

use super::link::{parse_external_id, taken};
use super::person_scope;
use crate::{Error, FieldError, Result, Services};

/// What is said about somebody, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonDetails {
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their id in other systems; empty for none.
    pub external_id: String,
}

/// Changes somebody's name, address and id in other systems. They stay signed in, and sign in with the new address from then
/// on. The log keeps what was there before.
///
/// # Errors
/// [`Error::Invalid`] for what was typed, also where the address or the id is somebody else's; [`Error::Denied`].
pub async fn change_person(services: &Services, actor: &Actor, id: PersonId, new: &PersonDetails) -> Result<()> {
    let permit = permit::<ChangePerson>(actor, &person_scope(services, actor, id).await?)?;
    let mut wrong = Vec::new();
    let mut note = |field, message: String| wrong.push(FieldError { field, message });
    let name = PersonName::parse(&new.name).map_err(|error| note("name", error.to_string())).ok();
    let email = Email::parse(&new.email).map_err(|error| note("email", error.to_string())).ok();
    let external_id = parse_external_id(&new.external_id).map_err(|wrong| note(wrong.field, wrong.message)).ok();
    let (Some(name), Some(email), Some(external_id)) = (name, email, external_id) else {
        return Err(Error::Invalid(wrong));
    };
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::hold_person(services.store(), &tx, id).await?.ok_or(Error::NotFound("This person"))?;
    let mut detail = json!({});
    note_change(&mut detail, "name", before.name.as_str(), name.as_str());
    note_change(&mut detail, "email", before.email.as_str(), email.as_str());
    let (had, has) = (before.external_id.as_deref().unwrap_or_default(), external_id.as_deref().unwrap_or_default());
    note_change(&mut detail, "external_id", had, has);
    if detail == json!({}) {
        return Ok(());
    }
    match table::set_details(&tx, id, &email, &name, external_id.as_deref()).await {
        // Outside of the transaction, which PostgreSQL has given up by now.
        Err(store::Error::Conflict(_)) => {
            drop(tx);
            return Err(taken(services, id, &email).await?);
        }
        changed => changed?,
    }
    services.commit(tx, services.event("person", id, detail)).await?;
    Ok(())
}

/// Notes what was there before and what is there now, where that is not the same.
fn note_change(detail: &mut Value, field: &str, before: &str, now: &str) {
    let shown = |text: &str| if text.is_empty() { "none".to_owned() } else { text.to_owned() };
    if before != now {
        detail[format!("{field}_before")] = json!(shown(before));
        detail[field] = json!(shown(now));
    }
}
