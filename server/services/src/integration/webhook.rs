//! Webhooks: who is told of events, as Standard Webhooks says (<https://www.standardwebhooks.com>).

mod address;
mod log;
mod send;
mod sign;

use std::collections::BTreeSet;

use domain::authz::{Actor, Installation, ManageWebhooks, Permit, permit};
use domain::id::{EndpointId, EndpointSecretId, EventId};
use domain::integration::EventKind;
use domain::time::{Span, Timestamp};
pub use log::{
    DeliveriesPage, DeliveryPage, EndpointRow, Replayed, deliveries, delivery, list_endpoints, replay, replay_failed,
    waits_for,
};
pub use send::{deliver, endpoints_due, send_due, tidy};
use serde_json::json;
use store::Backend;
use store::outbox::{Outgoing, write_to};
use store::webhook as table;
pub use store::webhook::{Asked, Attempt, Delivery, Endpoint, Tally};

use crate::{Error, FieldError, Result, Services};

/// How long a secret that was rotated away signs beside the new one.
pub const ROTATION: Span = Span::hours(24);
/// Most endpoints: every event is sent to each of them.
const MOST: usize = 50;

/// An endpoint as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewEndpoint {
    /// Where messages are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The words of the kinds it wants to hear of; none for everything.
    pub kinds: Vec<String>,
}

/// Why an admin disabled it themselves.
const BY_HAND: &str = "An admin disabled it.";

fn manage(actor: &Actor) -> Result<Permit<ManageWebhooks>> {
    Ok(permit::<ManageWebhooks>(actor, &Installation)?)
}

/// Whether they may look after webhooks.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins.
pub fn may_manage(actor: &Actor) -> Result<()> {
    manage(actor).map(|_| ())
}

fn not_there() -> Error {
    Error::NotFound("This webhook")
}

/// Checks what was typed: where it is, what it is for, what it wants to hear of.
fn checked(services: &Services, new: &NewEndpoint) -> Result<(String, String, BTreeSet<EventKind>)> {
    let mut wrong = Vec::new();
    let mut note = |field, message: String| wrong.push(FieldError { field, message });
    let url = address::checked(&*services.ports().messenger, &new.url).map_err(|message| note("url", message)).ok();
    let description = new.description.trim();
    if description.is_empty() || description.chars().count() > 100 || description.chars().any(char::is_control) {
        note("description", "Say what it is for, in 1 to 100 characters.".to_owned());
    }
    let known = |word: &String| EventKind::to_ask_for().find(|kind| kind.as_str() == word);
    let kinds: Option<BTreeSet<EventKind>> = new.kinds.iter().map(known).collect();
    if kinds.is_none() {
        note("kinds", "Choose from the list.".to_owned());
    }
    match (url, kinds) {
        (Some(url), Some(kinds)) if wrong.is_empty() => Ok((url, description.to_owned(), kinds)),
        _ => Err(Error::Invalid(wrong)),
    }
}

/// Makes an endpoint, which is told of everything that happens from then on. Its secret is shown this once.
///
/// # Errors
/// [`Error::Invalid`] for what was typed; [`Error::Refused`] with code `too-many`; [`Error::Denied`].
pub async fn create(services: &Services, actor: &Actor, new: &NewEndpoint) -> Result<(EndpointId, String)> {
    let permit = manage(actor)?;
    let (url, description, kinds) = checked(services, new)?;
    let created_by = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    let entropy = &*services.ports().entropy;
    let (id, secret) = (EndpointId(entropy.uuid()), sign::new_secret(entropy));
    let tx = services.store().begin(&permit, services.now()).await?;
    if table::endpoints(&tx, &permit).await?.len() >= MOST {
        return Err(Error::refused("too-many", format!("There are {MOST} webhooks already. Delete one first.")));
    }
    let detail = json!({ "description": description, "host": address::host(&url) });
    let endpoint = Endpoint {
        id,
        url,
        description,
        kinds,
        created_by,
        created_at: tx.now(),
        disabled: None,
        delivered_at: None,
        failing_since: None,
        not_before: None,
    };
    table::insert(&tx, &endpoint).await?;
    table::add_secret(&tx, id, (EndpointSecretId(entropy.uuid()), &secret), tx.now()).await?;
    services.commit(tx, services.event("webhook", id, detail)).await?;
    Ok((id, secret))
}

