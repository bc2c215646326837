//! What happens to an answer in the browser: saved as it changes, given for good, and on to the next question.

use std::time::Duration;

use leptos::leptos_dom::helpers::{
    document, location, request_animation_frame, set_timeout, window, window_event_listener,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{Element, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::api::{give_answer, next_question, save_answer};
use super::focus::lead_to;
use super::keep::{keep, kept, let_go};
use super::objection;
use super::ordering;
use super::view::{AnswerDraft, AttemptView, NextView};
use crate::{ApiError, paths};

/// The form's id.
pub(super) const FORM: &str = "answer";
/// The id of what is asked.
pub(super) const QUESTION: &str = "question";
/// The id of what was right or wrong.
pub(super) const VERDICT: &str = "verdict";

/// The id of what says that there is no line.
pub(super) const NO_LINE: &str = "no-line";
/// The id of what says that the server does not take an answer just now.
pub(super) const NO_ANSWER: &str = "no-answer";
/// The id of what says that the session is over.
pub(super) const SIGNED_OUT: &str = "signed-out";

const RETRY: Duration = Duration::from_secs(3);
const TYPING: Duration = Duration::from_millis(500);

/// Whether the answer is safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Saving {
    /// There is nothing to say.
    #[default]
    Quiet,
    /// It is.
    Saved,
    /// Not yet; it goes on by itself.
    Again,
}

/// The state of the island.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// The question, and what is known about it.
    pub(super) view: RwSignal<AttemptView>,
    /// What is wrong with the answer.
    pub(super) error: RwSignal<Option<String>>,
    /// Whether the answer is safe.
    pub(super) saving: RwSignal<Saving>,
    /// Whether an answer is on its way for good.
    pub(super) busy: RwSignal<bool>,
    /// Whether the answer before was given elsewhere, and has to be explained.
    pub(super) elsewhere: RwSignal<bool>,
    /// Changes made to this question's answer, and how many of them are saved.
    changes: StoredValue<u32>,
    saved: StoredValue<u32>,
    in_flight: StoredValue<bool>,
    /// Whether an answer given for good waits for a save that is on its way: overtaken, it would be refused.
    held: StoredValue<bool>,
    /// Whether this answer was sent before, with no word of what became of it.
    sent: StoredValue<bool>,
    /// What is tried again, after a pause or as soon as the line is back.
    waiting: StoredValue<Option<fn(Desk)>>,
}

impl Desk {
    pub(super) fn new(view: AttemptView, error: Option<String>, elsewhere: bool) -> Self {
        Self {
            view: RwSignal::new(view),
            error: RwSignal::new(error),
            saving: RwSignal::new(Saving::Quiet),
            busy: RwSignal::new(false),
            elsewhere: RwSignal::new(elsewhere),
            changes: StoredValue::new(0),
            saved: StoredValue::new(0),
            in_flight: StoredValue::new(false),
            held: StoredValue::new(false),
            sent: StoredValue::new(false),
            waiting: StoredValue::new(None),
        }
    }

    /// Takes over what was chosen before the script was there, or what the browser brought back.
    pub(super) fn take_over(self) {
        let online = window_event_listener(leptos::ev::online, move |_| self.wake());
        on_cleanup(move || online.remove());
        if let Some(draft) = kept(&self.place()).filter(|_| self.view.with_untracked(|view| view.feedback.is_none())) {
            restore(&draft);
        }
        ordering::settle();
        let safe = self.view.with_untracked(|view| view.feedback.is_some() || view.saved == read());
        if safe {
            let_go(&self.place().0);
        } else {
            self.changed();
        }
    }

    /// Something was chosen or typed.
    pub(super) fn changed(self) {
        self.changes.update_value(|changes| *changes += 1);
        self.error.set(None);
        keep(&self.place(), &read());
        self.save();
    }

    /// Something is being typed; it is saved at the next pause.
    pub(super) fn typing(self) {
        self.changes.update_value(|changes| *changes += 1);
        // Gone before the field is left: whoever clicks on a button then must find it where it was.
        self.error.set(None);
        let changes = self.changes.get_value();
        keep(&self.place(), &read());
        let pause = move || {
            if self.changes.get_value() == changes {
                self.save();
            }
        };
        set_timeout(pause, TYPING);
    }

