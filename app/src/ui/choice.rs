//! Answers as large cards, and the ordinary check box.

use leptos::prelude::*;

use super::{Icon, IconName};

/// One answer or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChoiceKind {
    /// Exactly one.
    One,
    /// Any number.
    Many,
}

/// What is known about an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ChoiceState {
    /// Not judged.
    #[default]
    Open,
    /// It is right.
    Right,
    /// It was chosen and is wrong.
    Wrong,
}

/// The answers of one question, with the question as their legend.
#[component]
pub fn ChoiceList(
    /// The question.
    #[prop(into)]
    legend: String,
    /// How to answer: "Choose one", "Choose all that apply".
    #[prop(into)]
    how: String,
    /// The `Choice`s.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend class="choices-legend">{legend}</legend>
            <p class="choices-how">{how}</p>
            <div class="choices-list">{children()}</div>
        </fieldset>
    }
    .into_any()
}

/// One answer, a card as wide as the page.
#[component]
pub fn Choice(
    /// One or many.
    kind: ChoiceKind,
    /// The form's key.
    #[prop(into)]
    name: String,
    /// What the form sends.
    #[prop(into)]
    value: String,
    /// The answer's words.
    #[prop(into)]
    label: String,
    /// Whether it is chosen.
    #[prop(optional)]
    checked: bool,
    /// Whether it can no longer be changed.
    #[prop(optional)]
    disabled: bool,
    /// Right, wrong or not judged.
    #[prop(optional)]
    state: ChoiceState,
    /// Why it is right or wrong.
    #[prop(optional_no_strip, into)]
    feedback: Option<String>,
) -> impl IntoView {
    let (kind, control) = match kind {
        ChoiceKind::One => ("radio", "radio"),
        ChoiceKind::Many => ("checkbox", "checkbox"),
    };
    let (class, verdict) = match state {
        ChoiceState::Open => ("choice", None),
        ChoiceState::Right => ("choice choice-right", Some((IconName::CircleCheck, "Right"))),
        ChoiceState::Wrong => ("choice choice-wrong", Some((IconName::CircleX, "Not this one"))),
    };
    view! {
        <label class=class>
            <input class=control type=kind name=name value=value checked=checked disabled=disabled />
            <span class="choice-body">
                <span class="choice-label">{label}</span>
                {verdict
                    .map(|(icon, word)| {
                        view! {
                            <span class="choice-verdict">
                                <Icon name=icon class="size-5" />
                                {word}
                            </span>
                        }
                    })}
                {feedback.map(|words| view! { <span class="choice-feedback">{words}</span> })}
            </span>
        </label>
    }
    .into_any()
}

/// One box to tick, with its words.
#[component]
pub fn Checkbox(
    /// What ticking it means.
    #[prop(into)]
    label: String,
    /// The form's key.
    #[prop(into)]
    name: String,
    /// What the form sends when it is ticked.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Whether it is ticked.
    #[prop(optional)]
    checked: bool,
    /// Help beneath it.
    #[prop(optional, into)]
    hint: Option<String>,
) -> impl IntoView {
    view! {
        <label class="tick">
            <input class="checkbox" type="checkbox" name=name value=value checked=checked />
            <span>
                {label}
                {hint.map(|hint| view! { <span class="field-hint">{hint}</span> })}
            </span>
        </label>
    }
    .into_any()
}
