//! Server functions: the board, and one person.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::Json;

use super::view::{BoardView, FilterView, PersonView};
use crate::ApiError;

/// Loads the board as far as the viewer may see.
#[server(endpoint = "board", input = Json)]
pub async fn load_board(filter: FilterView) -> Result<BoardView, ApiError> {
    let context = crate::ssr::context()?;
    let asked = crate::ssr::board_filter(&filter).map_err(crate::ssr::fail)?;
    let board = services::readiness::board(&context.services, &context.actor, &asked).await;
    let board = board.map_err(crate::ssr::fail)?;
    let teams = services::identity::list_teams(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::board_view(filter, &asked, board, teams, context.services.now(), context.time_zone()))
}

/// Loads all about one person that their manager needs.
#[server(endpoint = "person", input = Json)]
pub async fn load_person(id: String) -> Result<PersonView, ApiError> {
    let context = crate::ssr::context()?;
    let hidden = |_| crate::ssr::fail(services::Error::Denied(domain::authz::Denied::Hidden));
    let id = id.parse::<domain::id::PersonId>().map_err(hidden)?;
    let page = services::readiness::person_page(&context.services, &context.actor, id).await;
    let page = page.map_err(crate::ssr::fail)?;
    let teams = crate::ssr::team_names(&context, id).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::person_view(&context.services, page, teams, context.time_zone()))
}
