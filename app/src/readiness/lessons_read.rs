//! The lessons that a person has read, folded.

use leptos::prelude::*;

use super::view::LessonReadRow;

/// The lessons, the latest first; each leads to the text as it was read.
pub(super) fn lessons_read(rows: Vec<LessonReadRow>) -> Option<AnyView> {
    let words = match rows.len() {
        0 => return None,
        1 => "1 lesson".to_owned(),
        many => format!("{many} lessons"),
    };
    let rows = rows
        .into_iter()
        .map(|row| {
            view! {
                <li>
                    <a class="link" href=row.href>
                        {row.title}
                    </a>
                    <span class="quiet block small">{row.words}</span>
                </li>
            }
        })
        .collect_view();
    Some(
        view! {
            <section class="panel" aria-labelledby="lessons-read">
                <h2 id="lessons-read" class="section-title">
                    "Lessons read"
                </h2>
                <details>
                    <summary class="link cursor-pointer py-1.5">{words}</summary>
                    <ul class="grid gap-3 pt-2">{rows}</ul>
                </details>
            </section>
        }
        .into_any(),
    )
}
