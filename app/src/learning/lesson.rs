//! A lesson to read.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_lesson;
use super::prefetch::Prefetch;
use super::view::{LessonView, LinkView, ReadAgainView};
use crate::ui::{Crumb, Crumbs, FormAlert, HiddenField, Icon, IconName, Notice, SubmitButton, Tone};
use crate::{Flash, Frame, loaded, paths};

/// A lesson: its contents, its body, and the way on.
#[component]
pub fn LessonPage() -> impl IntoView {
    let part = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    loaded(load_lesson(part("pack"), part("module"), part("lesson")), |lesson| {
        let crumbs =
            vec![Crumb::new(paths::HOME, "Home"), Crumb::new(lesson.module.href.clone(), lesson.module.label.clone())];
        let place = format!("Lesson {} of {} · about {} min", lesson.place, lesson.of, lesson.minutes);
        let ahead = lesson.fetch_ahead.then(|| lesson.onward.clone());
        let foot = foot(&lesson);
        let again = lesson.again.clone().map(again);
        let LessonView { title, html, headings, .. } = lesson;
        view! {
            <Frame title=title.clone() current=paths::HOME>
                <div class="page">
                    <Crumbs steps=crumbs />
                    <FormAlert message=Flash::of("mark-read").alert() />
                    {again}
                    <div class="lesson-layout">
                        <article class="lesson-sheet">
                            <header class="lesson-head">
                                <p class="lesson-facts">{place}</p>
                                <h1 class="lesson-title">{title}</h1>
                            </header>
                            {folded_contents(&headings)}
                            <div class="prose lesson" inner_html=html></div>
                            {foot}
                        </article>
                        {side_contents(&headings)}
                    </div>
                    {ahead.map(|href| view! { <Prefetch href=href /> })}
                </div>
            </Frame>
        }
    })
}

/// Why somebody reads it who has read it before.
fn again(again: ReadAgainView) -> AnyView {
    view! {
        <Notice tone=Tone::Info title="Read again for your exam">
            {again.left} " " <a class="link" href=again.exam>"About the exam"</a>
        </Notice>
    }
    .into_any()
}

/// The way back, and the way on: a form while the lesson is unread, a link afterwards.
fn foot(lesson: &LessonView) -> AnyView {
    let previous = lesson.previous.clone().map(|previous| {
        view! {
            <a class="btn btn-ghost -ms-4 max-w-full" href=previous.href>
                <Icon name=IconName::ArrowLeft class="size-4.5" />
                <span class="sr-only">"Previous lesson: "</span>
                <span class="truncate">{previous.label}</span>
            </a>
        }
    });
    let onward = if lesson.read && lesson.again.is_none() {
        let href = lesson.onward.clone();
        view! {
            <a class="btn btn-primary ms-auto" href=href>
                "Go on"
                <Icon name=IconName::ArrowRight class="size-4.5" />
            </a>
        }
        .into_any()
    } else {
        let reference = lesson.reference.clone();
        let words = if lesson.again.is_some() { "Mark as read again" } else { "Mark as read and go on" };
        view! {
            <form class="ms-auto" method="post" action=paths::form("mark-read")>
                <HiddenField name="lesson" value=reference />
                <SubmitButton label=words icon=IconName::ArrowRight />
            </form>
        }
        .into_any()
    };
    view! { <footer class="lesson-foot">{previous} {onward}</footer> }.into_any()
}

fn contents(headings: &[LinkView]) -> Vec<AnyView> {
    let line = |heading: &LinkView| {
        let LinkView { href, label } = heading.clone();
        view! {
            <li>
                <a class="block py-1.5" href=href>
                    {label}
                </a>
            </li>
        }
        .into_any()
    };
    headings.iter().map(line).collect()
}

/// The contents beside the text, where there is room.
fn side_contents(headings: &[LinkView]) -> Option<AnyView> {
    (headings.len() > 1).then(|| {
        view! {
            <nav class="toc" aria-label="On this page">
                <p class="toc-title">"On this page"</p>
                <ol>{contents(headings)}</ol>
            </nav>
        }
        .into_any()
    })
}

/// The contents above the text, folded, where there is no room beside it.
fn folded_contents(headings: &[LinkView]) -> Option<AnyView> {
    (headings.len() > 1).then(|| {
        view! {
            <details class="no-print lg:hidden mb-6">
                <summary class="link cursor-pointer py-1.5">"On this page"</summary>
                <nav aria-label="On this page">
                    <ol class="ps-4">{contents(headings)}</ol>
                </nav>
            </details>
        }
        .into_any()
    })
}
