//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn CertificatesPage() -> impl IntoView {
    view! { <p>"CertificatesPage"</p> }
}
