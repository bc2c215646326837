//! Giving a path to a team or a person.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::assign_api::load_assignable;
use super::assign_view::AssignView;
use crate::ui::{Crumb, EmptyState, Field, FormAlert, Icon, IconName, PageHead, Select, SelectOption, SubmitButton};
use crate::{Flash, Frame, loaded, paths};

/// The page to assign a path; `?person=` or `?team=` says to whom.
#[component]
pub fn AssignPage() -> impl IntoView {
    let asked = use_query_map().with_untracked(|query| {
        let person = query.get("person").map(|id| format!("person:{id}"));
        person.or_else(|| query.get("team").map(|id| format!("team:{id}")))
    });
    loaded(load_assignable(), move |view| assign_page(view, asked))
}

fn assign_page(view: AssignView, asked: Option<String>) -> impl IntoView {
    view! {
        <Frame title="Assign a path" current=paths::ASSIGN>
            <div class="page page-narrow">
                <PageHead
                    title="Assign a path"
                    lede="They find it on their home page at once. Assigned again, a path keeps their progress and moves the date. A team’s date does not touch the date of somebody who has the path in person, or sooner from another team."
                    crumbs=vec![Crumb::new(paths::BOARD, "Board")]
                />
                <section class="panel" aria-label="What to assign">{body(view, asked)}</section>
            </div>
        </Frame>
    }
}

fn body(view: AssignView, asked: Option<String>) -> AnyView {
    if view.paths.is_empty() {
        let words = "The training material holds no path. Ask whoever looks after it.";
        return view! { <EmptyState icon=IconName::BookOpen title="There is no path yet" words=words /> }.into_any();
    }
    if view.people.is_empty() && view.teams.is_empty() {
        let words = "A path goes to a team or a person. Invite the first one, then come back.";
        return view! {
            <EmptyState icon=IconName::Users title="There is nobody to assign it to" words=words>
                <a class="btn btn-primary" href=paths::INVITE>
                    <Icon name=IconName::Plus class="size-4.5" />
                    "Invite somebody"
                </a>
            </EmptyState>
        }
        .into_any();
    }
    form(view, asked).into_any()
}

fn form(view: AssignView, asked: Option<String>) -> impl IntoView {
    let flash = Flash::of("assign");
    let usual =
        view.paths.iter().map(|path| format!("{}: {} days", path.title, path.days)).collect::<Vec<_>>().join("; ");
    let due = flash.value("due").or_else(|| view.paths.first().map(|path| path.due.clone()));
    let options = view.paths.into_iter().map(|path| SelectOption::new(path.value, path.title)).collect::<Vec<_>>();
    view! {
        <form method="post" action=paths::form("assign") class="form">
            <FormAlert message=flash.alert_beside(&["path", "to", "due"]) />
            <Select
                label="Path"
                name="path"
                options=options
                selected=flash.value("path")
                error=flash.error_of("path")
                required=true
            />
            <TargetSelect
                teams=view.teams
                people=view.people
                selected=flash.value("to").or(asked)
                error=flash.error_of("to")
            />
            <Field
                label="Due"
                name="due"
                kind="date"
                value=due
                error=flash.error_of("due")
                hint=format!("The last day, in your time zone. Usually given: {usual}.")
                required=true
            />
            <div class="actions">
                <SubmitButton label="Assign" />
                <a class="btn btn-ghost" href=paths::BOARD>
                    "Back to the board"
                </a>
            </div>
        </form>
    }
}

/// A choice of a team or a person, in two groups.
#[component]
fn TargetSelect(
    teams: Vec<(String, String)>,
    people: Vec<(String, String)>,
    selected: Option<String>,
    error: Option<String>,
) -> impl IntoView {
    let invalid = error.is_some().then_some("true");
    let described = if error.is_some() { "f-to-error f-to-hint" } else { "f-to-hint" };
    let class = if error.is_some() { "select select-error" } else { "select" };
    let group = |label: &'static str, entries: Vec<(String, String)>| {
        let options = entries
            .into_iter()
            .map(|(value, label)| {
                let chosen = selected.as_ref() == Some(&value);
                view! {
                    <option value=value selected=chosen>
                        {label}
                    </option>
                }
            })
            .collect::<Vec<_>>();
        (!options.is_empty()).then(|| view! { <optgroup label=label>{options}</optgroup> })
    };
    let (teams, people) = (group("Teams", teams), group("People", people));
    view! {
        <div class="field">
            <label class="field-label" for="f-to">
                "To"
            </label>
            <select
                class=class
                id="f-to"
                name="to"
                required=true
                aria-describedby=described
                aria-invalid=invalid
            >
                <option value="">"Choose a team or a person"</option>
                {teams}
                {people}
            </select>
            {error
                .map(|error| {
                    view! {
                        <p class="field-error" id="f-to-error">
                            <Icon name=IconName::AlertTriangle class="size-4" />
                            <span>{error}</span>
                        </p>
                    }
                })}
            <p class="field-hint" id="f-to-hint">
                "A team’s path is for everybody in it and in the teams below it, and for those who join later."
            </p>
        </div>
    }
    .into_any()
}
