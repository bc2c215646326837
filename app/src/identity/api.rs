//! Server functions: signing in and out, set-up, invitations, people, teams, sessions.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{AccountView, InvitationView, InviteView, PeopleView, TeamsView};
use crate::{ApiError, Done};

/// Signs somebody in and sends them where they wanted to go.
#[server(endpoint = "sign-in", input = PostUrl)]
pub async fn sign_in(email: String, password: String, #[server(default)] to: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let signed_in = services::identity::sign_in(&context.services, &email, &password, &context.device).await;
    let signed_in = signed_in.map_err(crate::ssr::fail)?;
    context.set_session(Some(&signed_in.token));
    Ok(Done::to(crate::ssr::own_page(&to)))
}

/// Ends this session.
#[server(endpoint = "sign-out", input = PostUrl)]
pub async fn sign_out() -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    if let Some(token) = &context.session_token {
        services::identity::sign_out(&context.services, token).await.map_err(crate::ssr::fail)?;
    }
    context.set_session(None);
    Ok(Done { notice: Some("You are signed out.".to_owned()), ..Done::to(crate::paths::SIGN_IN) })
}

/// Looks at a set-up link before its form is shown.
#[server(endpoint = "look-at-set-up", input = Json)]
pub async fn look_at_set_up(token: String) -> Result<(), ApiError> {
    let context = crate::ssr::context()?;
    let found = services::identity::look_at_link(&context.services, domain::identity::LinkKind::SetUp, &token).await;
    found.map(|_| ()).map_err(crate::ssr::fail)
}

/// Makes the first admin and signs them in.
#[server(endpoint = "set-up", input = PostUrl)]
pub async fn set_up(token: String, name: String, email: String, password: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let new = services::identity::FirstAdmin { email, name, password };
    let signed_in = services::identity::set_up(&context.services, &token, &new, &context.device).await;
    let signed_in = signed_in.map_err(crate::ssr::fail)?;
    context.set_session(Some(&signed_in.token));
    let notice = "Welcome aboard. Add your teams here, then invite your people.".to_owned();
    Ok(Done { notice: Some(notice), ..Done::to(crate::paths::TEAMS) })
}

/// Looks at an invitation before its form is shown.
#[server(endpoint = "load-invitation", input = Json)]
pub async fn load_invitation(token: String) -> Result<InvitationView, ApiError> {
    let context = crate::ssr::context()?;
    let found =
        services::identity::look_at_link(&context.services, domain::identity::LinkKind::Invitation, &token).await;
    let person = found.map_err(crate::ssr::fail)?.person.ok_or_else(ApiError::not_found)?;
    Ok(InvitationView { name: person.name.to_string(), email: person.email.to_string() })
}

/// Accepts an invitation and signs in.
#[server(endpoint = "accept-invitation", input = PostUrl)]
pub async fn accept_invitation(token: String, name: String, password: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let device = &context.device;
    let signed_in = services::identity::accept_invitation(&context.services, &token, &name, &password, device).await;
    let signed_in = signed_in.map_err(crate::ssr::fail)?;
    context.set_session(Some(&signed_in.token));
    Ok(Done::to("/"))
}

/// A page of everybody one may see; `page` counts from 1.
#[server(endpoint = "load-people", input = Json)]
pub async fn load_people(page: u32) -> Result<PeopleView, ApiError> {
    let context = crate::ssr::context()?;
    let people =
        services::identity::list_people(&context.services, &context.actor, true).await.map_err(crate::ssr::fail)?;
    let teams = services::identity::list_teams(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::people_view(people, &teams, page, &context.actor, context.time_zone()))
}

/// Changes somebody's name, address and id in other systems.
#[server(endpoint = "change-person", input = PostUrl)]
pub async fn change_person(
    person: String,
    name: String,
    email: String,
    #[server(default)] external_id: String,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let new = services::identity::PersonDetails { name, email, external_id };
    let changed = services::identity::change_person(&context.services, &context.actor, id, &new).await;
    changed.map_err(crate::ssr::fail)?;
    Ok(Done { notice: Some("Saved.".to_owned()), ..Done::to(crate::paths::person(&person)) })
}

