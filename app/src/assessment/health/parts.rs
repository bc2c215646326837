//! Small pieces that both pages are made of.

use leptos::prelude::*;

use super::view::{FlagView, MeasureView};
use crate::Flash;
use crate::learning::view::LinkView;
use crate::ui::{Badge, FormAlert, IconName, Tone};

/// A figure, its interval beneath it, or why it is not told.
pub(super) fn measure(found: &MeasureView) -> AnyView {
    match (&found.value, &found.missing) {
        (Some(value), _) => {
            let range = found.range.clone().filter(|range| !range.is_empty());
            view! {
                <span>
                    <span class="font-semibold">{value.clone()}</span>
                    {range.map(|range| view! { <span class="cell-note">{range}</span> })}
                </span>
            }
            .into_any()
        }
        (None, missing) => {
            let words = missing.clone().unwrap_or_else(|| "not enough data".to_owned());
            view! { <span class="quiet small">{words}</span> }.into_any()
        }
    }
}

/// What to look at, each by shape and word.
pub(super) fn flag(found: &FlagView) -> AnyView {
    let (tone, icon) = look(&found.flag);
    view! { <Badge label=found.label.clone() tone=tone icon=Some(icon) /> }.into_any()
}

fn look(flag: &str) -> (Tone, IconName) {
    match flag {
        "probably-wrong" => (Tone::Bad, IconName::CircleX),
        "distractor-over-key" => (Tone::Bad, IconName::Repeat),
        "lesson-first" => (Tone::Info, IconName::BookOpen),
        "weak" | "worse-than-expected" => (Tone::Warn, IconName::AlertTriangle),
        _ => (Tone::Warn, IconName::TrendingUp),
    }
}

/// That exams do not draw it.
pub(super) fn suspended() -> AnyView {
    view! { <Badge label="Suspended" tone=Tone::Neutral icon=Some(IconName::Lock) /> }.into_any()
}

/// That it was thrown out or re-keyed, and nobody is asked it.
pub(super) fn corrected(label: String) -> AnyView {
    view! { <Badge label=label tone=Tone::Neutral icon=Some(IconName::Check) /> }.into_any()
}

/// Links with commas between them.
pub(super) fn links(links: &[LinkView]) -> Vec<AnyView> {
    let last = links.len().saturating_sub(1);
    let link = |(at, link): (usize, &LinkView)| {
        view! {
            <a class="link" href=link.href.clone()>
                {link.label.clone()}
            </a>
            {(at < last).then_some(", ")}
        }
        .into_any()
    };
    links.iter().enumerate().map(link).collect()
}

/// Why a form was refused that is here no more, since somebody else was faster, and what was typed into it.
pub(super) fn too_late(flash: &Flash, field: &str) -> Option<AnyView> {
    let alert = flash.alert()?;
    let typed = flash.value(field).filter(|typed| !typed.trim().is_empty()).map(|typed| {
        view! {
            <p class="quiet small">"You had typed:"</p>
            <blockquote class="border-s-4 border-line-strong ps-4 whitespace-pre-line wrap-anywhere">{typed}</blockquote>
        }
    });
    Some(
        view! {
            <FormAlert message=alert />
            {typed}
        }
        .into_any(),
    )
}

/// That figures are of the latest attempts only.
pub(super) fn cut(words: Option<String>) -> Option<AnyView> {
    words.map(|words| view! { <p class="quiet small">{words}</p> }.into_any())
}
