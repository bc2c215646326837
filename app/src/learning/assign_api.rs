//! Server functions: assigning a path.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::assign_view::AssignView;
use crate::{ApiError, Done};

/// Loads what can be assigned, and to whom.
#[server(endpoint = "assignable", input = Json)]
pub async fn load_assignable() -> Result<AssignView, ApiError> {
    let context = crate::ssr::context()?;
    crate::ssr::assign_view(&context).await.map_err(crate::ssr::fail)
}

/// Assigns a path to a team or a person; `to` is `team:…` or `person:…`, `due` a day such as `2026-12-01`.
#[server(endpoint = "assign", input = PostUrl)]
pub async fn assign(
    #[server(default)] path: String,
    #[server(default)] to: String,
    #[server(default)] due: String,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let to = crate::ssr::assign_target(&to).map_err(crate::ssr::fail)?;
    let time_zone = context.time_zone().to_owned();
    let new = services::learning::NewAssignment { path, to, due, time_zone };
    let came_to = services::learning::assign(&context.services, &context.actor, &new).await;
    let came_to = came_to.map_err(crate::ssr::fail)?;
    let name = crate::ssr::target_name(&context, to).await.map_err(crate::ssr::fail)?;
    let words = crate::ssr::assigned_words(&name, to, came_to);
    Ok(Done { to: Some(crate::paths::BOARD.to_owned()), ..Done::notice(words) })
}
