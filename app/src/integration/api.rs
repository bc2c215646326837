//! Server functions: API keys, the audit log.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{AuditFilterView, AuditPageView, KeysView};
use crate::{ApiError, Done};

/// All API keys.
#[server(endpoint = "load-keys", input = Json)]
pub async fn load_keys() -> Result<KeysView, ApiError> {
    let context = crate::ssr::context()?;
    let keys = services::integration::list_keys(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    let keys = keys.iter().map(|key| crate::ssr::key_view(key, context.time_zone())).collect();
    Ok(KeysView { keys, public_url: context.public_url })
}

/// Makes a key; it is shown this once.
#[server(endpoint = "create-key", input = PostUrl)]
pub async fn create_key(name: String, scope: String, #[server(default)] staleness: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let (services, actor) = (&context.services, &context.actor);
    let made = services::integration::create_key(services, actor, &name, &[scope], &staleness).await;
    let (_, secret) = made.map_err(crate::ssr::fail)?;
    Ok(Done { secret: Some(secret), ..Done::to(crate::paths::KEYS) })
}

/// Revokes a key.
#[server(endpoint = "revoke-key", input = PostUrl)]
pub async fn revoke_key(key: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&key)?;
    services::integration::revoke_key(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice("The key is revoked. Nothing gets in with it any more."))
}

/// A page of the audit log.
#[server(endpoint = "load-audit", input = Json)]
pub async fn load_audit(filter: AuditFilterView) -> Result<AuditPageView, ApiError> {
    let context = crate::ssr::context()?;
    let asked = crate::ssr::audit_filter(&filter)?;
    let page = services::audit::recent(&context.services, &context.actor, &asked).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::audit_page_view(&asked, page, &context.services.material().catalog, context.time_zone()))
}
