//! The island of an open attempt: the same form as without script, which then saves, counts down and goes on in place.

use leptos::prelude::*;

use super::clock::Clock;
use super::desk::{Desk, Saving};
use super::keys::listen;
use super::ordering::{DESK, MOVED};
use super::packed::Packed;
use super::question::question;
use super::view::AttemptView;
use crate::ui::{Notice, Tone};

/// An open attempt at one question.
#[island]
pub fn AttemptDesk(
    /// What is shown first.
    view: Packed,
    /// What was wrong with the form.
    error: Option<String>,
    /// Whether the answer before was given elsewhere.
    elsewhere: bool,
) -> impl IntoView {
    let Packed(view) = view;
    let (title, clock) = (view.title.clone(), view.clock.clone());
    let desk = Desk::new(view, error, elsewhere);
    // What needs script is offered once there is something that listens.
    let awake = RwSignal::new(false);
    let keys = RwSignal::new(true);
    Effect::new(move |_| {
        listen(desk, keys);
        awake.set(true);
        super::ordering::wake();
        desk.take_over();
    });
    let saving = move || if desk.saving.get() == Saving::Saved { "Saved" } else { "" };
    view! {
        <div id=DESK class="page page-narrow">
            <div class="exam-bar">
                <h1 class="section-title">{title}</h1>
                {clock.map(|clock| view! { <Clock clock=clock /> })}
            </div>
            {move || desk.elsewhere.get().then(answered_elsewhere)}
            // A question of its own for each place: an input that is used again would keep what was chosen in it.
            <For
                each=move || [desk.view.get()]
                key=|view| (view.position, view.feedback.is_some())
                children=move |view| question(view, desk)
            />
            <div class="flex flex-wrap justify-between gap-x-6 gap-y-1 quiet small min-h-6">
                <p role="status" aria-live="polite">
                    {saving}
                </p>
                {move || awake.get().then(|| key_hint(desk, keys))}
            </div>
            <p id=MOVED class="sr-only" role="status" aria-live="polite"></p>
        </div>
    }
}

/// Why this is not the question that was answered a moment ago.
pub(super) fn answered_elsewhere() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>
            "You already answered that question in another tab or on another device. That answer counts."
        </Notice>
    }
}

fn key_hint(desk: Desk, on: RwSignal<bool>) -> impl IntoView {
    let words = move || match (on.get(), desk.view.with(AttemptView::has_choices)) {
        (true, true) => "Keys 1 to 9 choose, Enter goes on.",
        (true, false) => "Enter goes on.",
        (false, _) => "Keys are off.",
    };
    view! {
        <p class="pointer-coarse:hidden">
            {words} " "
            <button type="button" class="link" on:click=move |_| on.update(|on| *on = !*on)>
                {move || if on.get() { "Turn off" } else { "Turn on" }}
            </button>
        </p>
    }
}
