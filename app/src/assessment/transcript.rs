//! What a past attempt showed, word for word.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_transcript;
use super::view::{MarkView, SeenLine, SeenView, TranscriptView};
use crate::ui::{Badge, Crumb, Icon, IconName, Notice, PageHead, Tone};
use crate::{Frame, loaded, paths};

/// A past attempt, question by question.
#[component]
pub fn TranscriptPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    loaded(load_transcript(id), page)
}

fn page(view: TranscriptView) -> impl IntoView {
    let result = Crumb::new(paths::attempt(&view.id), "Result");
    let (current, crumbs) = match &view.owner {
        Some(owner) => {
            let person = Crumb::new(paths::person(&owner.id), owner.name.clone());
            (paths::BOARD, vec![Crumb::new(paths::BOARD, "Board"), person, result])
        }
        None => (paths::HOME, vec![Crumb::new(paths::HOME, "Home"), result]),
    };
    let seen = view.seen.into_iter().map(seen).collect_view();
    view! {
        <Frame title=view.title.clone() current=current>
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
    let corrected = seen.corrected.map(|words| view! { <Notice tone=Tone::Warn>{words}</Notice> });
    let order = seen.ordered;
    let class = if order { "choices-list told told-order" } else { "choices-list told" };
    let lines = (!seen.lines.is_empty()).then(|| {
        let lines = seen.lines.into_iter().map(line).collect_view();
        view! { <ul class=class>{lines}</ul> }
    });
    let explanation = seen
        .explanation_html
        .map(|html| view! { <Notice tone=Tone::Info><div class="flow" inner_html=html></div></Notice> });
    view! {
        <li class="panel" id=seen.anchor>
            <div class="section-head">
                <p class="eyebrow">{seen.head}</p>
                {mark(seen.mark)}
            </div>
            {corrected}
            {situation}
            <h2 class="choices-legend" inner_html=seen.prompt_html></h2>
            {lines}
            {seen.answer.map(|answer| view! { <p class="wrap-anywhere">{answer}</p> })}
            {seen.right.map(|right| view! { <p class="wrap-anywhere">{right}</p> })}
            {explanation}
            <p class="quiet small">{seen.version}</p>
        </li>
    }
}

fn mark(mark: MarkView) -> impl IntoView {
    let (words, tone, icon) = match mark {
        MarkView::Right => ("Right".to_owned(), Tone::Good, IconName::Check),
        MarkView::Partly(words) => (words, Tone::Info, IconName::CircleDot),
        MarkView::Wrong => ("Not right".to_owned(), Tone::Neutral, IconName::X),
    };
    view! { <Badge label=words tone=tone icon=Some(icon) /> }
}

fn line(line: SeenLine) -> impl IntoView {
    let (class, icon) = match line.right {
        Some(true) => ("choice choice-right", IconName::CircleCheck),
        Some(false) => ("choice choice-wrong", IconName::CircleX),
        None => ("choice", IconName::CircleDot),
    };
    let beside = line.beside.map(|words| view! { <span class="choice-answer">{words}</span> });
    let words = line.words.map(|words| {
        view! {
            <span class="choice-verdict">
                <Icon name=icon class="size-5" />
                {words}
            </span>
        }
    });
    let why = line.why_html.map(|html| view! { <span class="choice-feedback" inner_html=html></span> });
    view! {
        <li class=class>
            <span class="choice-body">
                <span class="choice-label" inner_html=line.html></span>
                {beside}
                {words}
                {why}
            </span>
        </li>
    }
}
