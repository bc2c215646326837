//! The start page.

use leptos::prelude::*;

use super::api::load_start;
use super::home::home;
use crate::{Frame, loaded, paths};

/// The page at `/`: a rep's own learning; whoever leads is sent on to the board.
#[component]
pub fn StartPage() -> impl IntoView {
    loaded(load_start(), |view| match view {
        Some(view) => home(view),
        None => view! {
            <Frame title="Board" current=paths::BOARD>
                <p>
                    <a class="link" href=paths::BOARD>
                        "Open the board"
                    </a>
                </p>
            </Frame>
        }
        .into_any(),
    })
}
