//! A module: what it gives, its lessons, its quiz.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_module;
use super::prefetch::Prefetch;
use super::quiz_card::{quiz_card, quiz_now};
use super::view::{LessonRow, ModuleView};
use crate::ui::{Crumb, FormAlert, Icon, IconName, PageHead, Progress};
use crate::{Flash, Frame, loaded, paths};

/// A module with one's own progress in it.
#[component]
pub fn ModulePage() -> impl IntoView {
    let part = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    loaded(load_module(part("pack"), part("module")), |module| {
        let ModuleView { reference, title, summary, objectives, lessons, read, time, next, quiz } = module;
        let of = u32::try_from(lessons.len()).unwrap_or(u32::MAX);
        let now = quiz.open && (!quiz.passed || quiz.changed.is_some()) && quiz.rests_for.is_none();
        let ahead = next.as_ref().map(|next| next.href.clone());
        view! {
            <Frame title=title.clone() current=paths::HOME>
                <div class="page">
                    <PageHead title=title eyebrow="Module" lede=summary crumbs=vec![Crumb::new(paths::HOME, "Home")]>
                        {next
                            .map(|next| {
                                view! {
                                    <a class="btn btn-primary" href=next.href>
                                        {next.label}
                                        <Icon name=IconName::ArrowRight class="size-4.5" />
                                    </a>
                                }
                            })}
                    </PageHead>
                    <FormAlert message=Flash::of("start-quiz").alert() />
                    {now.then(|| quiz_now(&quiz, &reference))}
                    <div class="cols">
                        <div>{lesson_list(lessons, time)} {(!now).then(|| quiz_card(&quiz, &reference))}</div>
                        <div>{aims(objectives, read, of)}</div>
                    </div>
                    {ahead.map(|href| view! { <Prefetch href=href /> })}
                </div>
            </Frame>
        }
    })
}

fn lesson_list(lessons: Vec<LessonRow>, time: String) -> AnyView {
    let rows = lessons.into_iter().map(lesson_row).collect_view();
    view! {
        <section class="panel panel-flush" aria-labelledby="lessons">
            <div class="panel-top section-head">
                <h2 id="lessons" class="section-title">
                    "Lessons"
                </h2>
                <p class="quiet">{time}</p>
            </div>
            <ol class="row-list">{rows}</ol>
        </section>
    }
    .into_any()
}

fn lesson_row(lesson: LessonRow) -> AnyView {
    let minutes = lesson.minutes;
    let (icon, note) = match (&lesson.after, lesson.read) {
        (Some(first), _) => (IconName::Lock, format!("{minutes} min. Opens after “{first}”.")),
        (None, true) => (IconName::Check, format!("Read · {minutes} min")),
        (None, false) => (IconName::BookOpen, format!("{minutes} min")),
    };
    let words = view! {
        <span class="row-icon">
            <Icon name=icon class="size-4.5" />
        </span>
        <span>
            <span class="row-title">{lesson.title}</span>
            <span class="row-note">{note}</span>
        </span>
    };
    if lesson.after.is_some() {
        return view! { <li><div class="row-link">{words}</div></li> }.into_any();
    }
    let class = if lesson.read { "row-link row-done" } else { "row-link" };
    view! {
        <li>
            <a class=class href=lesson.href>
                {words}
                <span class="row-go">
                    <Icon name=IconName::ArrowRight class="size-4.5" />
                </span>
            </a>
        </li>
    }
    .into_any()
}

fn aims(objectives: Vec<String>, read: u32, of: u32) -> AnyView {
    let points = objectives
        .into_iter()
        .map(|words| view! { <li><Icon name=IconName::CircleDot class="size-4.5" /><span>{words}</span></li> })
        .collect_view();
    view! {
        <section class="panel" aria-labelledby="aims">
            <h2 id="aims" class="section-title">
                "After this you can"
            </h2>
            <ul class="points">{points}</ul>
            <Progress label="Lessons read" done=read of=of />
        </section>
    }
    .into_any()
}
