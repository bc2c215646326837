//! Suspending the version shown, and what was suspended before.

use leptos::prelude::*;

use super::parts::too_late;
use super::view::{QuestionView, SuspensionView};
use crate::ui::{FormAlert, HiddenField, SubmitButton, TextArea};
use crate::{Flash, paths};

/// The form that suspends or lifts, and the history.
pub(super) fn suspension(view: &QuestionView) -> AnyView {
    let (endpoint, other, title, words, label, field) = if view.suspended {
        (
            "lift-suspension",
            "suspend-question",
            "Suspended",
            "Exams do not ask it. Quizzes and lessons do not change.",
            "Lift the suspension",
            "Why may it be asked again?",
        )
    } else {
        (
            "suspend-question",
            "lift-suspension",
            "Suspend it",
            "Exams that start from then on do not ask it; those that run keep their questions. Nobody’s result changes.",
            "Suspend the question",
            "Why?",
        )
    };
    if view.corrected.is_some() && !view.suspended {
        return ().into_any();
    }
    let critical = (view.critical && !view.suspended)
        .then_some(" It is a critical question: nobody has to answer it right any more.");
    let flash = Flash::of(endpoint);
    // The alert says what is wrong with the form as a whole; a field says it itself.
    let alert = flash.alert().filter(|_| flash.error_of("reason").is_none());
    // The other form stood here when this page was last loaded, and was refused because it does not stand here any more.
    let too_late = too_late(&Flash::of(other), "reason");
    let history = view.suspensions.iter().map(line).collect_view();
    view! {
        <section class="panel" aria-labelledby="suspension">
            <h2 id="suspension" class="section-title">
                {title}
            </h2>
            {too_late}
            <p>{words} {critical}</p>
            <form class="form" method="post" action=paths::form(endpoint)>
                <FormAlert message=alert />
                <HiddenField name="question" value=view.reference.clone() />
                <HiddenField name="version" value=view.version.clone() />
                <TextArea
                    label=field
                    name="reason"
                    value=flash.value("reason")
                    error=flash.error_of("reason")
                    rows=3
                    maxlength=1000
                    required=true
                />
                <div>
                    <SubmitButton label=label class="btn" />
                </div>
            </form>
            {(!view.suspensions.is_empty()).then(|| view! { <ul class="history">{history}</ul> })}
        </section>
    }
    .into_any()
}

fn line(found: &SuspensionView) -> AnyView {
    let class = if found.lifted.is_none() { "history-strong" } else { "" };
    let lifted = found.lifted.clone().map(|lifted| {
        view! {
            <span class="quiet small">{lifted}</span>
            <span>{found.lift_reason.clone()}</span>
        }
    });
    view! {
        <li class=class>
            <span class="quiet small">{format!("{}, version {}", found.what, found.version)}</span>
            <span>{found.reason.clone()}</span>
            {lifted}
        </li>
    }
    .into_any()
}
