//! Webhooks: the endpoints that are told of events, what each was told, and what is still on its way.

mod endpoint;
mod log;
mod send;

use domain::authz::{ManageWebhooks, OperateSystem, Verb};
use domain::id::{DeliveryAttemptId, EndpointId, EventId, PersonId};
use domain::integration::DeliveryState;
use domain::time::Timestamp;
pub use endpoint::{
    Endpoint, add_secret, change, delete, disable, enable, endpoint, endpoints, insert, newest_secret, resume,
    rotation_ends, secrets,
};
pub use log::{Asked, Tally, attempts, delivery, heads, latest, replay, replay_failed, tally};
pub use send::{Note, claim, due, endpoints_due, note, tidy};

use crate::Error;
use crate::entity::{outbox_event, webhook_attempt, webhook_delivery};
use crate::rows::{number, read, time};

/// Verbs under which one may read about endpoints, and under which they change.
pub trait MaySeeWebhooks: Verb {}
impl MaySeeWebhooks for ManageWebhooks {}
impl MaySeeWebhooks for OperateSystem {}

/// An event on its way to an endpoint, or there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// The endpoint.
    pub endpoint: EndpointId,
    /// The event's number, in the order in which events were written.
    pub seq: i64,
    /// The event.
    pub event: EventId,
    /// When it happened.
    pub at: Timestamp,
    /// What happened, as it was written.
    pub kind: String,
    /// What is told, as JSON, as it was written.
    pub data: String,
    /// Whom it is about.
    pub person: Option<PersonId>,
    /// Where it stands.
    pub state: DeliveryState,
    /// Tries so far, those before a replay not among them.
    pub attempts: u32,
    /// When it is tried next, while it is pending.
    pub next_at: Timestamp,
    /// When it was delivered, or given up.
    pub done_at: Option<Timestamp>,
}

/// A try to deliver an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Its id.
    pub id: DeliveryAttemptId,
    /// When it began.
    pub at: Timestamp,
    /// The status of the answer; none where there was no answer.
    pub status: Option<u16>,
    /// Why there was no answer.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The answer's beginning.
    pub answer: String,
}

fn to_delivery(row: webhook_delivery::Model, event: Option<outbox_event::Model>) -> Result<Delivery, Error> {
    let missing = || Error::Corrupt { table: "webhook_delivery", column: "seq", value: row.seq.to_string() };
    let event = event.ok_or_else(missing)?;
    Ok(Delivery {
        endpoint: EndpointId(row.endpoint_id),
        seq: row.seq,
        event: EventId(event.id),
        at: time(event.at),
        kind: event.kind,
        data: event.data,
        person: row.person_id.map(PersonId),
        state: read("webhook_delivery", "state", &row.state)?,
        attempts: number("webhook_delivery", "attempts", row.attempts)?,
        next_at: time(row.next_at),
        done_at: row.done_at.map(time),
    })
}

fn to_attempt(row: webhook_attempt::Model) -> Result<Attempt, Error> {
    let status = row.status.map(|status| number("webhook_attempt", "status", status)).transpose()?;
    Ok(Attempt {
        id: DeliveryAttemptId(row.id),
        at: time(row.at),
        status,
        error: row.error,
        millis: row.millis,
        answer: row.answer,
    })
}
