//! Fetching the likely next page while the pointer rests on its link.

use leptos::nonce::use_nonce;
use leptos::prelude::*;

/// Asks the browser to fetch a page of ours ahead; one that does not know how leaves it.
#[component]
pub fn Prefetch(
    /// The page's address, made of names in a pack: nothing in it needs escaping in JSON or in a script.
    href: String,
) -> impl IntoView {
    let rules = format!(r#"{{"prefetch":[{{"urls":["{href}"],"eagerness":"moderate"}}]}}"#);
    view! { <script type="speculationrules" nonce=use_nonce() inner_html=rules></script> }.into_any()
}
