//! The board: who can take calls, who is close, who is not, and why.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_board;
use super::pages::Pages;
use super::rows::Rows;
use super::tally::Tally;
use super::view::{BoardView, FilterView};
use crate::ui::{EmptyState, Field, HiddenField, Icon, IconName, PageHead, Select, SelectOption, SubmitButton};
use crate::{Frame, loaded, paths};

/// The board.
#[component]
pub fn BoardPage() -> impl IntoView {
    let filter = use_query_map().with_untracked(|query| {
        let value = |name: &str| query.get(name).unwrap_or_default();
        FilterView { team: value("team"), standing: value("standing"), q: value("q"), page: value("page") }
    });
    loaded(load_board(filter), board_page)
}

fn board_page(board: BoardView) -> impl IntoView {
    let nobody = board.cleared + board.close + board.blocked == 0;
    let eyebrow = match board.teams.as_slice() {
        [] => "All reps".to_owned(),
        [(_, only)] => only.clone(),
        teams => match teams.iter().find(|(id, _)| *id == board.filter.team) {
            Some((_, chosen)) => chosen.clone(),
            None => format!("{} teams", teams.len()),
        },
    };
    view! {
        <Frame title="Board" current=paths::BOARD>
            <div class="page">
                <PageHead title="Who can take calls?" eyebrow=eyebrow>
                    <a class="btn" href=paths::OVERRIDES>
                        {match board.overrides_waiting {
                            0 => "Overrides".to_owned(),
                            1 => "Overrides: 1 waits for you".to_owned(),
                            many => format!("Overrides: {many} wait for you"),
                        }}
                    </a>
                    <a class="btn btn-primary" href=paths::ASSIGN>
                        <Icon name=IconName::Plus class="size-4.5" />
                        "Assign a path"
                    </a>
                </PageHead>
                {if nobody && !board.filter.narrows() { nobody_yet().into_any() } else { filled(board).into_any() }}
            </div>
        </Frame>
    }
}

fn nobody_yet() -> impl IntoView {
    let words = "Invite your reps, put them into a team, and assign their first path. From then on you see here who can take calls, and what keeps the others.";
    view! {
        <section class="panel">
            <EmptyState icon=IconName::Users title="No reps yet" words=words>
                <a class="btn" href=paths::INVITE>
                    "Invite a rep"
                </a>
            </EmptyState>
        </section>
    }
}

fn filled(board: BoardView) -> impl IntoView {
    let rows = if board.rows.is_empty() {
        let words = "Nobody on the board fits this filter.";
        view! {
            <EmptyState icon=IconName::Search title="Nobody found" words=words>
                <a class="btn" href=paths::BOARD>
                    "Show everybody"
                </a>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <Rows rows=board.rows.clone() /> }.into_any()
    };
    view! {
        <Tally board=board.clone() />
        {filters(&board)}
        <section class="panel panel-flush" aria-label="Reps">
            {rows}
        </section>
        <Pages board=board />
    }
}

fn filters(board: &BoardView) -> impl IntoView + use<> {
    let filter = board.filter.clone();
    let narrows = filter.narrows();
    let teams: Vec<SelectOption> = board.teams.iter().map(|(id, name)| SelectOption::new(id, name)).collect();
    view! {
        <form class="filters" method="get" action=paths::BOARD role="search" aria-label="Find reps">
            <Field label="Find" name="q" kind="search" value=Some(filter.q) />
            {(teams.len() > 1)
                .then(|| {
                    view! { <Select label="Team" name="team" options=teams selected=Some(filter.team) none="All teams" /> }
                })}
            {(!filter.standing.is_empty()).then(|| view! { <HiddenField name="standing" value=filter.standing /> })}
            <SubmitButton label="Show" class="btn" />
            {narrows
                .then(|| {
                    view! {
                        <a class="btn btn-ghost" href=paths::BOARD>
                            "Show everybody"
                        </a>
                    }
                })}
        </form>
    }
}
