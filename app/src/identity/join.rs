//! Getting in with a one-time link: the first admin, and everybody who was invited.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::api::{load_invitation, look_at_set_up};
use super::parts::NewPassword;
use super::view::InvitationView;
use crate::frame::ErrorPage;
use crate::ui::{Field, FormAlert, HiddenField, IconName, PublicShell, SubmitButton, breakable};
use crate::{ApiError, Flash, paths};

/// The secret in the address of the page.
pub(super) fn token() -> String {
    use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default()
}

/// The page on which the first admin makes their account.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let token = token();
    let looked = look_at_set_up(token.clone());
    Suspend::new(async move {
        match looked.await {
            Ok(()) => view! { <SetUpForm token=token /> }.into_any(),
            Err(error) => no_way_in(error),
        }
    })
}

#[component]
fn SetUpForm(token: String) -> impl IntoView {
    let flash = Flash::of("set-up");
    view! {
        <Title text="Set up Canoe" />
        <PublicShell title="Welcome aboard" words="This is the first account. It can invite everybody else.">
            <form class="form" method="post" action=paths::form("set-up")>
                <FormAlert message=flash.alert_beside(&["name", "email", "password"]) />
                <HiddenField name="token" value=token />
                <Field
                    label="Your name"
                    name="name"
                    value=flash.value("name")
                    error=flash.error_of("name")
                    autocomplete="name"
                    required=true
                    autofocus=flash.error.is_none()
                />
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    value=flash.value("email")
                    error=flash.error_of("email")
                    hint="You sign in with it.".to_owned()
                    autocomplete="username"
                    required=true
                />
                <NewPassword label="Password" error=flash.error_of("password") />
                <SubmitButton label="Create the account" icon=IconName::ArrowRight />
            </form>
        </PublicShell>
    }
    .into_any()
}

/// The page on which somebody accepts their invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = token();
    let found = load_invitation(token.clone());
    Suspend::new(async move {
        match found.await {
            Ok(invitation) => view! { <InvitationForm token=token invitation=invitation /> }.into_any(),
            Err(error) => no_way_in(error),
        }
    })
}

#[component]
fn InvitationForm(token: String, invitation: InvitationView) -> impl IntoView {
    let flash = Flash::of("accept-invitation");
    let InvitationView { name, email } = invitation;
    let words = format!("Your seat is ready, {name}. Choose a password and you are in.");
    let name = flash.value("name").unwrap_or(name);
    view! {
        <Title text="Your invitation" />
        <PublicShell title="You are invited" words=words>
            <form class="form" method="post" action=paths::form("accept-invitation")>
                <FormAlert message=flash.alert_beside(&["name", "password"]) />
                <HiddenField name="token" value=token />
                // For password managers, which would store the password under no name.
                <input type="hidden" name="username" autocomplete="username" value=email.clone() />
                <dl class="facts">
                    <div>
                        <dt>"E-mail"</dt>
                        <dd class="wrap-anywhere">{breakable(&email)}</dd>
                    </div>
                </dl>
                <Field
                    label="Your name"
                    name="name"
                    value=name
                    error=flash.error_of("name")
                    hint="As your colleagues should read it.".to_owned()
                    autocomplete="name"
                    required=true
                />
                <NewPassword label="Password" error=flash.error_of("password") />
                <SubmitButton label="Start" icon=IconName::ArrowRight />
            </form>
        </PublicShell>
    }
    .into_any()
}

/// What stands where a link no longer opens anything: why, and the two ways on.
pub(super) fn no_way_in(error: ApiError) -> AnyView {
    let title = match error.code.as_str() {
        "link-used" => "This link has done its work",
        "link-expired" => "This link has run out",
        "link-unknown" => "This link does not open",
        _ => return view! { <ErrorPage error=error /> }.into_any(),
    };
    let below = || view! { <p>"Somebody sent you this link? They can make you a new one in a minute."</p> }.into_any();
    view! {
        <Title text=title />
        <PublicShell title=title words=error.message below=below>
            <div class="actions">
                <a class="btn btn-primary" href=paths::SIGN_IN>
                    "Sign in"
                </a>
            </div>
        </PublicShell>
    }
    .into_any()
}
