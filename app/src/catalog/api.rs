//! Server functions: the packs to come.

use leptos::prelude::*;
use server_fn::codec::Json;

use super::view::NextView;
use crate::ApiError;

/// The packs to come, and what they would change for everybody.
#[server(endpoint = "load-next-packs", input = Json)]
pub async fn load_next_packs() -> Result<NextView, ApiError> {
    let context = crate::ssr::context()?;
    let folder = crate::ssr::next_packs();
    let next = services::catalog::preview_next(&context.services, &context.actor, folder.as_deref()).await;
    Ok(crate::ssr::next_packs_view(&context, folder.as_deref(), next.map_err(crate::ssr::fail)?))
}
