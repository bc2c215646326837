//! An answer that has not reached the server, kept in the browser: a reload or a closed tab while the line is down loses nothing.
//! One answer for each attempt, that of the question at hand, until it is saved.

use leptos::leptos_dom::helpers::window;
use leptos::web_sys::Storage;

use super::view::AnswerDraft;

/// Between the parts of an answer; no field of one line holds it.
const PARTS: char = '\n';

fn storage() -> Option<Storage> {
    // A browser may refuse it altogether; then there is one thing less to fall back on.
    window().local_storage().ok().flatten()
}

fn key(attempt: &str) -> String {
    format!("canoe-answer-{attempt}")
}

/// Keeps an answer to the question at this place.
pub(super) fn keep((attempt, position): &(String, u32), draft: &AnswerDraft) {
    if let Some(storage) = storage() {
        drop(storage.set_item(&key(attempt), &write(*position, draft)));
    }
}

/// What is kept for the question at this place; what is kept for another one is let go.
pub(super) fn kept((attempt, position): &(String, u32)) -> Option<AnswerDraft> {
    let text = storage()?.get_item(&key(attempt)).ok().flatten()?;
    let draft = read(&text, *position);
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

// By hand, because the browser has to load whatever writes and reads it.
fn write(position: u32, draft: &AnswerDraft) -> String {
    let choices = draft.choices.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
    let parts = [position.to_string(), choices, draft.number.clone(), draft.picks.join(","), draft.text.clone()];
    parts.join("\n")
}

fn read(text: &str, position: u32) -> Option<AnswerDraft> {
    let mut parts = text.splitn(5, PARTS);
    parts.next().filter(|place| *place == position.to_string())?;
    let choices = parts.next()?.split(',').filter_map(|place| place.parse().ok()).collect();
    let number = parts.next()?.to_owned();
    let picks = parts.next().filter(|picks| !picks.is_empty());
    let picks = picks.map(|picks| picks.split(',').map(str::to_owned).collect()).unwrap_or_default();
    Some(AnswerDraft { choices, number, picks, text: parts.next()?.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_comes_back_as_it_was() {
        let none = AnswerDraft::default();
        let choices = AnswerDraft { choices: vec![0, 2, 11], ..none.clone() };
        let number = AnswerDraft { number: "7 200,5".to_owned(), ..none.clone() };
        let picks = AnswerDraft { picks: vec!["2".to_owned(), String::new(), "0".to_owned()], ..none.clone() };
        let text = AnswerDraft { text: "a customer, who waits".to_owned(), ..none.clone() };
        for draft in [none, choices, number, picks, text] {
            assert_eq!(read(&write(3, &draft), 3), Some(draft.clone()));
            assert_eq!(read(&write(3, &draft), 4), None, "another question's");
        }
        for nonsense in ["", "3", "3\n1", "{}"] {
            assert_eq!(read(nonsense, 3), None, "{nonsense}");
        }
    }
}
