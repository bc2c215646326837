//! The parts of a rep's page: paths, attempts and facts.

use leptos::prelude::*;

use super::rows::DueWords;
use super::view::{AttemptRow, ModuleRow, PathView, PersonView};
use crate::ui::{Badge, DataTable, Icon, IconName, Progress, Td, Th, Tone, breakable};

/// A path with its modules.
pub(super) fn path(path: PathView) -> impl IntoView {
    let words = format!("{} of {} steps, {}", path.done, path.steps, path.left);
    let modules = path.modules.into_iter().map(module).collect_view();
    view! {
        <section class="panel">
            <div class="section-head">
                <h2 class="section-title">{path.title}</h2>
                <span class="inline-flex items-center gap-1.5">
                    <span class="quiet">"Due"</span>
                    <DueWords due=path.due />
                </span>
            </div>
            <Progress label="On this path" done=path.done of=path.steps words=Some(words) />
            <ol class="grid gap-x-8 gap-y-4 pt-1 sm:grid-cols-2">{modules}</ol>
        </section>
    }
}

fn module(module: ModuleRow) -> impl IntoView {
    let (icon, colour, word) = match module.state.as_str() {
        "done" => (IconName::CircleCheck, "text-success", "Finished: "),
        "locked" => (IconName::Lock, "quiet", "Later: "),
        _ => (IconName::BookOpen, "text-primary", "Open: "),
    };
    view! {
        <li class="grid grid-cols-[auto_minmax(0,1fr)] gap-3">
            <span class=format!("pt-0.5 {colour}")>
                <Icon name=icon class="size-5" />
                <span class="sr-only">{word}</span>
            </span>
            <Progress label=module.title done=module.done of=module.steps words=Some(module.words) />
        </li>
    }
}

/// The attempts, newest first.
pub(super) fn attempts(rows: Vec<AttemptRow>) -> Option<impl IntoView> {
    if rows.is_empty() {
        return None;
    }
    let head = view! {
        <Th label="Quiz or exam" />
        <Th label="Outcome" />
        <Th label="When" />
    }
    .into_any();
    let rows = rows.into_iter().map(attempt).collect_view();
    Some(view! {
        <section class="panel panel-flush">
            <h2 class="section-title panel-top">"Quizzes and exams"</h2>
            <DataTable caption="Quizzes and exams, newest first" head=head>
                {rows}
            </DataTable>
        </section>
    })
}

fn attempt(row: AttemptRow) -> impl IntoView {
    let (word, tone, icon) = match row.state.as_str() {
        "passed" => ("Passed", Tone::Good, IconName::Check),
        "not-yet" => ("Not yet", Tone::Accent, IconName::Repeat),
        _ => ("Under way", Tone::Info, IconName::Clock),
    };
    let title = row.title;
    let name = match row.href {
        Some(href) => view! { <a href=href>{title}</a> }.into_any(),
        None => title.into_any(),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                {name} <span class="cell-note">{row.kind}</span>
            </th>
            <Td label="Outcome">
                <Badge label=word tone=tone icon=Some(icon) />
            </Td>
            <Td label="When">{row.at}</Td>
        </tr>
    }
}

/// Who they are.
pub(super) fn facts(person: &PersonView) -> impl IntoView + use<> {
    // "Active, since …", but "Closed 25 Nov" and "Invited 25 Nov": the state is the first word of these already.
    let account = match person.state.as_str() {
        "active" => format!("Active, {}", person.since),
        _ => capitalised(&person.since),
    };
    let mut facts = vec![("E-mail", person.email.clone()), ("Role", person.role.clone())];
    facts.extend((!person.teams.is_empty()).then(|| ("Teams", person.teams.clone())));
    facts.push(("Account", account));
    facts.push(("Time zone", person.time_zone.replace('_', " ")));
    facts.extend(person.external_id.clone().map(|id| ("Id in other systems", id)));
    let facts = facts
        .into_iter()
        .map(|(label, words)| {
            view! {
                <div>
                    <dt>{label}</dt>
                    <dd class="wrap-anywhere">{breakable(&words)}</dd>
                </div>
            }
        })
        .collect_view();
    view! {
        <section class="panel">
            <h2 class="section-title">"Facts"</h2>
            <dl class="facts">{facts}</dl>
        </section>
    }
}

fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_state_begins_a_sentence() {
        assert_eq!(super::capitalised("closed 25 Nov"), "Closed 25 Nov");
        assert_eq!(super::capitalised(""), "");
    }
}
