//! Server functions: home, modules, lessons, marking as read.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{HomeView, LessonView, ModuleView};
use crate::{ApiError, Done};

/// What the start page shows; nothing for whoever leads, who is sent on to the board.
#[server(endpoint = "start", input = Json)]
pub async fn load_start() -> Result<Option<HomeView>, ApiError> {
    let context = crate::ssr::context()?;
    if crate::ssr::leads(&context.actor) {
        leptos_axum::redirect(crate::paths::BOARD);
        return Ok(None);
    }
    load_home().await.map(Some)
}

/// A person's own learning.
#[server(endpoint = "home", input = Json)]
pub async fn load_home() -> Result<HomeView, ApiError> {
    let context = crate::ssr::context()?;
    let home = services::learning::home(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::home_view(&context, &home))
}

/// A module with one's own progress in it.
#[server(endpoint = "module", input = Json)]
pub async fn load_module(pack: String, module: String) -> Result<ModuleView, ApiError> {
    let context = crate::ssr::context()?;
    let reference = crate::ssr::module_ref(&format!("{pack}/{module}"))?;
    let module = services::learning::module(&context.services, &context.actor, &reference).await;
    let at = (context.services.now(), context.time_zone());
    Ok(crate::ssr::module_view(&module.map_err(crate::ssr::fail)?, at))
}

/// A lesson to read.
#[server(endpoint = "lesson", input = Json)]
pub async fn load_lesson(pack: String, module: String, lesson: String) -> Result<LessonView, ApiError> {
    let context = crate::ssr::context()?;
    let reference = crate::ssr::lesson_ref(&format!("{pack}/{module}/{lesson}"))?;
    let lesson = services::learning::lesson(&context.services, &context.actor, &reference).await;
    Ok(crate::ssr::lesson_view(lesson.map_err(crate::ssr::fail)?))
}

/// Marks a lesson as read and goes on to the next, or to the module where none is left.
#[server(endpoint = "mark-read", input = PostUrl)]
pub async fn mark_read(lesson: String) -> Result<Done, ApiError> {
    use services::learning::AfterReading;
    let context = crate::ssr::context()?;
    let lesson = crate::ssr::lesson_ref(&lesson)?;
    let next = services::learning::mark_read(&context.services, &context.actor, &lesson).await;
    match next.map_err(crate::ssr::fail)? {
        AfterReading::Lesson(next) => return Ok(Done::to(services::learning::lesson_link(&next))),
        AfterReading::Exam(scope) => {
            let notice = Some("You have read everything for your next try.".to_owned());
            return Ok(Done { notice, ..Done::to(crate::paths::exam(scope.as_str())) });
        }
        AfterReading::Module => {}
    }
    let module = domain::catalog::ModuleRef { pack: lesson.pack, module: lesson.module };
    let module =
        services::learning::module(&context.services, &context.actor, &module).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::after_last_lesson(&module))
}

/// Puts one of one's own notices away.
#[server(endpoint = "put-away-notice", input = PostUrl)]
pub async fn put_away_notice(notice: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let notice = crate::ssr::parse_id(&notice)?;
    services::learning::put_away(&context.services, &context.actor, notice).await.map_err(crate::ssr::fail)?;
    Ok(Done::default())
}
