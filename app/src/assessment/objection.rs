//! "I disagree with this question": a fold below the answer, a form that works without script. It stands outside the island,
//! which only makes it follow the question.

use leptos::leptos_dom::helpers::document;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlFormElement;

use super::view::{AttemptView, ObjectionDraft};
use crate::frame::SAID;
use crate::paths;
use crate::ui::{FormAlert, HiddenField, SubmitButton, TextArea};

/// The id of the fold.
const FOLD: &str = "objection";
/// The id of what says that an objection was sent.
const SENT: &str = "objection-sent";
/// The id of a form that came back.
const REFUSED: &str = "objection-refused";

/// The form, or that it was sent. `refused` is what came back from a form that was not taken.
pub(super) fn objection(view: &AttemptView, refused: Option<ObjectionDraft>) -> impl IntoView + use<> {
    // What was typed about one question is no objection to the next.
    let refused = refused.filter(|refused| refused.position == view.position.to_string());
    let open = refused.is_some();
    let ObjectionDraft { words, error, alert, .. } = refused.unwrap_or_default();
    view! {
        <div class="page page-narrow mt-4">
            <p id=SENT class="quiet small" hidden=!view.objected>
                "You have objected to this question. Somebody will look at it and tell you."
            </p>
            <details id=FOLD open=open hidden=view.objected>
                <summary class="quiet small w-fit cursor-pointer underline underline-offset-4">
                    "I disagree with this question"
                </summary>
                <form
                    id=open.then_some(REFUSED)
                    class="form panel mt-3"
                    method="post"
                    action=paths::form("raise-appeal")
                >
                    <FormAlert message=alert />
                    <HiddenField name="attempt" value=view.id.clone() />
                    <HiddenField name="position" value=view.position.to_string() />
                    <TextArea
                        label="What do you think is wrong with it?"
                        name="words"
                        value=Some(words).filter(|words| !words.is_empty())
                        error=error
                        hint="Somebody who looks after the questions reads it and tells you. Your attempt goes on as it is.".to_owned()
                        rows=3
                        maxlength=1000
                        required=true
                    />
                    <div>
                        <SubmitButton label="Send" class="btn" />
                    </div>
                </form>
            </details>
        </div>
    }
}

/// Whether the page shows an objection that was not taken. It goes on by a load of the next page: nothing of it may stay.
pub(super) fn refused() -> bool {
    document().get_element_by_id(REFUSED).is_some()
}

/// Makes the form that of another question, with nothing typed in it. What the last form said was about the one before.
pub(super) fn follow(view: &AttemptView) {
    if let Some(said) = document().get_element_by_id(SAID) {
        said.remove();
    }
    let set = |id: &str, shown: bool| {
        let found = document().get_element_by_id(id)?;
        found.toggle_attribute_with_force("hidden", !shown).ok().map(|_| found)
    };
    set(SENT, view.objected);
    let Some(fold) = set(FOLD, !view.objected) else { return };
    let find = |selector: &str| fold.query_selector(selector).ok().flatten();
    let position = view.position.to_string();
    if let Some(input) = find("[name=position]").filter(|input| input.get_attribute("value") != Some(position.clone()))
    {
        drop(input.set_attribute("value", &position));
        drop(fold.remove_attribute("open"));
        if let Some(form) = find("form").and_then(|form| form.dyn_into::<HtmlFormElement>().ok()) {
            form.reset();
        }
    }
}
