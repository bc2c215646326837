//! The frame of the pages in front of the sign-in, and of errors: one card by the lake.

use leptos::prelude::*;

use super::{Lake, Logo};

/// A card with the logo and a title over a quiet water.
#[component]
pub fn PublicShell(
    /// The page's heading.
    #[prop(into)]
    title: String,
    /// One or two sentences beneath it.
    #[prop(optional, into)]
    words: Option<String>,
    /// A card wide enough for a certificate or a table.
    #[prop(optional)]
    wide: bool,
    /// What stands beneath the card: a link elsewhere, for instance.
    #[prop(optional, into)]
    below: Option<ViewFn>,
    /// The form or the words.
    children: Children,
) -> impl IntoView {
    let card = if wide { "public-card public-card-wide" } else { "public-card" };
    view! {
        <div class="public">
            <a class="skip-link" href="#main">
                "Skip to the page"
            </a>
            <Lake />
            <main id="main" class="public-main" tabindex="-1">
                <section class=card aria-labelledby="public-title">
                    <a class="logo-link" href="/" aria-label="Canoe, home">
                        <Logo />
                    </a>
                    <h1 id="public-title" class="public-title">
                        {title}
                    </h1>
                    {words.map(|words| view! { <p class="public-words">{words}</p> })}
                    <div class="public-body">{children()}</div>
                </section>
                {below.map(|below| view! { <div class="public-below">{below.run()}</div> })}
            </main>
        </div>
    }
    .into_any()
}
