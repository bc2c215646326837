//! Answering by keyboard: a digit or a letter chooses, Enter answers.

use leptos::ev::KeyboardEvent;
use leptos::leptos_dom::helpers::{document, event_target, window_event_listener};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};

use super::desk::{Desk, inputs};

/// Listens to the keys; with `on` unset it lets all of them pass, for people whose keys are pressed by their voice.
pub(super) fn listen(desk: Desk, on: RwSignal<bool>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event| {
        if on.get_untracked() && !event.ctrl_key() && !event.meta_key() && !event.alt_key() && !event.repeat() {
            pressed(desk, &event);
        }
    });
    on_cleanup(move || listener.remove());
}

fn pressed(desk: Desk, event: &KeyboardEvent) {
    let key = event.key();
    if key == "Enter" {
        // On a control Enter does what the control does.
        if !is_one_of(event, "a, button, input, select, textarea, summary") {
            event.prevent_default();
            go(desk);
        }
    } else if let Some(place) = place(&key)
        && !is_one_of(event, "input[type=text], select, textarea")
        && let Some(input) = inputs().get(place).filter(|input| !input.disabled() && input.type_() != "text")
    {
        drop(input.focus());
        // A click is what the browser makes of a choice: it changes, and tells so.
        input.click();
    }
}

fn go(desk: Desk) {
    if desk.view.with_untracked(|view| view.feedback.is_none()) {
        desk.give();
    } else if let Some(link) =
        document().get_element_by_id(super::question::NEXT).and_then(|link| link.dyn_into::<HtmlElement>().ok())
    {
        link.click();
    }
}

fn is_one_of(event: &KeyboardEvent, selector: &str) -> bool {
    event_target::<Element>(event).closest(selector).is_ok_and(|found| found.is_some())
}

/// The option that a key names, from 0: `1` to `9`, or `a` to `i`.
fn place(key: &str) -> Option<usize> {
    let &[byte] = key.as_bytes() else { return None };
    match byte {
        b'1'..=b'9' => Some(usize::from(byte - b'1')),
        b'a'..=b'i' => Some(usize::from(byte - b'a')),
        b'A'..=b'I' => Some(usize::from(byte - b'A')),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_key_names_an_option() {
        assert_eq!((place("1"), place("9"), place("b"), place("B")), (Some(0), Some(8), Some(1), Some(1)));
        for none in ["0", "j", "Enter", "", "é", "12"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
