//! The rows of the board.

use leptos::prelude::*;

use super::view::{CallsView, DueView, RowView};
use crate::clearance::{lifted_badge, pill_level};
use crate::paths;
use crate::ui::{Badge, ClearancePill, DataTable, IconName, Td, Th, Tone};

/// The reps as a table; cards on a phone.
#[component]
pub(super) fn Rows(rows: Vec<RowView>) -> impl IntoView {
    let head = view! {
        <Th label="Rep" />
        <Th label="Calls" />
        <Th label="Why" />
        <Th label="Progress" />
        <Th label="Due" />
        <Th label="Last learned" />
    }
    .into_any();
    let rows = rows.into_iter().map(row_view).collect_view();
    view! {
        <DataTable caption="Reps, those in trouble first" head=head>
            {rows}
        </DataTable>
    }
}

fn row_view(row: RowView) -> impl IntoView {
    let href = paths::person(&row.id);
    let (pills, progress) = (pills(&row), progress(&row));
    let more = match row.more {
        0 => None,
        more => Some(format!("and {more} more")),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="cell-name" href=href>
                    {row.name.clone()}
                </a>
                {(!row.teams.is_empty()).then(|| view! { <span class="cell-note cell-name">{row.teams.clone()}</span> })}
            </th>
            <Td label="Calls">{pills}</Td>
            <Td label="Why">
                <span>
                    {row.why} {more.map(|more| view! { <span class="cell-note">{more}</span> })}
                </span>
            </Td>
            <Td label="Progress">{progress}</Td>
            <Td label="Due">{due_cell(row.due, row.forecast, row.late)}</Td>
            <Td label="Last learned">
                <span class="whitespace-nowrap">{row.learned}</span>
            </Td>
        </tr>
    }
}

fn pills(row: &RowView) -> impl IntoView + use<> {
    let pill = |CallsView { scope, level, lifted }: CallsView| {
        // What is not their own is never shown without saying so.
        let lifted = lifted.as_deref().map(lifted_badge);
        view! {
            <ClearancePill level=pill_level(&level) scope=scope />
            {lifted}
        }
    };
    let pills = row.clearances.clone().into_iter().map(pill).collect_view();
    view! { <span class="inline-grid justify-items-start gap-1">{pills}</span> }
}

fn progress(row: &RowView) -> AnyView {
    let (done, steps) = (row.done, row.steps);
    if steps == 0 {
        let href = format!("{}?person={}", paths::ASSIGN, row.id);
        return view! {
            <a class="link" href=href>
                "Assign a path"
            </a>
        }
        .into_any();
    }
    let words = format!("{done} of {steps} steps");
    let label = format!("Progress of {}", row.name);
    view! {
        <span class="grid w-full max-w-36 min-w-28 gap-1.5 py-1">
            <progress
                class="meter-bar"
                value=done.to_string()
                max=steps.to_string()
                aria-label=label
                aria-valuetext=words.clone()
            ></progress>
            <span class="small whitespace-nowrap">{words}</span>
        </span>
    }
    .into_any()
}

fn due_cell(due: Option<DueView>, forecast: Option<String>, late: bool) -> impl IntoView {
    let forecast = forecast.map(|words| {
        let words = if late { format!("{words}, late") } else { words };
        view! { <span class="cell-note">{words}</span> }
    });
    (due.is_some() || forecast.is_some())
        .then(|| view! { <span>{due.map(|due| view! { <DueWords due=due /> })} {forecast}</span> })
}

/// A due date with how it stands.
#[component]
pub(super) fn DueWords(due: DueView) -> impl IntoView {
    let (tone, icon) = match due.state.as_str() {
        "over" => (Tone::Bad, IconName::AlertTriangle),
        _ => (Tone::Warn, IconName::Clock),
    };
    view! {
        <span class="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
            <span class="whitespace-nowrap">{due.day}</span>
            {due.words.map(|words| view! { <Badge label=words tone=tone icon=Some(icon) /> })}
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> RowView {
        RowView {
            id: "7".to_owned(),
            name: "<Ada>".to_owned(),
            teams: "North".to_owned(),
            standing: "blocked".to_owned(),
            clearances: vec![CallsView { scope: None, level: "blocked".to_owned(), lifted: None }],
            why: "The module “Price” is not finished.".to_owned(),
            more: 2,
            done: 12,
            steps: 25,
            due: Some(DueView {
                day: "3 Dec".to_owned(),
                state: "over".to_owned(),
                words: Some("2 days over".to_owned()),
            }),
            forecast: Some("ready by 9 Dec".to_owned()),
            late: true,
            learned: "yesterday".to_owned(),
        }
    }

    #[test]
    fn a_row_says_who_why_and_until_when() {
        let html = view! { <Rows rows=vec![row()] /> }.to_html();
        for words in [
            "&lt;Ada&gt;",
            "/people/7",
            "Not yet",
            "and 2 more",
            "12 of 25 steps",
            "2 days over",
            "ready by 9 Dec, late",
            "yesterday",
        ] {
            assert!(html.contains(words), "{words} is missing in {html}");
        }
        assert!(!html.contains("<Ada>"));
    }

    #[test]
    fn a_level_that_an_override_lifts_is_marked() {
        let lifted = |lifted: Option<&str>| {
            let calls = CallsView { scope: None, level: "solo".to_owned(), lifted: lifted.map(str::to_owned) };
            view! { <Rows rows=vec![RowView { clearances: vec![calls], ..row() }] /> }.to_html()
        };
        let html = lifted(Some("Thu 26 Nov, 14:00"));
        assert!(html.contains("Ready for calls") && html.contains("Override until Thu 26 Nov, 14:00"), "{html}");
        assert!(!lifted(None).contains("Override"));
    }

    #[test]
    fn a_rep_without_a_path_is_given_one() {
        let html =
            view! { <Rows rows=vec![RowView { steps: 0, done: 0, due: None, forecast: None, ..row() }] /> }.to_html();
        assert!(html.contains("/assign?person=7") && !html.contains("<progress"), "{html}");
    }
}
