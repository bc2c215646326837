//! Server functions: changing one's password, and choosing another with a reset link.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::ResetView;
use crate::{ApiError, Done};

/// Changes one's own password; every other session ends.
#[server(endpoint = "change-password", input = PostUrl)]
pub async fn change_password(current_password: String, password: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let token = context.session_token.as_deref().unwrap_or_default();
    let changed = services::identity::change_password(&context.services, token, &current_password, &password).await;
    changed.map_err(crate::ssr::fail)?;
    Ok(Done::notice("Your password is changed. You are signed out everywhere but here."))
}

/// Makes a reset link for somebody; it is shown once.
#[server(endpoint = "reset-password", input = PostUrl)]
pub async fn reset_password(person: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let made = services::identity::reset_link(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    let link = format!("{}{}", context.public_url, crate::paths::reset(&made.token));
    Ok(Done { secret: Some(link), ..Done::notice(format!("The link for {} is made.", made.person.name)) })
}

/// Looks at a reset link before its form is shown.
#[server(endpoint = "load-reset", input = Json)]
pub async fn load_reset(token: String) -> Result<ResetView, ApiError> {
    let context = crate::ssr::context()?;
    let found = services::identity::look_at_link(&context.services, domain::identity::LinkKind::Reset, &token).await;
    let person = found.map_err(crate::ssr::fail)?.person.ok_or_else(ApiError::not_found)?;
    Ok(ResetView { email: person.email.to_string() })
}

/// Chooses another password with a reset link and signs in; every other session ends.
#[server(endpoint = "choose-password", input = PostUrl)]
pub async fn choose_password(token: String, password: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let signed_in = services::identity::choose_password(&context.services, &token, &password, &context.device).await;
    context.set_session(Some(&signed_in.map_err(crate::ssr::fail)?.token));
    let words = "Your new password is set, and you are signed in here. Everywhere else you are signed out.";
    Ok(Done { to: Some(crate::paths::ACCOUNT.to_owned()), ..Done::notice(words) })
}
