//! "I disagree with this question": a fold below the answer, a form that works without script.

use leptos::either::Either;
use leptos::prelude::*;

use super::view::ObjectionDraft;
use crate::paths;
use crate::ui::{FormAlert, HiddenField, SubmitButton, TextArea};

/// The form, or that it was sent. The draft is what came back from a form that was refused.
pub(super) fn objection(
    attempt: String,
    position: u32,
    objected: bool,
    draft: Option<ObjectionDraft>,
) -> impl IntoView {
    if objected {
        return Either::Left(view! {
            <p class="quiet small">"You have objected to this question. Somebody will look at it and tell you."</p>
        });
    }
    let open = draft.is_some();
    let ObjectionDraft { words, error, alert, .. } = draft.unwrap_or_default();
    Either::Right(view! {
        <details open=open>
            <summary class="quiet small w-fit cursor-pointer underline underline-offset-4">
                "I disagree with this question"
            </summary>
            <form class="form panel mt-3" method="post" action=paths::form("raise-appeal")>
                <FormAlert message=alert />
                <HiddenField name="attempt" value=attempt />
                <HiddenField name="position" value=position.to_string() />
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
    })
}