/// Closes somebody's account.
#[server(endpoint = "close-account", input = PostUrl)]
pub async fn close_account(person: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let person =
        services::identity::read_person(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    services::identity::close_account(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice(format!("The account of {} is closed for good.", person.name)))
}

/// Makes a new link for somebody who has not accepted yet.
#[server(endpoint = "renew-invitation", input = PostUrl)]
pub async fn renew_invitation(person: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&person)?;
    let invited = services::identity::renew_invitation(&context.services, &context.actor, id).await;
    let secret =
        format!("{}{}", context.public_url, crate::paths::invitation(&invited.map_err(crate::ssr::fail)?.token));
    Ok(Done { secret: Some(secret), ..Done::default() })
}

/// What the form that invites offers.
#[server(endpoint = "load-invite", input = Json)]
pub async fn load_invite() -> Result<InviteView, ApiError> {
    let context = crate::ssr::context()?;
    let teams = services::identity::list_teams(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    let teams = teams.into_iter().map(|row| (row.team.id.to_string(), row.team.name)).collect();
    Ok(InviteView { teams, time_zones: crate::ssr::time_zones() })
}

/// Invites somebody; the link is shown once.
#[server(endpoint = "invite", input = PostUrl)]
pub async fn invite(
    email: String,
    name: String,
    #[server(default)] role: String,
    #[server(default)] team: String,
    #[server(default)] external_id: String,
    #[server(default)] time_zone: String,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let team = crate::ssr::parse_optional_id(&team)?;
    let new = services::identity::NewPerson { email, name, role, team, external_id, time_zone };
    let invited =
        services::identity::invite(&context.services, &context.actor, &new).await.map_err(crate::ssr::fail)?;
    let link = format!("{}{}", context.public_url, crate::paths::invitation(&invited.token));
    let notice = Some(format!("{} is invited.", new.name.trim()));
    Ok(Done { notice, secret: Some(link), ..Done::to(crate::paths::INVITE) })
}

/// All teams one may see, with their people.
#[server(endpoint = "load-teams", input = Json)]
pub async fn load_teams() -> Result<TeamsView, ApiError> {
    let context = crate::ssr::context()?;
    let teams = services::identity::list_teams(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    let people = services::identity::list_people(&context.services, &context.actor, false).await;
    Ok(crate::ssr::teams_view(&teams, &people.map_err(crate::ssr::fail)?, &context.actor))
}

/// Adds a team.
#[server(endpoint = "add-team", input = PostUrl)]
pub async fn add_team(name: String, #[server(default)] parent: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let parent = crate::ssr::parse_optional_id(&parent)?;
    services::identity::add_team(&context.services, &context.actor, &name, parent).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice(format!("“{}” is added.", name.trim())))
}

/// Puts somebody into a team, or takes them out; `part` is `member` or `manager`.
#[server(endpoint = "change-membership", input = PostUrl)]
pub async fn change_membership(team: String, person: String, part: String, belongs: bool) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let (team, person) = (crate::ssr::parse_id(&team)?, crate::ssr::parse_id(&person)?);
    let part = crate::ssr::team_part(&part)?;
    let changed = services::identity::change_membership(&context.services, &context.actor, team, person, part, belongs);
    changed.await.map_err(crate::ssr::fail)?;
    Ok(Done::notice(crate::ssr::membership_words(&context, team, person, part, belongs).await))
}

/// One's own account and sessions.
#[server(endpoint = "load-account", input = Json)]
pub async fn load_account() -> Result<AccountView, ApiError> {
    let context = crate::ssr::context()?;
    let sessions =
        services::identity::open_sessions(&context.services, &context.actor).await.map_err(crate::ssr::fail)?;
    let current = crate::ssr::current_session(&context).await.map_err(crate::ssr::fail)?;
    let person = context.person.as_ref().ok_or_else(|| ApiError::new(401, "sign-in", "Sign in first."))?;
    Ok(crate::ssr::account_view(person, &sessions, current))
}

/// Sets the time zone in which one reads times.
#[server(endpoint = "change-time-zone", input = PostUrl)]
pub async fn change_time_zone(#[server(default)] time_zone: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let changed = services::identity::change_time_zone(&context.services, &context.actor, &time_zone).await;
    changed.map_err(crate::ssr::fail)?;
    Ok(Done::notice(format!("Your times are shown in {} now.", time_zone.trim())))
}

/// Ends one of one's own sessions.
#[server(endpoint = "end-session", input = PostUrl)]
pub async fn end_session(session: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&session)?;
    services::identity::end_session(&context.services, &context.actor, id).await.map_err(crate::ssr::fail)?;
    Ok(Done::notice("That device is signed out."))
}
