//! The button that copies what is shown once.

use std::time::Duration;

use leptos::leptos_dom::helpers::{document, set_timeout, window};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::js_sys::Reflect;

const SAID: Duration = Duration::from_secs(4);

/// Copies the words of the element with this id. Not there without script, nor where the browser has no clipboard to give,
/// as on a page without TLS.
#[island]
pub fn CopyButton(
    /// The element's id.
    from: String,
) -> impl IntoView {
    let able = RwSignal::new(false);
    let copied = RwSignal::new(None::<bool>);
    Effect::new(move |_| able.set(has_clipboard()));
    let copy = move |_| {
        let text = document().get_element_by_id(&from).and_then(|element| element.text_content()).unwrap_or_default();
        spawn_local(async move {
            let done = window().navigator().clipboard().write_text(text.trim()).await;
            copied.set(Some(done.is_ok()));
            set_timeout(move || copied.set(None), SAID);
        });
    };
    view! {
        <span class="inline-flex flex-wrap items-center gap-3" hidden=move || !able.get()>
            <button type="button" class="btn btn-sm min-w-20" on:click=copy>
                {move || if copied.get() == Some(true) { "Copied" } else { "Copy" }}
            </button>
            // The button says that it is done; whoever does not see it hears it.
            <span role="status" class=move || if copied.get() == Some(false) { "small" } else { "sr-only" }>
                {move || match copied.get() {
                    None => "",
                    Some(true) => "Copied",
                    Some(false) => "Select it and copy it by hand",
                }}
            </span>
        </span>
    }
}

fn has_clipboard() -> bool {
    let navigator = window().navigator();
    Reflect::get(&navigator, &JsValue::from_str("clipboard")).is_ok_and(|clipboard| clipboard.is_object())
}
