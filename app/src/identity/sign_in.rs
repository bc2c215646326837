//! Signing in.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::ui::{Field, FormAlert, HiddenField, Notice, PublicShell, SubmitButton, Tone};
use crate::{Flash, paths};

/// The page to sign in.
#[component]
pub fn SignInPage() -> impl IntoView {
    let flash = Flash::of("sign-in");
    let notice = Flash::current().notice;
    let to = use_query_map().with_untracked(|query| query.get("to")).unwrap_or_default();
    let to = flash.value("to").unwrap_or(to);
    let words = if matches!(to.as_str(), "" | "/") {
        "Learn it, prove it, take the call."
    } else {
        "Sign in, and you go straight to the page you asked for."
    };
    let below = || view! { <p>"No account yet? Your manager can send you an invitation."</p> }.into_any();
    view! {
        <Title text="Sign in" />
        <PublicShell title="Sign in" words=words below=below>
            {notice.map(|words| view! { <Notice tone=Tone::Good>{words}</Notice> })}
            <form method="post" action=paths::form("sign-in") class="form">
                <FormAlert message=flash.alert_beside(&["email", "password"]) />
                <HiddenField name="to" value=to />
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    value=flash.value("email")
                    error=flash.error_of("email")
                    autocomplete="username"
                    required=true
                    autofocus=flash.error.is_none()
                />
                <Field
                    label="Password"
                    name="password"
                    kind="password"
                    error=flash.error_of("password")
                    autocomplete="current-password"
                    required=true
                    // Whoever mistyped mostly did so here.
                    autofocus=flash.error.is_some()
                />
                <SubmitButton label="Sign in" />
            </form>
            <p class="quiet small">"Forgot your password? Ask your manager or an admin for a reset link."</p>
        </PublicShell>
    }
}
