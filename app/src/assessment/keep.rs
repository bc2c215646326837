//! An answer that has not reached the server, kept in the browser: a reload or a closed tab while the line is down loses nothing.
//! One answer for each attempt, that of the question at hand, until it is saved.

use leptos::leptos_dom::helpers::window;
use leptos::web_sys::Storage;
use server_fn::codec::JsonEncoding;
use server_fn::{Decodes, Encodes};

use super::view::AnswerDraft;

fn storage() -> Option<Storage> {
    // A browser may refuse it altogether; then there is one thing less to fall back on.
    window().local_storage().ok().flatten()
}

fn key(attempt: &str) -> String {
    format!("canoe-answer-{attempt}")
}

/// Keeps an answer to the question at this place.
pub(super) fn keep((attempt, position): &(String, u32), draft: &AnswerDraft) {
    let bytes = <JsonEncoding as Encodes<(u32, AnswerDraft)>>::encode(&(*position, draft.clone()));
    if let (Some(storage), Some(text)) =
        (storage(), bytes.ok().and_then(|bytes| String::from_utf8(bytes.to_vec()).ok()))
    {
        drop(storage.set_item(&key(attempt), &text));
    }
}

/// What is kept for the question at this place; what is kept for another one is let go.
pub(super) fn kept((attempt, position): &(String, u32)) -> Option<AnswerDraft> {
    let text = storage()?.get_item(&key(attempt)).ok().flatten()?;
    let found = <JsonEncoding as Decodes<(u32, AnswerDraft)>>::decode(text.into_bytes().into()).ok();
    let draft = found.filter(|(place, _)| place == position).map(|(_, draft)| draft);
    if draft.is_none() {
        let_go(attempt);
    }
    draft
}

/// Lets go of what is kept for an attempt: it is saved, or does not matter any more.
pub(super) fn let_go(attempt: &str) {
    if let Some(storage) = storage() {
        drop(storage.remove_item(&key(attempt)));
    }
}
