//! May this person take calls? A shape, a word and a colour.

use leptos::prelude::*;

/// The three answers, and what the board tells apart among those who may not call yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PillLevel {
    /// Alone.
    Solo,
    /// With somebody on the line.
    Supervised,
    /// Not yet, but nearly through.
    Close,
    /// Not yet, or not now.
    Blocked,
}

impl PillLevel {
    /// The usual words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Solo => "Ready for calls",
            Self::Supervised => "Supervised",
            Self::Close => "Nearly there",
            Self::Blocked => "Not yet",
        }
    }

    const fn class(self) -> &'static str {
        match self {
            Self::Solo => "pill pill-solo",
            Self::Supervised => "pill pill-supervised",
            Self::Close => "pill pill-close",
            Self::Blocked => "pill pill-blocked",
        }
    }
}

/// A full disc with a tick, a half-filled diamond, a ring with three quarters in it, an empty ring with a bar: told apart
/// without colour.
fn shape(level: PillLevel) -> AnyView {
    match level {
        PillLevel::Solo => view! {
            <circle cx="8" cy="8" r="7" fill="currentColor"></circle>
            <path class="pill-cut" d="m4.8 8.3 2.2 2.2 4.2-4.7"></path>
        }
        .into_any(),
        PillLevel::Supervised => view! {
            <path d="M8 1.6 14.4 8 8 14.4Z" fill="currentColor"></path>
            <path class="pill-line" d="M8 1.6 14.4 8 8 14.4 1.6 8Z"></path>
        }
        .into_any(),
        PillLevel::Close => view! {
            <circle class="pill-line" cx="8" cy="8" r="6.2"></circle>
            <path d="M8 8V4.2A3.8 3.8 0 1 1 4.2 8Z" fill="currentColor"></path>
        }
        .into_any(),
        PillLevel::Blocked => view! {
            <circle class="pill-line" cx="8" cy="8" r="6.2"></circle>
            <path class="pill-line" d="M5 8h6"></path>
        }
        .into_any(),
    }
}

/// The clearance of a person for a scope.
#[component]
pub fn ClearancePill(
    /// The answer.
    level: PillLevel,
    /// The kind of call, such as "Outbound".
    #[prop(optional_no_strip, into)]
    scope: Option<String>,
    /// Larger, for the head of a page.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large { format!("{} pill-large", level.class()) } else { level.class().to_owned() };
    view! {
        <span class=class>
            <svg viewBox="0 0 16 16" fill="none" aria-hidden="true" focusable="false">
                {shape(level)}
            </svg>
            {scope.map(|scope| view! { <span class="pill-scope">{scope} ": "</span> })}
            <span>{level.label()}</span>
        </span>
    }
    .into_any()
}
