//! Throwing the version shown out, or giving it another key: the way to the preview, and the way back.

use leptos::prelude::*;

use super::view::{CorrectionView, QuestionView};
use crate::paths;
use crate::ui::{HiddenField, SubmitButton};

/// The correction that stands with its undo, or the form that leads to a preview; and the history.
pub(super) fn correction(view: &QuestionView) -> AnyView {
    let body = match &view.corrected {
        Some(made) => standing(view, made),
        None => form(view),
    };
    let history = view.corrections.iter().map(line).collect_view();
    let title = if view.corrected.is_some() { "Corrected" } else { "Correct it" };
    view! {
        <section class="panel" aria-labelledby="correction">
            <h2 id="correction" class="section-title">
                {title}
            </h2>
            {body}
            {(!view.corrections.is_empty()).then(|| view! { <ul class="history">{history}</ul> })}
        </section>
    }
    .into_any()
}

fn standing(view: &QuestionView, made: &CorrectionView) -> AnyView {
    let action = format!("{}/correct", paths::question(&view.reference));
    view! {
        <p>
            <strong>{made.what.clone()}</strong>
            <span class="block">{made.reason.clone()}</span>
        </p>
        <p class="quiet">"No exam or quiz asks it. Taking it back gives every exam the result that it had."</p>
        <form class="form" method="get" action=action>
            <HiddenField name="undo" value=made.id.clone() />
            <div>
                <SubmitButton label="See what taking it back would change" class="btn" />
            </div>
        </form>
    }
    .into_any()
}

fn form(view: &QuestionView) -> AnyView {
    let action = format!("{}/correct", paths::question(&view.reference));
    // Positions are the author's; the page lists the options in this order.
    let kind = if view.single { "radio" } else { "checkbox" };
    let option = |(at, (letter, right)): (usize, (String, bool))| {
        let now = if right { ", as the key says" } else { "" };
        let name = if kind == "radio" { "right".to_owned() } else { format!("right{at}") };
        let value = at.to_string();
        view! {
            <label class="tick">
                <input class=kind type=kind name=name value=value />
                <span>{format!("{letter} is right{now}")}</span>
            </label>
        }
    };
    let letters = view.options.iter().map(|option| (option.letter.clone(), option.right)).enumerate();
    let options = letters.map(option).collect_view();
    let instead = (!view.options.is_empty()).then(|| {
        let nothing = (kind == "radio").then(|| {
            view! {
                <label class="tick">
                    <input class="radio" type="radio" name="right" value="" checked=true />
                    <span>"It counts for nothing"</span>
                </label>
            }
        });
        let legend =
            if kind == "radio" { "What should count" } else { "What is right instead; tick nothing to throw it out" };
        view! {
            <fieldset class="grid gap-2">
                <legend class="field-label">{legend}</legend>
                {nothing}
                {options}
            </fieldset>
        }
    });
    let what = if view.options.is_empty() {
        "A question that was wrong when it was asked is thrown out, for every exam that asked it. You see first whose result changes."
    } else {
        "A question that was wrong when it was asked is thrown out, or scored by another key, for every exam that asked it. You see first whose result changes."
    };
    view! {
        <p>
            {what}
        </p>
        <form class="form" method="get" action=action>
            <HiddenField name="version" value=view.version.clone() />
            {instead}
            <div>
                <SubmitButton label="See what would change" class="btn" />
            </div>
        </form>
    }
    .into_any()
}

fn line(made: &CorrectionView) -> AnyView {
    let undone = made.undone.clone().map(|undone| view! { <span class="quiet small">{undone}</span> });
    view! {
        <li>
            <span class="quiet small">{format!("{}, version {}", made.what, made.version)}</span>
            <span>{made.reason.clone()}</span>
            {undone}
        </li>
    }
    .into_any()
}
