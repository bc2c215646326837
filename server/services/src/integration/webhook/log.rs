//! The endpoints, what each was told, and telling it again.

use std::collections::BTreeMap;

use domain::authz::Actor;
use domain::id::{EndpointId, EndpointSecretId, PersonId};
use domain::integration::DeliveryState;
use domain::time::Timestamp;
use serde_json::{Value, json};
use store::webhook::{self as table, Asked, Attempt, Delivery, Endpoint, Tally};

use super::{manage, not_there};
use crate::{Error, Result, Services, identify};

/// Deliveries on a page.
const PAGE: usize = 50;

/// An endpoint in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndpointRow {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// What is on its way there, and what was given up.
    pub tally: Tally,
}

/// A page of what an endpoint was told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveriesPage {
    /// The endpoint.
    pub row: EndpointRow,
    /// The secret that a new one would take the place of.
    pub newest_secret: Option<EndpointSecretId>,
    /// Until when the secret before the present one signs, too.
    pub rotation_ends: Option<Timestamp>,
    /// The deliveries, the latest first, each with its tries, the latest first.
    pub rows: Vec<(Delivery, Vec<Attempt>)>,
    /// Names of those whom they are about.
    pub names: BTreeMap<PersonId, String>,
    /// The first event on its way about each of them: later ones wait for it.
    pub heads: BTreeMap<PersonId, i64>,
    /// Where the next page begins; none on the last one.
    pub older: Option<i64>,
}

/// A delivery with all its tries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryPage {
    /// The endpoint.
    pub endpoint: Endpoint,
    /// The delivery.
    pub delivery: Delivery,
    /// Its tries, the latest first.
    pub attempts: Vec<Attempt>,
    /// Name of whom it is about.
    pub name: Option<String>,
    /// The earlier event about the same person that it waits for, while both are on their way.
    pub waits_for: Option<i64>,
    /// The body, set out to be read.
    pub body: String,
}

/// All endpoints, the oldest first.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins.
pub async fn list_endpoints(services: &Services, actor: &Actor) -> Result<Vec<EndpointRow>> {
    let permit = manage(actor)?;
    let mut tallies = table::tally(services.store(), &permit).await?;
    let endpoints = table::endpoints(services.store(), &permit).await?;
    let row = |endpoint: Endpoint| EndpointRow { tally: tallies.remove(&endpoint.id).unwrap_or_default(), endpoint };
    Ok(endpoints.into_iter().map(row).collect())
}

/// An endpoint, and a page of what it was told.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`] for everybody but admins.
pub async fn deliveries(services: &Services, actor: &Actor, id: EndpointId, asked: Asked) -> Result<DeliveriesPage> {
    let permit = manage(actor)?;
    let store = services.store();
    let endpoint = table::endpoint(store, &permit, id).await?.ok_or_else(not_there)?;
    let tally = table::tally(store, &permit).await?.remove(&id).unwrap_or_default();
    // One more than a page, to know whether there is another.
    let most = u64::try_from(PAGE + 1).unwrap_or(u64::MAX);
    let mut found = table::latest(store, &permit, id, asked, most).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let seqs: Vec<i64> = found.iter().map(|delivery| delivery.seq).collect();
    let mut tries = table::attempts(store, &permit, id, &seqs).await?;
    let people: Vec<PersonId> = found.iter().filter_map(|delivery| delivery.person).collect();
    let with_tries = |delivery: Delivery| {
        let tries = tries.remove(&delivery.seq).unwrap_or_default();
        (delivery, tries)
    };
    Ok(DeliveriesPage {
        heads: table::heads(store, &permit, id, &people).await?,
        row: EndpointRow { endpoint, tally },
        newest_secret: table::newest_secret(store, &permit, id, false).await?,
        rotation_ends: table::rotation_ends(store, &permit, id, services.now()).await?,
        names: store::identity::person_names(store, &identify(actor)?, &people).await?,
        older: found.last().filter(|_| more).map(|last| last.seq),
        rows: found.into_iter().map(with_tries).collect(),
    })
}

