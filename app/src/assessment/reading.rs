//! The lessons that are read again before an exam is taken again.

use leptos::prelude::*;

use super::view::ToReadView;
use crate::ui::{Icon, IconName};

/// The first that is still to be read.
pub(super) fn first_unread(lessons: &[ToReadView]) -> Option<&ToReadView> {
    lessons.iter().find(|lesson| !lesson.read)
}

/// The list with a tick at each that is read. `links` leads its owner there; anybody else would open their own lessons.
pub(super) fn reading_list(title: &'static str, lessons: &[ToReadView], links: bool) -> AnyView {
    let read = lessons.iter().filter(|lesson| lesson.read).count();
    let words = format!("{read} of {} read", lessons.len());
    let rows = lessons.iter().map(|lesson| row(lesson, links)).collect_view();
    view! {
        <section class="panel panel-flush" aria-labelledby="to-read">
            <div class="panel-top section-head">
                <h2 id="to-read" class="section-title">
                    {title}
                </h2>
                <p class="quiet">{words}</p>
            </div>
            <ol class="row-list">{rows}</ol>
        </section>
    }
    .into_any()
}

fn row(lesson: &ToReadView, links: bool) -> AnyView {
    let minutes = lesson.minutes;
    let (icon, class, note) = match lesson.read {
        true => (IconName::Check, "row-link row-done", format!("Done · {minutes} min")),
        false => (IconName::BookOpen, "row-link", format!("To read · {minutes} min")),
    };
    let words = view! {
        <span class="row-icon">
            <Icon name=icon class="size-4.5" />
        </span>
        <span>
            <span class="row-title">{lesson.title.clone()}</span>
            <span class="row-note">{note}</span>
        </span>
    };
    if !links {
        return view! { <li><div class=class>{words}</div></li> }.into_any();
    }
    view! {
        <li>
            <a class=class href=lesson.href.clone()>
                {words}
                <span class="row-go">
                    <Icon name=IconName::ArrowRight class="size-4.5" />
                </span>
            </a>
        </li>
    }
    .into_any()
}
