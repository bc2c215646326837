//! Signing in.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::ui::{Field, FormAlert, HiddenField, PublicShell, SubmitButton};
use crate::{Flash, paths};

/// The page to sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let flash = Flash::of("sign-in");
    let to = use_query_map().with_untracked(|query| query.get("to")).unwrap_or_default();
    let to = flash.value("to").unwrap_or(to);
    view! {
        <Title text="Sign in" />
        <PublicShell title="Sign in" words="Learn it, prove it, take the call.">
            <form method="post" action=paths::form("sign-in") class="form-stack">
                <FormAlert message=flash.alert() />
                <HiddenField name="to" value=to />
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    value=flash.value("email")
                    error=flash.error_of("email")
                    autocomplete="username"
                    required=true
                    autofocus=true
                />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    error=flash.error_of("password")
                    autocomplete="current-password"
                    required=true
                />
                <SubmitButton label="Sign in" />
            </form>
        </PublicShell>
    }
}
