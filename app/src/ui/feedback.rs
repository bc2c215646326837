//! What the page says about what just happened, or about what is not there.

use leptos::prelude::*;

use super::{Icon, IconName};

/// The weight of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Plain.
    #[default]
    Neutral,
    /// The house colour.
    Brand,
    /// The warm colour: look here.
    Accent,
    /// Good to know.
    Info,
    /// It went well.
    Good,
    /// Take care.
    Warn,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// The class that colours an element by this tone.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "tone-neutral",
            Self::Brand => "tone-brand",
            Self::Accent => "tone-accent",
            Self::Info => "tone-info",
            Self::Good => "tone-good",
            Self::Warn => "tone-warn",
            Self::Bad => "tone-bad",
        }
    }

    const fn icon(self) -> IconName {
        match self {
            Self::Good => IconName::CircleCheck,
            Self::Warn | Self::Accent => IconName::AlertTriangle,
            Self::Bad => IconName::CircleX,
            Self::Neutral | Self::Brand | Self::Info => IconName::Info,
        }
    }
}

/// A message in the page; its words are the children.
#[component]
pub fn Notice(
    /// Its weight.
    #[prop(optional)]
    tone: Tone,
    /// A few words in bold before the rest.
    #[prop(optional, into)]
    title: Option<String>,
    /// The words.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice {}", tone.class()) role="note">
            <Icon name=tone.icon() class="size-5" />
            <div>
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                <div class="notice-words">{children()}</div>
            </div>
        </div>
    }
    .into_any()
}

/// What went wrong with a whole form; read out at once. Shows nothing without a message.
#[component]
pub fn FormAlert(
    /// The message.
    #[prop(optional_no_strip, into)]
    message: Option<String>,
) -> impl IntoView {
    message.map(|message| {
        view! {
            <div class="notice tone-bad" role="alert">
                <Icon name=IconName::AlertTriangle class="size-5" />
                <p>{message}</p>
            </div>
        }
    })
}

/// What stands where a list would be: why it is empty and what to do; the action is the children.
#[component]
pub fn EmptyState(
    /// A picture of what is missing.
    icon: IconName,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// Why, and what to do.
    #[prop(into)]
    words: String,
    /// The action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <span class="empty-icon">
                <Icon name=icon class="size-7" />
            </span>
            <h2 class="empty-title">{title}</h2>
            <p class="empty-words">{words}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
