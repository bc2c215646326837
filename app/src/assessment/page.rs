//! An attempt: its question while it is open, what came of it afterwards.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::AttemptDesk;
use super::api::load_attempt;
use super::desk::{NO_ANSWER, NO_LINE, SIGNED_OUT};
use super::objection::objection;
use super::packed::Packed;
use super::result::result;
use super::view::{AttemptPageView, AttemptView, ObjectionDraft};
use crate::ui::{IslandLoader, Notice, Tone};
use crate::{Flash, Frame, loaded, paths};

/// An attempt.
#[component]
pub fn AttemptPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let query = use_query_map();
    let shown = query.with_untracked(|query| query.get("shown")).and_then(|shown| shown.parse().ok());
    let elsewhere = query.with_untracked(|query| query.get("elsewhere").is_some());
    loaded(load_attempt(id, shown), move |found| match found {
        AttemptPageView::Open(view) => open(*view, elsewhere).into_any(),
        AttemptPageView::Finished(outcome) => result(*outcome, elsewhere).into_any(),
    })
}

fn open(view: AttemptView, elsewhere: bool) -> impl IntoView {
    let flash = Flash::of("answer");
    let error = flash.error_of("answer").or_else(|| flash.alert());
    let (title, exam, back) = (view.title.clone(), view.exam, paths::attempt(&view.id));
    let flash = Flash::of("raise-appeal");
    let refused = flash.error.is_some().then(|| ObjectionDraft {
        position: flash.value("position").unwrap_or_default(),
        words: flash.value("words").unwrap_or_default(),
        error: flash.error_of("words"),
        alert: flash.alert().filter(|_| flash.error_of("words").is_none()),
    });
    let objection = objection(&view, refused);
    view! {
        <Frame title=title current=paths::HOME>
            <IslandLoader />
            <AttemptDesk view=Packed(view) error=error elsewhere=elsewhere />
            {objection}
            {held_up(exam, back)}
        </Frame>
    }
}

/// Why an answer is not on the server yet. Outside the island, which only shows and hides it: words need no script.
fn held_up(exam: bool, back: String) -> impl IntoView {
    let clock = if exam { " The clock goes on." } else { "" };
    let words = move |when: &str| format!("Your answer is kept here and sent as soon as {when}.{clock}");
    view! {
        <div class="page page-narrow mt-6" role="status" aria-live="polite">
            <div id=NO_LINE hidden>
                <Notice tone=Tone::Warn title="No connection.">{words("the line is back")}</Notice>
            </div>
            <div id=NO_ANSWER hidden>
                <Notice tone=Tone::Warn title="Canoe does not answer just now.">{words("it does")}</Notice>
            </div>
            <div id=SIGNED_OUT hidden>
                <Notice tone=Tone::Warn title="You are signed out.">
                    {format!("Your answer is kept here.{clock} ")} <a class="link" href=format!("{}?to={back}", paths::SIGN_IN)>
                        "Sign in and go on"
                    </a>
                </Notice>
            </div>
        </div>
    }
}