    fn place(self) -> (String, u32) {
        self.view.with_untracked(|view| (view.id.clone(), view.position))
    }

    /// Tries later what failed on the way, or as soon as the line is back.
    fn again(self, error: &ApiError, then: fn(Self)) {
        self.saving.set(Saving::Again);
        show_held_up(Some(if error.code == "offline" { NO_LINE } else { NO_ANSWER }));
        self.waiting.set_value(Some(then));
        set_timeout(move || self.wake(), RETRY);
    }

    /// Nothing is tried again.
    fn settled(self, saving: Saving) {
        self.saving.set(saving);
        show_held_up(None);
    }

    fn wake(self) {
        // Whoever comes first tries it: the pause, or the line.
        if let Some(then) = self.waiting.try_update_value(Option::take).flatten() {
            then(self);
        }
    }

    fn save(self) {
        let changes = self.changes.get_value();
        if self.in_flight.get_value() || self.busy.get_untracked() || self.saved.get_value() == changes {
            return;
        }
        let draft = read();
        if draft.is_empty() {
            self.saved.set_value(changes);
            self.settled(Saving::Quiet);
            return;
        }
        self.in_flight.set_value(true);
        let (attempt, position) = self.place();
        spawn_local(async move {
            let saved = save_answer(attempt, position, draft).await;
            self.in_flight.set_value(false);
            if self.held.get_value() {
                self.held.set_value(false);
                return self.send();
            }
            // An answer given meanwhile is more than a saved one.
            if self.busy.get_untracked() || self.place().1 != position {
                return;
            }
            match saved {
                Ok(()) => {
                    self.saved.set_value(changes);
                    self.settled(Saving::Saved);
                    if self.changes.get_value() == changes {
                        let_go(&self.place().0);
                    }
                    self.save();
                }
                Err(error) if passes(&error) => self.again(&error, Self::save),
                Err(error) => {
                    self.saved.set_value(changes);
                    self.settled(Saving::Quiet);
                    // Half a number is no mistake while it is being typed.
                    if error.status != 422 {
                        self.refused(error);
                    }
                }
            }
        });
    }

    /// Gives the answer for good.
    pub(super) fn give(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        if self.in_flight.get_value() {
            self.held.set_value(true);
        } else {
            self.send();
        }
    }

    fn send(self) {
        let (attempt, position) = self.place();
        // Read again at every try: what counts is what can be seen.
        let draft = read();
        spawn_local(async move {
            match give_answer(attempt, position, draft).await {
                Ok(next) => self.go_on(next),
                Err(error) if passes(&error) => {
                    self.sent.set_value(true);
                    self.again(&error, Self::send);
                }
                // It was answered or decided meanwhile: elsewhere, or by a try whose answer was lost.
                Err(error) if error.status == 409 => {
                    self.open(true, answered(&error) && !self.sent.get_value());
                }
                Err(error) => {
                    self.busy.set(false);
                    self.settled(Saving::Quiet);
                    self.refused(error);
                }
            }
        });
    }

    /// Says why an answer is not taken.
    fn refused(self, error: ApiError) {
        if error.status == 401 {
            show_held_up(Some(SIGNED_OUT));
        } else {
            self.error.set(Some(words(error)));
        }
    }

    /// Leaves the feedback for the next question.
    pub(super) fn next(self) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        let (attempt, _) = self.place();
        spawn_local(async move {
            match next_question(attempt).await {
                Ok(next) => self.go_on(next),
                Err(_) => self.open(false, false),
            }
        });
    }

    fn go_on(self, next: NextView) {
        let_go(&self.place().0);
        let Some(view) = next.attempt else { return self.open(false, false) };
        if objection::refused() {
            return self.open(view.feedback.is_some(), false);
        }
        let address = address(&view, view.feedback.is_some(), false);
        if let Ok(history) = window().history() {
            // A reload shows the same again. Where the browser refuses, it shows the question that is to be answered.
            drop(history.replace_state_with_url(&JsValue::NULL, "", Some(&address)));
        }
        let first = if view.feedback.is_some() { VERDICT } else { QUESTION };
        self.changes.set_value(0);
        self.saved.set_value(0);
        self.sent.set_value(false);
        self.settled(Saving::Quiet);
        self.error.set(None);
        self.elsewhere.set(false);
        ordering::hush();
        objection::follow(&view);
        self.view.set(view);
        self.busy.set(false);
        request_animation_frame(move || lead_to(first, FORM));
    }

    /// Loads the attempt's page; with `shown`, the feedback on this question where there is any; with `elsewhere`, and
    /// says that it was answered elsewhere.
    fn open(self, shown: bool, elsewhere: bool) {
        let address = self.view.with_untracked(|view| address(view, shown && !view.exam, elsewhere));
        drop(location().assign(&address));
    }
}

