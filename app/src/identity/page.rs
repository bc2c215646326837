//! Pages.

use leptos::prelude::*;

/// Stub.
#[component]
pub fn AccountPage() -> impl IntoView {
    view! { <p>"AccountPage"</p> }
}

/// Stub.
#[component]
pub fn InvitationPage() -> impl IntoView {
    view! { <p>"InvitationPage"</p> }
}

/// Stub.
#[component]
pub fn InvitePage() -> impl IntoView {
    view! { <p>"InvitePage"</p> }
}

/// Stub.
#[component]
pub fn PeoplePage() -> impl IntoView {
    view! { <p>"PeoplePage"</p> }
}

/// Stub.
#[component]
pub fn SetUpPage() -> impl IntoView {
    view! { <p>"SetUpPage"</p> }
}

/// Stub.
#[component]
pub fn TeamsPage() -> impl IntoView {
    view! { <p>"TeamsPage"</p> }
}
