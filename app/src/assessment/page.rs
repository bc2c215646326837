//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn AttemptPage() -> impl IntoView {
    view! { <p>"AttemptPage"</p> }
}

/// Stub.
#[component]
pub fn ExamPage() -> impl IntoView {
    view! { <p>"ExamPage"</p> }
}
