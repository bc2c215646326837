//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn BoardPage() -> impl IntoView {
    view! { <p>"BoardPage"</p> }
}

/// Stub.
#[component]
pub fn PersonPage() -> impl IntoView {
    view! { <p>"PersonPage"</p> }
}
