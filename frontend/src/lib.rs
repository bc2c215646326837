//! The browser entry: hydrates the islands.

// The islands live in `app`. Without a use of the crate the linker drops it, and no island would be in the bundle.
use app as _;

/// Wakes the islands of the page that the server rendered; the page's own module script calls it once.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
