//! One rep, as their manager sees them.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_person;
use super::details::details;
use super::exam_time::exam_time;
use super::lessons_read::lessons_read;
use super::person_parts::{attempts, facts, path};
use super::view::PersonView;
use crate::certification::held_certificates;
use crate::clearance::{ClearanceCard, overrides};
use crate::ui::{Crumb, EmptyState, Icon, IconName, Notice, PageHead, Tone};
use crate::{Frame, Viewer, loaded, paths};

/// One rep.
#[component]
pub fn PersonPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    loaded(load_person(id), person_page)
}

fn person_page(person: PersonView) -> impl IntoView {
    let leads = Viewer::current().is_some_and(|viewer| viewer.leads());
    let eyebrow = match person.teams.as_str() {
        "" => person.role.clone(),
        teams => format!("{}, {teams}", person.role),
    };
    let crumbs = if leads { vec![Crumb::new(paths::BOARD, "Board")] } else { Vec::new() };
    let assign = (leads && person.state != "closed").then(|| format!("{}?person={}", paths::ASSIGN, person.id));
    let state = match person.state.as_str() {
        "invited" => Some((Tone::Info, "Has not accepted the invitation yet. Nothing can be learned until then.")),
        "closed" => Some((Tone::Neutral, "This account is closed for good. What was shown stays on record.")),
        _ => None,
    };
    view! {
        <Frame title=person.name.clone() current=paths::BOARD>
            <div class="page">
                <PageHead title=person.name.clone() eyebrow=eyebrow crumbs=crumbs>
                    {assign
                        .clone()
                        .map(|href| {
                            view! {
                                <a class="btn btn-primary" href=href>
                                    <Icon name=IconName::Plus class="size-4.5" />
                                    "Assign a path"
                                </a>
                            }
                        })}
                </PageHead>
                {state.map(|(tone, words)| view! { <Notice tone=tone>{words}</Notice> })}
                <div class="cols">
                    <div>{clearances(&person)} {on_paths(&person)} {attempts(person.attempts.clone())}</div>
                    <div>{facts(&person)} {details(&person)} {held_certificates(person.certificates)} {overrides(&person.id, person.overrides)}
                        {exam_time(&person.id, person.exam_time)}
                        {lessons_read(person.lessons)}</div>
                </div>
            </div>
        </Frame>
    }
}

fn clearances(person: &PersonView) -> impl IntoView + use<> {
    let card = |clearance| view! { <ClearanceCard clearance=clearance /> };
    person.clearances.clone().into_iter().map(card).collect_view()
}

fn on_paths(person: &PersonView) -> AnyView {
    if !person.paths.is_empty() {
        return person.paths.clone().into_iter().map(path).collect_view().into_any();
    }
    let words = "Assign one, and it stands on their home page at once.";
    view! {
        <section class="panel">
            <EmptyState icon=IconName::BookOpen title="No path yet" words=words />
        </section>
    }
    .into_any()
}
