//! From one page of the board to the next.

use leptos::prelude::*;

use super::view::BoardView;
use crate::ui::Pager;

/// Which rows are shown, and the way to the others.
#[component]
pub(super) fn Pages(board: BoardView) -> impl IntoView {
    let shown = u32::try_from(board.rows.len()).unwrap_or(u32::MAX);
    let last = board.first.saturating_add(shown).saturating_sub(1);
    let words = match (shown, board.pages) {
        (0, _) => String::new(),
        (1, 1) => "1 rep".to_owned(),
        (_, 1) => format!("{shown} reps"),
        _ => format!("{} to {last} of {} reps", board.first, board.matching),
    };
    let earlier = (board.page > 1).then(|| board.filter.page(board.page - 1).href());
    let later = (board.page < board.pages).then(|| board.filter.page(board.page + 1).href());
    view! { <Pager label="Pages of the board" words=words earlier=earlier later=later /> }
}
