//! Sending what is due. Nothing of the database is held while a receiver is awaited: a delivery is claimed for a minute, sent, and noted. Whoever
//! is killed in between leaves it to the next one, who sends the same bytes under the same id.

use std::time::Duration;

use domain::authz::{OperateSystem, Permit};
use domain::id::{DeliveryAttemptId, EndpointId};
use domain::integration::{pause, wait};
use domain::time::{Span, Timestamp};
use serde_json::json;
use store::webhook::{self as table, Attempt, Delivery, Note};
use tokio::task::JoinSet;

use super::sign;
use crate::learning::{NoticeKind, notify};
use crate::ports::{Message, Reply};
use crate::{Result, Services, operate};

/// Deliveries to one endpoint that run at once.
const AT_ONCE: usize = 8;
/// How long a receiver may take.
const TIMEOUT: Duration = Duration::from_secs(15);
/// How long a delivery is a node's own; much longer than a receiver may take.
const LEASE: Span = Span::seconds(60);
/// How soon it is looked for more to send while slow receivers are awaited.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// How long what was sent is kept.
const KEEP: Span = Span::days(30);
/// Characters of an answer that are kept.
const ANSWER: usize = 500;
/// The receiver is gone for good.
const GONE: u16 = 410;

/// The enabled endpoints to which something is to be sent now.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn endpoints_due(services: &Services) -> Result<Vec<EndpointId>> {
    Ok(table::endpoints_due(services.store(), &operate()?, services.now()).await?)
}

/// Sends everything that is due to all endpoints, and says how much was tried.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer; what is not sent then is sent the next time.
pub async fn send_due(services: &Services) -> Result<u32> {
    let mut endpoints = JoinSet::new();
    for endpoint in endpoints_due(services).await? {
        let services = services.clone();
        endpoints.spawn(async move { deliver(&services, endpoint).await });
    }
    let mut tried = 0;
    while let Some(delivered) = endpoints.join_next().await {
        tried += delivered.map_err(|error| crate::Error::Internal(error.to_string()))??;
    }
    Ok(tried)
}

/// Sends what is due to one endpoint until nothing is, several at once, those about one person one after the other; says how much was tried.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn deliver(services: &Services, endpoint: EndpointId) -> Result<u32> {
    let permit = operate()?;
    let mut running = JoinSet::new();
    let mut tried = 0;
    loop {
        let free = u64::try_from(AT_ONCE - running.len()).unwrap_or(0);
        if free > 0 {
            match claim_due(services, &permit, endpoint, free).await {
                Ok(claimed) => {
                    for (delivery, until) in claimed {
                        let services = services.clone();
                        running.spawn(async move { one(&services, &delivery, until).await });
                    }
                }
                // What is on its way is awaited first: broken off, it would be sent again.
                Err(error) if running.is_empty() => return Err(error),
                Err(error) => tracing::warn!(%endpoint, %error, "what is due could not be read; trying again"),
            }
        }
        if running.is_empty() {
            return Ok(tried);
        }
        match tokio::time::timeout(LOOK_AGAIN, running.join_next()).await {
            Ok(Some(Ok(Ok(())))) => tried += 1,
            // Its claim runs out, and it is sent again.
            Ok(Some(Ok(Err(error)))) => {
                tracing::warn!(%endpoint, %error, "what became of a delivery could not be noted")
            }
            Ok(Some(Err(error))) => tracing::error!(%endpoint, %error, "a delivery broke off"),
            Ok(None) | Err(_) => {}
        }
    }
}

/// What is due and this node's now, with the end of its claim.
async fn claim_due(
    services: &Services,
    permit: &Permit<OperateSystem>,
    endpoint: EndpointId,
    most: u64,
) -> Result<Vec<(Delivery, Timestamp)>> {
    let mut claimed = Vec::new();
    for delivery in table::due(services.store(), permit, endpoint, services.now(), most).await? {
        let (now, until) = (services.now(), services.now() + LEASE);
        match table::claim(services.store(), permit, &delivery, now, until).await {
            Ok(true) => claimed.push((delivery, until)),
            Ok(false) => {}
            Err(error) if claimed.is_empty() => return Err(error.into()),
            Err(_) => break,
        }
    }
    Ok(claimed)
}

