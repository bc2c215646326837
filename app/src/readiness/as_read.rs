//! A lesson as somebody read it.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_lesson_as_read;
use crate::ui::{Crumb, Crumbs, Notice, Tone};
use crate::{Frame, loaded, paths};

/// A lesson in the version that somebody read.
#[component]
pub fn AsReadPage() -> impl IntoView {
    let part = |name: &str| use_params_map().with_untracked(|params| params.get(name)).unwrap_or_default();
    let lesson = format!("{}/{}/{}", part("pack"), part("module"), part("lesson"));
    loaded(load_lesson_as_read(part("id"), lesson), |read| {
        let crumbs =
            vec![Crumb::new(paths::BOARD, "Board"), Crumb::new(paths::person(&read.person), read.name.clone())];
        let html = read.html;
        view! {
            <Frame title=format!("{} · {}", read.title, read.name) current=paths::BOARD>
                <div class="page">
                    <Crumbs steps=crumbs />
                    <Notice tone=Tone::Neutral>{read.words}</Notice>
                    <div class="lesson-layout">
                        <article class="lesson-sheet">
                            <header class="lesson-head">
                                <h1 class="lesson-title">{read.title}</h1>
                            </header>
                            <div class="prose lesson" inner_html=html></div>
                        </article>
                    </div>
                </div>
            </Frame>
        }
    })
}