/// One delivery with all its tries.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`] for everybody but admins.
pub async fn delivery(services: &Services, actor: &Actor, id: EndpointId, seq: i64) -> Result<DeliveryPage> {
    let permit = manage(actor)?;
    let store = services.store();
    let endpoint = table::endpoint(store, &permit, id).await?.ok_or_else(not_there)?;
    let delivery = table::delivery(store, &permit, id, seq).await?.ok_or(Error::NotFound("This delivery"))?;
    let attempts = table::attempts(store, &permit, id, &[seq]).await?.remove(&seq).unwrap_or_default();
    let people: Vec<PersonId> = delivery.person.into_iter().collect();
    let mut names = store::identity::person_names(store, &identify(actor)?, &people).await?;
    let name = delivery.person.and_then(|id| names.remove(&id));
    let waits_for = waits_for(&delivery, &table::heads(store, &permit, id, &people).await?);
    Ok(DeliveryPage { body: readable(&delivery), endpoint, delivery, attempts, name, waits_for })
}

/// The earlier event about the same person that a delivery waits for, given the first that is on its way about each of them.
#[must_use]
pub fn waits_for(delivery: &Delivery, heads: &BTreeMap<PersonId, i64>) -> Option<i64> {
    let first = heads.get(&delivery.person?).copied()?;
    (delivery.state == DeliveryState::Pending && first < delivery.seq).then_some(first)
}

/// The body, set out to be read, in the order in which it is sent.
fn readable(delivery: &Delivery) -> String {
    let data = serde_json::from_str(&delivery.data).and_then(|data: Value| serde_json::to_string_pretty(&data));
    let data = data.unwrap_or_else(|_| delivery.data.clone()).replace('\n', "\n  ");
    let Delivery { kind, at, .. } = delivery;
    format!("{{\n  \"type\": \"{kind}\",\n  \"timestamp\": \"{at}\",\n  \"data\": {data}\n}}")
}

/// When an event is sent that is to be sent once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replayed {
    /// At once.
    Now,
    /// As soon as this earlier event about the same person is through.
    After(i64),
    /// As soon as the webhook is enabled.
    WhenEnabled,
}

/// Sends one event once more, whatever became of it and though its receiver asked to be left alone.
///
/// # Errors
/// [`Error::NotFound`] where it was never sent there; [`Error::Denied`].
pub async fn replay(services: &Services, actor: &Actor, id: EndpointId, seq: i64) -> Result<Replayed> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let endpoint = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    let delivery = table::delivery(&tx, &permit, id, seq).await?.ok_or(Error::NotFound("This delivery"))?;
    table::replay(&tx, id, seq).await?;
    table::resume(&tx, id).await?;
    let people: Vec<PersonId> = delivery.person.into_iter().collect();
    let heads = table::heads(&tx, &permit, id, &people).await?;
    let detail = json!({ "replayed": 1, "description": endpoint.description, "event": delivery.event });
    services.commit(tx, services.event("webhook", id, detail)).await?;
    Ok(match waits_for(&Delivery { state: DeliveryState::Pending, ..delivery }, &heads) {
        _ if endpoint.disabled.is_some() => Replayed::WhenEnabled,
        Some(earlier) => Replayed::After(earlier),
        None => Replayed::Now,
    })
}

/// Sends everything once more that happened since then and was given up, as soon as the webhook is enabled and its receiver asks for nothing
/// else; says how much that is.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn replay_failed(services: &Services, actor: &Actor, id: EndpointId, since: Timestamp) -> Result<u64> {
    let permit = manage(actor)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let endpoint = table::endpoint(&tx, &permit, id).await?.ok_or_else(not_there)?;
    let replayed = table::replay_failed(&tx, id, since).await?;
    if replayed > 0 {
        let detail = json!({ "replayed": replayed, "description": endpoint.description, "since_at": since });
        services.commit(tx, services.event("webhook", id, detail)).await?;
    }
    Ok(replayed)
}
