//! Pieces of several pages: a secret shown once, a second look before something is closed, and a password to choose.

use leptos::prelude::*;

use super::copy::CopyButton;
use crate::ui::{Field, IslandLoader, Notice, Tone};

const PASSWORD_HINT: &str = "At least 12 characters; four unrelated words do well.";

/// The id of the secret.
const SECRET: &str = "secret";

/// A secret that is shown this once: one click selects it, another copies it where there is script.
#[component]
pub fn ShownOnce(
    /// What it is.
    #[prop(into)]
    title: String,
    /// What to do with it.
    #[prop(into)]
    words: String,
    /// The secret.
    secret: String,
    /// What else belongs to it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="shown-once">
            <h2 id="shown-once" class="section-title">
                {title}
            </h2>
            <Notice tone=Tone::Accent>
                <p>{words}</p>
            </Notice>
            <div class="secret">
                <code id=SECRET>{secret}</code>
                <CopyButton from=SECRET.to_owned() />
            </div>
            <IslandLoader />
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}

/// A button that opens a second look: what would happen, and the form that does it.
#[component]
pub fn Confirm(
    /// The button's words.
    label: &'static str,
    /// Whom or what it is about, read out after the words.
    #[prop(into)]
    about: String,
    /// What would happen.
    #[prop(into)]
    words: String,
    /// Whether it stands in a text, and not at the end of a row.
    #[prop(optional)]
    in_text: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    let class = if in_text {
        "mt-3 grid justify-items-start gap-3"
    } else {
        "ml-auto mt-3 grid max-w-xs gap-3 text-start max-md:ml-0 md:justify-items-end md:text-end"
    };
    // The shared name closes one look when the next is opened.
    view! {
        <details name="confirm">
            <summary class="btn btn-sm list-none">
                {label}
                <span class="sr-only">": " {about}</span>
            </summary>
            <div class=class>
                <p>{words}</p>
                {children()}
            </div>
        </details>
    }
    .into_any()
}

/// A password that somebody chooses; the form's key is `password`.
#[component]
pub fn NewPassword(
    /// What is asked for.
    label: &'static str,
    /// What went wrong with it.
    error: Option<String>,
) -> impl IntoView {
    // The error says the same as the hint.
    let hint = error.is_none().then(|| PASSWORD_HINT.to_owned());
    view! {
        <Field
            label=label
            name="password"
            kind="password"
            error=error
            hint=hint
            autocomplete="new-password"
            required=true
        />
    }
    .into_any()
}
