//! Choosing another password with a reset link.

use leptos::prelude::*;
use leptos_meta::Title;

use super::join::{no_way_in, token};
use super::parts::NewPassword;
use super::password_api::load_reset;
use super::view::ResetView;
use crate::ui::{FormAlert, HiddenField, IconName, PublicShell, SubmitButton, breakable};
use crate::{Flash, paths};

/// The page on which somebody who forgot their password chooses another.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = token();
    let found = load_reset(token.clone());
    Suspend::new(async move {
        match found.await {
            Ok(reset) => view! { <ResetForm token=token reset=reset /> }.into_any(),
            Err(error) => no_way_in(error),
        }
    })
}

#[component]
fn ResetForm(token: String, reset: ResetView) -> impl IntoView {
    let flash = Flash::of("choose-password");
    let ResetView { email } = reset;
    view! {
        <Title text="Choose a new password" />
        <PublicShell
            title="Choose a new password"
            words="With it you are signed in here, and signed out everywhere else."
        >
            <form class="form" method="post" action=paths::form("choose-password")>
                <FormAlert message=flash.alert_beside(&["password"]) />
                <HiddenField name="token" value=token />
                // For password managers, which would store the password under no name.
                <input type="hidden" name="username" autocomplete="username" value=email.clone() />
                <dl class="facts">
                    <div>
                        <dt>"E-mail"</dt>
                        <dd class="wrap-anywhere">{breakable(&email)}</dd>
                    </div>
                </dl>
                <NewPassword label="New password" error=flash.error_of("password") />
                <SubmitButton label="Set the password" icon=IconName::ArrowRight />
            </form>
        </PublicShell>
    }
    .into_any()
}
