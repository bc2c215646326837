//! The time that a person has in exams: as for everybody, or more.

use leptos::prelude::*;

use super::view::ExamTimeView;
use crate::ui::{Field, FormAlert, HiddenField, SubmitButton, TextArea};
use crate::{Flash, paths};

/// What there is, and for those who may grant it the form. Nothing where there is nothing to say.
pub(super) fn exam_time(person: &str, time: ExamTimeView) -> Option<AnyView> {
    if time.percent.is_none() && !time.may_grant {
        return None;
    }
    let words = match time.percent {
        Some(percent) => format!("{percent} % more time, since {}.", time.since),
        None => "As long as for everybody.".to_owned(),
    };
    let reason = time.reason.clone().map(|reason| {
        view! {
            <p class="quiet whitespace-pre-line wrap-anywhere">
                {reason} <span class="block small">"Only admins read this."</span>
            </p>
        }
    });
    let forms = time.may_grant.then(|| forms(person, &time));
    Some(
        view! {
            <section class="panel" aria-labelledby="exam-time">
                <h2 id="exam-time" class="section-title">
                    "Time in exams"
                </h2>
                <p>{words}</p>
                {reason}
                {forms}
            </section>
        }
        .into_any(),
    )
}

fn forms(person: &str, time: &ExamTimeView) -> AnyView {
    let flash = Flash::of("grant-accommodation");
    let ended = Flash::of("end-accommodation").alert();
    // What was wrong is read where it was typed.
    let open = flash.error.is_some();
    let summary = if time.percent.is_some() { "Change it" } else { "Give more time" };
    let percent = flash.value("percent").or_else(|| time.percent.map(|percent| percent.to_string()));
    let reason = flash.value("reason").or_else(|| time.reason.clone());
    let end = time.percent.is_some().then(|| {
        view! {
            <form method="post" action=paths::form("end-accommodation")>
                <HiddenField name="person" value=person />
                <SubmitButton label="End the extra time" class="btn btn-sm btn-ghost -ms-3" />
            </form>
        }
    });
    view! {
        <FormAlert message=ended />
        <details open=open>
            <summary class="link cursor-pointer py-1.5">{summary}</summary>
            <form class="form mt-3" method="post" action=paths::form("grant-accommodation")>
                <FormAlert message=flash.alert_beside(&["percent", "reason"]) />
                <HiddenField name="person" value=person />
                <Field
                    label="More time"
                    name="percent"
                    value=percent
                    error=flash.error_of("percent")
                    hint="From 10 to 200. Exams that are open keep their time.".to_owned()
                    inputmode="numeric"
                    autocomplete="off"
                    unit="%"
                    required=true
                />
                <TextArea
                    label="Reason"
                    name="reason"
                    value=reason
                    error=flash.error_of("reason")
                    hint="Only admins read it.".to_owned()
                    rows=3
                    maxlength=1000
                    required=true
                />
                <div class="actions">
                    <SubmitButton label="Save" class="btn" />
                </div>
            </form>
        </details>
        {end}
    }
    .into_any()
}
