//! What a past attempt showed, word for word.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_transcript;
use super::view::{SeenView, TranscriptView};
use crate::ui::{Crumb, PageHead};
use crate::{Frame, loaded, paths};

/// A past attempt, question by question.
#[component]
pub fn TranscriptPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    loaded(load_transcript(id), page)
}

fn page(view: TranscriptView) -> impl IntoView {
    let crumbs = vec![Crumb::new(paths::attempt(&view.id), "Result")];
    let seen = view.seen.into_iter().map(seen).collect_view();
    view! {
        <Frame title=view.title.clone() current=paths::HOME>
            <div class="page page-narrow">
                <PageHead title=view.title eyebrow=view.eyebrow lede=view.lede crumbs=crumbs />
                <ol class="flow">{seen}</ol>
            </div>
        </Frame>
    }
}

fn seen(seen: SeenView) -> impl IntoView {
    let situation =
        (!seen.situation_html.is_empty()).then(|| view! { <div class="flow" inner_html=seen.situation_html></div> });
    let option = |(html, chosen): (String, bool)| {
        let class = if chosen { "font-semibold" } else { "" };
        let mark = chosen.then(|| view! { <span class="quiet small">" (chosen)"</span> });
        view! {
            <li class=class>
                <span inner_html=html></span>
                {mark}
            </li>
        }
    };
    let options = seen.options.into_iter().map(option).collect_view();
    let rows = seen.rows.into_iter().map(|row| view! { <li inner_html=row></li> }).collect_view();
    view! {
        <li class="panel" id=seen.anchor>
            <p class="eyebrow">{seen.head}</p>
            {situation}
            <h2 class="choices-legend" inner_html=seen.prompt_html></h2>
            <ul class="list-disc pl-5 flow">{options}</ul>
            <ul class="list-disc pl-5">{rows}</ul>
            <p class="wrap-anywhere">{seen.answer}</p>
        </li>
    }
}
