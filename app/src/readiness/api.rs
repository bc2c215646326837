//! Server functions: the board, and one person.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{AsReadView, BoardView, FilterView, PersonView};
use crate::{ApiError, Done};

/// Loads the board as far as the viewer may see.
#[server(endpoint = "board", input = Json)]
pub async fn load_board(filter: FilterView) -> Result<BoardView, ApiError> {
    let context = crate::ssr::context()?;
    let asked = crate::ssr::board_filter(&filter, context.time_zone()).map_err(crate::ssr::fail)?;
    let board = services::readiness::board(&context.services, &context.actor, &asked).await;
    let board = board.map_err(crate::ssr::fail)?;
    let teams = services::identity::team_names(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    let waiting = services::clearance::overrides_waiting(&context.services, &context.actor).await;
    let beside = (teams, waiting.map_err(crate::ssr::fail)?);
    Ok(crate::ssr::board_view(filter, &asked, board, beside, context.services.now(), context.time_zone()))
}

/// A lesson in the version that a person read.
#[server(endpoint = "lesson-as-read", input = Json)]
pub async fn load_lesson_as_read(id: String, lesson: String) -> Result<AsReadView, ApiError> {
    let context = crate::ssr::context()?;
    let (id, lesson) = (crate::ssr::parse_id(&id)?, crate::ssr::lesson_ref(&lesson)?);
    let found = services::learning::lesson_as_read(&context.services, &context.actor, id, &lesson).await;
    Ok(crate::ssr::as_read_view(found.map_err(crate::ssr::fail)?, context.time_zone()))
}

/// Gives a person more time in the exams that they start from now on.
#[server(endpoint = "grant-accommodation", input = PostUrl)]
pub async fn grant_accommodation(person: String, percent: String, reason: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let granted =
        services::assessment::grant_accommodation(&context.services, &context.actor, id, &percent, &reason).await;
    granted.map_err(crate::ssr::fail)?;
    let notice = Some("Saved. It counts for exams that they start from now on.".to_owned());
    Ok(Done { notice, ..Done::to(crate::paths::person(&person)) })
}

/// Ends the extra time that a person has in exams.
#[server(endpoint = "end-accommodation", input = PostUrl)]
pub async fn end_accommodation(person: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let ended = services::assessment::end_accommodation(&context.services, &context.actor, id).await;
    ended.map_err(crate::ssr::fail)?;
    let notice = Some("Ended. Exams that they start from now on take the usual time.".to_owned());
    Ok(Done { notice, ..Done::to(crate::paths::person(&person)) })
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
    Ok(crate::ssr::person_view(&context, page, teams))
}