/// Changes where an endpoint is, what it is for, and what it wants to hear of.
///
/// # Errors
/// [`Error::Invalid`] for what was typed; [`Error::NotFound`]; [`Error::Denied`].
pub async fn change(services: &Services, actor: &Actor, id: EndpointId, new: &NewEndpoint) -> Result<()> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    let (url, description, kinds) = checked(services, new)?;
    let detail = json!({ "changed": true, "description": description, "host": address::host(&url) });
    table::change(&tx, &Endpoint { url, description, kinds, ..before }).await?;
    services.commit(tx, services.event("webhook", id, detail)).await
}

/// Gives an endpoint a new secret in the place of the one that the actor knows of, which is shown this once. Until the moment that comes with
/// it, the old one signs, too; one that was replaced before signs no more.
///
/// # Errors
/// [`Error::Refused`] with code `secret-changed` where another secret, or none, is known of; [`Error::NotFound`]; [`Error::Denied`].
pub async fn rotate(
    services: &Services,
    actor: &Actor,
    id: EndpointId,
    known: Option<EndpointSecretId>,
) -> Result<(String, Timestamp)> {
    let permit = manage(actor)?;
    let entropy = &*services.ports().entropy;
    let secret = sign::new_secret(entropy);
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    let hold = services.store().backend() == Backend::Postgres;
    if known.is_none() || table::newest_secret(&tx, &permit, id, hold).await? != known {
        return Err(Error::refused(
            "secret-changed",
            "This webhook has got a new secret since you opened the page. Nothing was changed now. Another new one would end the secret before it, so look first whether you still want that.",
        ));
    }
    let until = tx.now() + ROTATION;
    table::add_secret(&tx, id, (EndpointSecretId(entropy.uuid()), &secret), until).await?;
    let detail = json!({ "rotated": true, "description": before.description, "until": until });
    services.commit(tx, services.event("webhook", id, detail)).await?;
    Ok((secret, until))
}

/// Disables an endpoint: it is told of nothing that happens from then on, and what is on its way waits. Nothing happens where it is disabled.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn disable(services: &Services, actor: &Actor, id: EndpointId) -> Result<()> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    if table::disable(&tx, id, BY_HAND).await? {
        let detail = json!({ "disabled": true, "description": before.description });
        services.commit(tx, services.event("webhook", id, detail)).await?;
    }
    Ok(())
}

/// Enables an endpoint again; what waited for it is sent at once. Nothing happens where it is enabled.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn enable(services: &Services, actor: &Actor, id: EndpointId) -> Result<()> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    if before.disabled.is_some() && table::enable(&tx, id).await? {
        let detail = json!({ "disabled": false, "description": before.description });
        services.commit(tx, services.event("webhook", id, detail)).await?;
    }
    Ok(())
}

/// Deletes an endpoint with its secrets and its log; what is on its way there is not sent.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn delete(services: &Services, actor: &Actor, id: EndpointId) -> Result<()> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let before = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    if !table::delete(services.store(), &tx, id).await? {
        return Err(not_there());
    }
    let detail = json!({ "deleted": true, "description": before.description, "host": address::host(&before.url) });
    services.commit(tx, services.event("webhook", id, detail)).await
}

/// Sends an endpoint a `webhook.test`, whatever kinds it wants and though it asked to be left alone; returns the event's number.
///
/// # Errors
/// [`Error::Refused`] with code `disabled`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn test(services: &Services, actor: &Actor, id: EndpointId) -> Result<i64> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let endpoint = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    if endpoint.disabled.is_some() {
        return Err(Error::refused("disabled", "This webhook is disabled. Enable it first."));
    }
    let event = EventId(services.ports().entropy.uuid());
    let data = json!({ "endpoint": id, "description": endpoint.description });
    let new = Outgoing { id: event, kind: EventKind::WebhookTest, person: None, data };
    let seq = write_to(&tx, &new, id).await?;
    table::resume(&tx, id).await?;
    let detail = json!({ "tested": true, "description": endpoint.description });
    services.commit(tx, services.event("webhook", id, detail)).await?;
    Ok(seq)
}