/// Sends one delivery that is claimed until `claimed`, and notes what became of it.
async fn one(services: &Services, delivery: &Delivery, claimed: Timestamp) -> Result<()> {
    let permit = operate()?;
    let at = services.now();
    let Some(endpoint) = table::endpoint(services.store(), &permit, delivery.endpoint).await? else { return Ok(()) };
    let secrets = table::secrets(services.store(), &permit, delivery.endpoint, at).await?;
    let body = sign::body(delivery);
    let headers = sign::headers(delivery.event, at, &body, &secrets)?;
    let reply = services.ports().messenger.post(Message { url: endpoint.url, headers, body, timeout: TIMEOUT }).await;
    let now = services.now();
    let status = reply.as_ref().ok().map(|reply| reply.status);
    let (note, left_alone) = match &reply {
        Ok(reply) if (200..300).contains(&reply.status) => (Note::Delivered, None),
        other => {
            let asked = other.as_ref().ok().and_then(|reply| asked_to_wait(reply, now));
            let next = wait(delivery.attempts + 1, services.ports().seed(), asked);
            (next.map_or(Note::GivenUp, |wait| Note::Again(now + wait)), pause(asked).map(|pause| now + pause))
        }
    };
    let attempt = Attempt {
        id: DeliveryAttemptId(services.ports().entropy.uuid()),
        at,
        status,
        error: reply.as_ref().err().map(ToString::to_string),
        millis: (now - at).as_millis(),
        // PostgreSQL keeps no NUL in a text.
        answer: reply.map(|reply| reply.body.chars().filter(|c| *c != '\0').take(ANSWER).collect()).unwrap_or_default(),
    };
    table::note(services.store(), &permit, delivery, &attempt, (claimed, now, note), left_alone).await?;
    if status == Some(GONE) {
        gone(services, &permit, delivery.endpoint).await?;
    }
    Ok(())
}

/// How long a receiver that has too much to do asks to be left alone: seconds, or until a moment.
fn asked_to_wait(reply: &Reply, now: Timestamp) -> Option<Span> {
    let text = reply.retry_after.as_deref().filter(|_| [429, 503].contains(&reply.status))?.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Span::seconds(i64::from(seconds)));
    }
    let at = jiff::fmt::rfc2822::parse(text).ok()?;
    Some(Timestamp::from_millis(at.timestamp().as_millisecond()) - now)
}

/// Disables an endpoint whose receiver says that it is gone, and tells the admins.
async fn gone(services: &Services, permit: &Permit<OperateSystem>, id: EndpointId) -> Result<()> {
    let tx = services.store().begin(permit, services.now()).await?;
    let Some(endpoint) = table::endpoint(&tx, permit, id).await? else { return Ok(()) };
    if !table::disable(&tx, id, "It answered 410: gone.").await? {
        return Ok(());
    }
    for admin in store::identity::active_admins(&tx, permit).await? {
        let words = format!("The webhook “{}” answered 410, gone, and is disabled.", endpoint.description);
        let link = Some(format!("/webhooks/{id}"));
        notify(services, &tx, admin.id, NoticeKind::WebhookDisabled, words, link).await?;
    }
    let detail = json!({ "disabled": true, "gone": true, "description": endpoint.description });
    services.commit(tx, services.event("webhook", id, detail)).await
}

/// Deletes what happened more than 30 days ago and is on its way to nobody, with its log; says how many events.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn tidy(services: &Services) -> Result<u64> {
    let (permit, before) = (operate()?, services.now() - KEEP);
    let mut all = 0;
    loop {
        let tidied = table::tidy(services.store(), &permit, before).await?;
        all += tidied;
        if tidied == 0 {
            return Ok(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_receiver_asks_for_seconds_or_for_a_moment() {
        let now: Timestamp = "2026-11-23T09:00:00Z".parse().unwrap();
        let asked = |status, text: &str| {
            asked_to_wait(&Reply { status, retry_after: Some(text.to_owned()), body: String::new() }, now)
        };
        assert_eq!(asked(429, " 120 "), Some(Span::minutes(2)));
        assert_eq!(asked(503, "Mon, 23 Nov 2026 10:00:00 GMT"), Some(Span::hours(1)));
        assert_eq!(asked(503, "soon"), None);
        assert_eq!(asked(500, "120"), None, "only whoever has too much to do may ask");
    }
}
