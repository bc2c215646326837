//! Server functions: webhooks and what they were told.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{DeliveriesView, DeliveryFilter, DeliveryView, WebhookView};
use crate::{ApiError, Done};

/// All webhooks.
#[server(endpoint = "load-webhooks", input = Json)]
pub async fn load_webhooks() -> Result<Vec<WebhookView>, ApiError> {
    let context = crate::ssr::context()?;
    let rows = services::integration::webhook::list_endpoints(&context.services, &context.actor).await;
    let rows = rows.map_err(crate::ssr::fail)?;
    let now = context.services.now();
    Ok(rows.iter().map(|row| crate::ssr::webhook_view(row, now, context.time_zone())).collect())
}

/// A webhook and a page of what it was told.
#[server(endpoint = "load-webhook", input = Json)]
pub async fn load_webhook(id: String, filter: DeliveryFilter) -> Result<DeliveriesView, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    let asked = crate::ssr::asked(&filter);
    let page = services::integration::webhook::deliveries(&context.services, &context.actor, id, asked).await;
    let page = page.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::deliveries_view(page, asked, context.services.now(), context.time_zone()))
}

/// One event that a webhook was told, with all tries.
#[server(endpoint = "load-delivery", input = Json)]
pub async fn load_delivery(id: String, seq: String) -> Result<DeliveryView, ApiError> {
    let context = crate::ssr::context()?;
    let (id, seq) = (crate::ssr::parse_id(&id)?, crate::ssr::parse_seq(&seq)?);
    let page = services::integration::webhook::delivery(&context.services, &context.actor, id, seq).await;
    let page = page.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::delivery_view(page, context.services.now(), context.time_zone()))
}

/// Makes a webhook; its secret is shown this once.
#[server(endpoint = "create-webhook", input = PostUrl)]
pub async fn create_webhook(
    url: String,
    description: String,
    #[server(default)] kinds: Vec<String>,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let new = services::integration::webhook::NewEndpoint { url, description, kinds };
    let made = services::integration::webhook::create(&context.services, &context.actor, &new).await;
    let (id, secret) = made.map_err(crate::ssr::fail)?;
    Ok(Done { secret: Some(secret), ..Done::to(crate::paths::webhook(&id.to_string())) })
}

/// Changes where a webhook is, what it is for, and what it wants to hear of.
#[server(endpoint = "change-webhook", input = PostUrl)]
pub async fn change_webhook(
    id: String,
    url: String,
    description: String,
    #[server(default)] kinds: Vec<String>,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let new = services::integration::webhook::NewEndpoint { url, description, kinds };
    let id = crate::ssr::parse_id(&id)?;
    let changed = services::integration::webhook::change(&context.services, &context.actor, id, &new).await;
    changed.map_err(crate::ssr::fail)?;
    Ok(Done::notice("It is changed, for everything that is sent from now on."))
}

/// Gives a webhook a new secret in the place of the one that the page knew, which is shown this once.
#[server(endpoint = "rotate-webhook", input = PostUrl)]
pub async fn rotate_webhook(id: String, #[server(default)] known: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    // What is no secret's id is none that the webhook has.
    let known = known.parse().ok();
    let rotated = services::integration::webhook::rotate(&context.services, &context.actor, id, known).await;
    let (secret, _) = rotated.map_err(crate::ssr::fail)?;
    Ok(Done { secret: Some(secret), ..Done::default() })
}

/// Disables a webhook, or enables it.
#[server(endpoint = "switch-webhook", input = PostUrl)]
pub async fn switch_webhook(id: String, on: bool) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    let (services, actor) = (&context.services, &context.actor);
    if on {
        services::integration::webhook::enable(services, actor, id).await.map_err(crate::ssr::fail)?;
        return Ok(Done::notice("It is enabled. What waited for it is sent now."));
    }
    services::integration::webhook::disable(services, actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice("It is disabled. Nothing is sent there."))
}

/// Deletes a webhook with its log.
#[server(endpoint = "delete-webhook", input = PostUrl)]
pub async fn delete_webhook(id: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    services::integration::webhook::delete(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done { to: Some(crate::paths::WEBHOOKS.to_owned()), ..Done::notice("The webhook is deleted.") })
}

/// Sends a webhook a test event.
#[server(endpoint = "test-webhook", input = PostUrl)]
pub async fn test_webhook(id: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    services::integration::webhook::test(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice("A test event is on its way. Load this page again in a moment to see what became of it."))
}

/// Sends one event once more.
#[server(endpoint = "replay-delivery", input = PostUrl)]
pub async fn replay_delivery(id: String, seq: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let (id, seq) = (crate::ssr::parse_id(&id)?, crate::ssr::parse_seq(&seq)?);
    let replayed = services::integration::webhook::replay(&context.services, &context.actor, id, seq).await;
    Ok(Done::notice(crate::ssr::replay_words(replayed.map_err(crate::ssr::fail)?)))
}

/// Sends everything once more that was given up since the beginning of a day.
#[server(endpoint = "replay-failed", input = PostUrl)]
pub async fn replay_failed(id: String, since: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    // Whoever may not is told so, whatever they typed.
    let (services, actor) = (&context.services, &context.actor);
    services::integration::webhook::may_manage(actor).map_err(crate::ssr::fail)?;
    let since = crate::ssr::since(&since, context.time_zone())?;
    let replayed = services::integration::webhook::replay_failed(services, actor, id, since).await;
    Ok(Done::notice(match replayed.map_err(crate::ssr::fail)? {
        0 => "Nothing was given up since then.".to_owned(),
        1 => "One event waits to be sent once more.".to_owned(),
        n => format!("{n} events wait to be sent once more."),
    }))
}