fn address(view: &AttemptView, shown: bool, elsewhere: bool) -> String {
    let page = paths::attempt(&view.id);
    match (shown, elsewhere) {
        (false, false) => page,
        (false, true) => format!("{page}?elsewhere=1"),
        (true, false) => format!("{page}?shown={}", view.position),
        (true, true) => format!("{page}?shown={}&elsewhere=1", view.position),
    }
}

/// Whether an answer came to a question that is answered for good; the last answer ends the attempt.
fn answered(error: &ApiError) -> bool {
    matches!(error.code.as_str(), "already-answered" | "attempt-finished")
}

/// Shows why an answer is not on the server yet, or that it is.
fn show_held_up(why: Option<&str>) {
    for id in [NO_LINE, NO_ANSWER, SIGNED_OUT] {
        if let Some(words) = document().get_element_by_id(id) {
            drop(words.toggle_attribute_with_force("hidden", why != Some(id)));
        }
    }
}

/// Whether a failure is one of the way there, so that the same may work a little later.
fn passes(error: &ApiError) -> bool {
    error.status == 429 || error.status >= 500
}

/// What to say about a failure.
fn words(error: ApiError) -> String {
    match error.field("answer") {
        Some(words) => words.to_owned(),
        None => error.message,
    }
}

/// The form's controls.
fn controls() -> Vec<Element> {
    let form = document().get_element_by_id(FORM).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form else { return Vec::new() };
    let elements = form.elements();
    (0..elements.length()).filter_map(|place| elements.item(place)).collect()
}

/// The form's inputs that people see.
pub(super) fn inputs() -> Vec<HtmlInputElement> {
    let inputs = controls().into_iter().filter_map(|control| control.dyn_into::<HtmlInputElement>().ok());
    inputs.filter(|input| input.type_() != "hidden").collect()
}

/// The answer as it stands in the form.
fn read() -> AnswerDraft {
    let mut draft = AnswerDraft::default();
    for input in inputs() {
        let typed = input.value().trim().to_owned();
        match input.name().as_str() {
            "text" => draft.text = typed,
            "number" => draft.number = typed,
            _ if input.checked() => draft.choices.extend(typed.parse::<u8>()),
            _ => {}
        }
    }
    let lists = controls().into_iter().filter_map(|control| control.dyn_into::<HtmlSelectElement>().ok());
    // An order's lists stand as they were put; each belongs to the item that its name says.
    let mut picks: Vec<(usize, String)> = lists.map(|list| (place_in(&list.name()), list.value())).collect();
    if picks.iter().any(|(_, pick)| !pick.is_empty()) {
        picks.sort_unstable_by_key(|(place, _)| *place);
        draft.picks = picks.into_iter().map(|(_, pick)| pick).collect();
    }
    draft
}

/// Puts an answer into the form, as it was read from there.
fn restore(draft: &AnswerDraft) {
    for input in inputs() {
        match input.name().as_str() {
            "text" => input.set_value(&draft.text),
            "number" => input.set_value(&draft.number),
            _ => input.set_checked(input.value().parse().is_ok_and(|place: u8| draft.choices.contains(&place))),
        }
    }
    let lists = controls().into_iter().filter_map(|control| control.dyn_into::<HtmlSelectElement>().ok());
    for list in lists {
        if let Some(pick) = draft.picks.get(place_in(&list.name())) {
            list.set_value(pick);
        }
    }
}

/// The place that the name of a list ends with.
fn place_in(name: &str) -> usize {
    name.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::place_in;

    #[test]
    fn a_list_says_what_it_belongs_to() {
        assert_eq!(["picks[0]", "picks[7]", "picks[10]", ""].map(place_in), [0, 7, 10, 0]);
    }
}
