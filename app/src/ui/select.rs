//! A choice from a list.

use leptos::prelude::*;

use super::form::{control_id, described_by, label as field_label, notes};

/// One entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectOption {
    /// What the form sends.
    pub value: String,
    /// What people read.
    pub label: String,
}

impl SelectOption {
    /// An entry.
    #[must_use]
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// One of a list.
#[component]
pub fn Select(
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// The form's key; unique on the page.
    #[prop(into)]
    name: String,
    /// The list.
    options: Vec<SelectOption>,
    /// The value chosen now.
    #[prop(optional_no_strip, into)]
    selected: Option<String>,
    /// The entry that means "none yet"; sends an empty value.
    #[prop(optional, into)]
    none: Option<String>,
    /// What went wrong with it.
    #[prop(optional_no_strip, into)]
    error: Option<String>,
    /// Help before anything goes wrong.
    #[prop(optional_no_strip, into)]
    hint: Option<String>,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let id = control_id(&name);
    let described = described_by(&id, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    // Whoever reads with a keyboard or a screen reader starts at what went wrong; of several fields the first one wins.
    let autofocus = error.is_some();
    let class = if error.is_some() { "select select-error" } else { "select" };
    let options = options
        .into_iter()
        .map(|option| {
            let chosen = selected.as_deref() == Some(option.value.as_str());
            view! {
                <option value=option.value selected=chosen>
                    {option.label}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field">
            {field_label(&id, label, required)}
            <select
                class=class
                id=id.clone()
                name=name
                required=required
                autofocus=autofocus
                aria-describedby=described
                aria-invalid=invalid
            >
                {none.map(|none| view! { <option value="">{none}</option> })}
                {options}
            </select>
            {notes(&id, hint, error)}
        </div>
    }
    .into_any()
}
