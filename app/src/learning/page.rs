//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn StartPage() -> impl IntoView {
    view! { <p>"StartPage"</p> }
}

/// Stub.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <p>"HomePage"</p> }
}

/// Stub.
#[component]
pub fn ModulePage() -> impl IntoView {
    view! { <p>"ModulePage"</p> }
}

/// Stub.
#[component]
pub fn LessonPage() -> impl IntoView {
    view! { <p>"LessonPage"</p> }
}

/// Stub.
#[component]
pub fn AssignPage() -> impl IntoView {
    view! { <p>"AssignPage"</p> }
}
