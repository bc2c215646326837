//! What every page's `<head>` carries for the look.

use leptos::prelude::*;

/// The viewport, the icon and the colours of the browser's own frame.
#[component]
pub fn HeadLinks() -> impl IntoView {
    view! {
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        {frame_colour("#ffffff", "(prefers-color-scheme: light)")}
        {frame_colour("#0e232b", "(prefers-color-scheme: dark)")}
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
    }
    .into_any()
}

/// The colour of the browser's frame under a media query; `view!` knows no `media` on `<meta>`.
fn frame_colour(colour: &'static str, media: &'static str) -> impl IntoView {
    leptos::html::meta().name("theme-color").content(colour).attr("media", media)
}
