//! From one page of a list to the next.

use leptos::prelude::*;

use super::{Icon, IconName};

/// Which rows are shown, and the way to the others.
#[component]
pub fn Pager(
    /// What the list is of, for those who do not see it: "Pages of the board".
    label: &'static str,
    /// Which rows are shown: "51 to 100 of 140 reps".
    #[prop(into)]
    words: String,
    /// The page before; none on the first one.
    earlier: Option<String>,
    /// The page after; none on the last one.
    later: Option<String>,
) -> impl IntoView {
    view! {
        <nav class="flex flex-wrap items-center justify-between gap-3" aria-label=label>
            <span class="quiet">{words}</span>
            <span class="actions">
                {earlier
                    .map(|href| {
                        view! {
                            <a class="btn btn-sm" href=href rel="prev">
                                <Icon name=IconName::ArrowLeft class="size-4" />
                                "Earlier"
                            </a>
                        }
                    })}
                {later
                    .map(|href| {
                        view! {
                            <a class="btn btn-sm" href=href rel="next">
                                "More"
                                <Icon name=IconName::ArrowRight class="size-4" />
                            </a>
                        }
                    })}
            </span>
        </nav>
    }
    .into_any()
}
