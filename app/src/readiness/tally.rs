//! The three numbers above the board; each shows only those it counts.

use leptos::prelude::*;

use super::view::BoardView;
use crate::ui::{ClearancePill, PillLevel};

/// A standing: its word in the address, its pill and what it means.
const STANDINGS: [(&str, PillLevel, &str); 3] = [
    ("cleared", PillLevel::Solo, "take calls alone today"),
    ("close", PillLevel::Close, "at the exam, or on their last steps"),
    ("blocked", PillLevel::Blocked, "have a way to go, or need help"),
];

/// One bar of everybody, and the three numbers as links.
#[component]
pub(super) fn Tally(board: BoardView) -> impl IntoView {
    let counts = [board.cleared, board.close, board.blocked];
    let tiles = STANDINGS
        .into_iter()
        .zip(counts.into_iter().zip(board.supervised))
        .map(|((standing, level, meaning), (count, supervised))| {
            let here = board.filter.standing == standing;
            // A second press on a number lets everybody back in.
            let href = board.filter.standing(if here { "" } else { standing }).href();
            let frame = if here { "border-primary bg-water-1 ring-1 ring-primary" } else { "border-line hover:bg-water-1" };
            view! {
                <li>
                    <a
                        href=href
                        aria-current=here.then_some("true")
                        class=format!("grid grid-cols-[3.25rem_1fr] items-center gap-x-3 gap-y-0.5 rounded-box border px-4 py-3 sm:grid-cols-1 {frame}")
                    >
                        <span class="row-span-2 text-4xl font-bold leading-none tracking-tight tabular-nums sm:row-span-1 sm:text-5xl sm:pb-2">
                            {count}
                        </span>
                        <span>
                            <ClearancePill level=level />
                        </span>
                        <span class="quiet small">
                            {meaning}
                            {here.then_some(" · shown; press for everybody")}
                            {supervised_words(count, supervised).map(|words| view! { <span class="block">{words}</span> })}
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel" aria-label="In numbers">
            {bar(counts)}
            <ul class="grid gap-3 sm:grid-cols-3">{tiles}</ul>
            {(!board.lede.is_empty()).then(|| view! { <p class="quiet">{board.lede}</p> })}
            {board
                .counted
                .map(|at| {
                    view! { <p class="quiet">{format!("Counted and put in order at {at}. What the rows say is as of now.")}</p> }
                })}
        </section>
    }
}

/// How many of those who take no calls alone take them with somebody on the line: their pill says so in the rows.
fn supervised_words(count: u32, supervised: u32) -> Option<String> {
    match (supervised, count) {
        (0, _) => None,
        (1, 1) => Some("takes supervised calls".to_owned()),
        (1, _) => Some("1 of them takes supervised calls".to_owned()),
        (some, all) if some == all => Some("all of them take supervised calls".to_owned()),
        (some, _) => Some(format!("{some} of them take supervised calls")),
    }
}

/// The shares as one bar; the numbers below it say the same.
fn bar(counts: [u32; 3]) -> impl IntoView {
    let all: f64 = counts.into_iter().map(f64::from).sum();
    let [cleared, close, _] = counts.map(f64::from);
    let until = |count: f64| if all > 0.0 { format!("{:.2}%", count * 100.0 / all) } else { "0%".to_owned() };
    view! {
        <svg class="split-bar" width="100%" height="14" aria-hidden="true" focusable="false">
            <rect class="split-blocked" width="100%" height="14"></rect>
            <rect class="split-close" width=until(cleared + close) height="14"></rect>
            <rect class="split-solo" width=until(cleared) height="14"></rect>
        </svg>
    }
}

#[cfg(test)]
mod tests {
    use super::supervised_words;

    #[test]
    fn whoever_takes_supervised_calls_is_counted_as_that() {
        let words = |count, supervised| supervised_words(count, supervised).unwrap_or_default();
        assert_eq!(words(4, 0), "");
        assert_eq!(words(1, 1), "takes supervised calls");
        assert_eq!(words(4, 1), "1 of them takes supervised calls");
        assert_eq!(words(4, 2), "2 of them take supervised calls");
        assert_eq!(words(4, 4), "all of them take supervised calls");
    }
}
