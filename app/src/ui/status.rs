//! Small marks and numbers, each with its meaning in words.

use leptos::prelude::*;

use super::{Icon, IconName, Tone};

/// A word in a coloured frame.
#[component]
pub fn Badge(
    /// The word.
    #[prop(into)]
    label: String,
    /// Its weight.
    #[prop(optional)]
    tone: Tone,
    /// A picture before it.
    #[prop(optional_no_strip)]
    icon: Option<IconName>,
    /// Break the word where there is no room for it.
    #[prop(optional)]
    long: bool,
) -> impl IntoView {
    let long = if long { " tag-long" } else { "" };
    view! {
        <span class=format!("tag {}{long}", tone.class())>
            {icon.map(|icon| view! { <Icon name=icon class="size-3.5" /> })}
            {label}
        </span>
    }
    .into_any()
}

/// A bar with what it means: "2 of 4 lessons".
#[component]
pub fn Progress(
    /// What is measured.
    #[prop(into)]
    label: String,
    /// How much is done.
    done: u32,
    /// How much there is.
    of: u32,
    /// The words; by default "`done` of `of`".
    #[prop(optional_no_strip, into)]
    words: Option<String>,
    /// The value as it is read out; by default the words.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
) -> impl IntoView {
    let words = words.unwrap_or_else(|| format!("{done} of {of}"));
    let value = value.unwrap_or_else(|| words.clone());
    view! {
        <div class="meter">
            <p class="meter-words">
                <span>{label.clone()}</span>
                <span>{words}</span>
            </p>
            <progress
                class="meter-bar"
                value=done.to_string()
                max=of.max(1).to_string()
                aria-label=label
                aria-valuetext=value
            ></progress>
        </div>
    }
    .into_any()
}

/// A row of numbers; its children are `Stat`s.
#[component]
pub fn StatRow(
    /// The numbers.
    children: Children,
) -> impl IntoView {
    view! { <dl class="stat-row">{children()}</dl> }.into_any()
}

/// A number with its meaning.
#[component]
pub fn Stat(
    /// What it counts.
    #[prop(into)]
    label: String,
    /// The number, with its unit.
    #[prop(into)]
    value: String,
    /// What to think of it.
    #[prop(optional_no_strip, into)]
    note: Option<String>,
) -> impl IntoView {
    view! {
        <div class="stat-tile">
            <dt>{label}</dt>
            <dd class="stat-number">{value}</dd>
            {note.map(|note| view! { <dd class="stat-note">{note}</dd> })}
        </div>
    }
    .into_any()
}
