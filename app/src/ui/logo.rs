//! The mark: a canoe on one line of water.

use leptos::prelude::*;

/// The mark alone; decoration.
#[component]
pub fn LogoMark(
    /// Size, as utility classes.
    #[prop(default = "size-8")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("logo-mark {class}") viewBox="0 0 32 32" fill="none" aria-hidden="true" focusable="false">
            <path class="logo-paddle" d="M21.4 5 13.6 16.5" stroke-width="1.9" stroke-linecap="round"></path>
            <path class="logo-blade" d="M23.9 1.5c1 .7.6 2.5-.5 4.2-.7 1-1.8 1.4-2.5.9-.8-.5-.9-1.7-.2-2.7 1.1-1.7 2.2-3.1 3.2-2.4Z"></path>
            <path
                class="logo-hull"
                d="M1.6 10.6c-.5-.9.7-1.7 1.4-1 3.2 3.3 7.6 4.8 13 4.8s9.8-1.5 13-4.8c.7-.7 1.9.1 1.4 1C27.6 17.2 22.7 21.4 16 21.4S4.4 17.2 1.6 10.6Z"
            ></path>
            <path
                class="logo-water"
                d="M3 26.4c2.2 0 2.2-1.7 4.3-1.7s2.2 1.7 4.4 1.7 2.1-1.7 4.3-1.7 2.2 1.7 4.3 1.7 2.2-1.7 4.4-1.7 2.1 1.7 4.3 1.7"
                stroke-width="2.2"
                stroke-linecap="round"
            ></path>
        </svg>
    }
    .into_any()
}

/// The mark with the name.
#[component]
pub fn Logo() -> impl IntoView {
    view! {
        <span class="logo">
            <LogoMark />
            <span class="logo-word">"Canoe"</span>
        </span>
    }
    .into_any()
}
