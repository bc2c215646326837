//! Server functions: overrides.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::OverrideReportView;
use crate::{ApiError, Done};

/// Loads the overrides of everybody in the reader's reach.
#[server(endpoint = "load-overrides", input = Json)]
pub async fn load_overrides() -> Result<OverrideReportView, ApiError> {
    let context = crate::ssr::context()?;
    let report = services::clearance::override_report(&context.services, &context.actor).await;
    Ok(crate::ssr::override_report_view(&context, report.map_err(crate::ssr::fail)?))
}

/// Asks for an override of somebody's clearance.
#[server(endpoint = "ask-override", input = PostUrl)]
pub async fn ask_override(
    person: String,
    scope: String,
    level: String,
    hours: String,
    reason: String,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let request = services::clearance::Request { scope: &scope, level: &level, hours: &hours, reason: &reason };
    let asked = services::clearance::ask_override(&context.services, &context.actor, id, &request).await;
    asked.map_err(crate::ssr::fail)?;
    let notice = Some("Asked. It lifts nothing until a second person grants it, within a day.".to_owned());
    Ok(Done { notice, ..Done::to(crate::paths::person(&person)) })
}

/// Grants an override that somebody else asked for.
#[server(endpoint = "grant-override", input = PostUrl)]
pub async fn grant_override(id: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    let person = services::clearance::grant_override(&context.services, &context.actor, id).await;
    let page = crate::paths::person(&person.map_err(crate::ssr::fail)?.to_string());
    Ok(Done { notice: Some("Granted. It counts from now on.".to_owned()), ..Done::to(page) })
}

/// Ends an override, or declines one that was asked for.
#[server(endpoint = "end-override", input = PostUrl)]
pub async fn end_override(id: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    let person = services::clearance::end_override(&context.services, &context.actor, id).await;
    let (person, ending) = person.map_err(crate::ssr::fail)?;
    let page = crate::paths::person(&person.to_string());
    Ok(Done { notice: Some(crate::ssr::ending_words(ending).to_owned()), ..Done::to(page) })
}
