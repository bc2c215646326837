//! Where the reader is led after the page has changed under them.

use leptos::leptos_dom::helpers::{document, window};
use leptos::wasm_bindgen::JsCast;
use web_sys::{Element, FocusOptions, HtmlElement};

/// Height of the bar that stays at the top and of the question's number below it, in pixels, about.
const BAR: f64 = 136.0;

/// Gives this element the focus, and the eye the beginning of the card that it stands in.
///
/// What is asked comes after its situation, so the browser's own scrolling to the focus would hide the situation.
pub(super) fn lead_to(id: &str, card: &str) {
    let document = document();
    if let Some(element) = document.get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        // An element that cannot take the focus leaves it where it is.
        drop(element.focus_with_options(&options));
    }
    if let Some(card) = document.get_element_by_id(card).filter(|card| !begins_in_sight(card)) {
        // At once, or as the style sheet says; it says nothing where people want less motion.
        card.scroll_into_view();
    }
}

/// Whether an element begins in the upper half of the window, and what stands above it is below the bar with the clock: then there is no
/// need to scroll.
fn begins_in_sight(element: &Element) -> bool {
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or_default();
    in_upper_half(element.get_bounding_client_rect().top(), height)
}

fn in_upper_half(top: f64, height: f64) -> bool {
    (BAR..=height / 2.0).contains(&top)
}

#[cfg(test)]
mod tests {
    use super::in_upper_half;

    #[test]
    fn a_card_that_begins_in_sight_stays_where_it_is() {
        assert!(in_upper_half(136.0, 740.0) && in_upper_half(370.0, 740.0));
        assert!(!in_upper_half(135.0, 740.0) && !in_upper_half(371.0, 740.0));
    }
}
