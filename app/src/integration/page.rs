//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn KeysPage() -> impl IntoView {
    view! { <p>"KeysPage"</p> }
}

/// Stub.
#[component]
pub fn AuditPage() -> impl IntoView {
    view! { <p>"AuditPage"</p> }
}
