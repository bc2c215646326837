//! Teams: who is in them, who answers for them.

use leptos::prelude::*;

use super::api::load_teams;
use super::view::{MemberView, TeamView, TeamsView};
use crate::ui::{
    Badge, EmptyState, Field, FormAlert, HiddenField, Icon, IconName, PageHead, Select, SelectOption, SubmitButton,
};
use crate::{Flash, Frame, Viewer, loaded, paths};

/// The teams one may see; admins change them here.
#[component]
pub fn TeamsPage() -> impl IntoView {
    loaded(load_teams(), |view| {
        let admin = Viewer::current().is_some_and(|viewer| viewer.is_admin());
        let TeamsView { teams, people } = view;
        let list = if teams.is_empty() {
            view! { <NoTeams admin=admin /> }.into_any()
        } else {
            teams.iter().cloned().map(|team| view! { <Team team=team admin=admin /> }).collect_view().into_any()
        };
        let forms = admin.then(|| {
            let choices = |teams: &[TeamView]| {
                teams.iter().map(|team| SelectOption::new(team.id.clone(), team.name.clone())).collect::<Vec<_>>()
            };
            view! {
                <div>
                    <AddTeam parents=choices(&teams) />
                    {(!teams.is_empty()).then(|| view! { <PutIn teams=choices(&teams) people=people /> })}
                </div>
            }
        });
        let lede = if admin {
            "Managers see the people of their teams, and of the teams inside them."
        } else {
            "You see the teams you answer for, and the teams inside them."
        };
        view! {
            <Frame title="Teams" current=paths::TEAMS>
                <div class="page">
                    <PageHead title="Teams" lede=lede />
                    <FormAlert message=Flash::of("change-membership").alert() />
                    <div class=if admin { "cols" } else { "page" }>
                        <div class="page">{list}</div>
                        {forms}
                    </div>
                </div>
            </Frame>
        }
    })
}

#[component]
fn NoTeams(admin: bool) -> impl IntoView {
    let words = if admin {
        "Add the first one here. Then put its manager and its reps into it."
    } else {
        "An admin can make you the manager of one. Then its people and their progress show up here."
    };
    view! {
        <section class="panel">
            <EmptyState icon=IconName::Users title="No team yet" words=words />
        </section>
    }
    .into_any()
}

#[component]
fn Team(team: TeamView, admin: bool) -> impl IntoView {
    let TeamView { id, name, parent, managers, members } = team;
    let title = format!("team-{id}");
    let title_again = title.clone();
    let count = match members.len() {
        1 => "1 member".to_owned(),
        n => format!("{n} members"),
    };
    view! {
        <section class="panel" aria-labelledby=title_again>
            <div class="section-head">
                <h2 class="section-title" id=title>
                    {name.clone()}
                </h2>
                <span class="actions">
                    {parent.map(|parent| view! { <Badge label=format!("in {parent}") icon=Some(IconName::Layers) long=true /> })}
                    <span class="quiet small">{count}</span>
                </span>
            </div>
            <People title="Managers" part="manager" people=managers team=(id.clone(), name.clone()) admin=admin />
            <People title="Members" part="member" people=members team=(id, name) admin=admin />
        </section>
    }
    .into_any()
}

#[component]
fn People(
    title: &'static str,
    part: &'static str,
    people: Vec<MemberView>,
    team: (String, String),
    admin: bool,
) -> impl IntoView {
    let body = if people.is_empty() {
        view! { <p class="quiet">"Nobody yet"</p> }.into_any()
    } else {
        let items = people.into_iter().map(|person| chip(person, part, &team, admin)).collect_view();
        view! { <ul class="flex flex-wrap gap-2">{items}</ul> }.into_any()
    };
    view! {
        <div class="grid gap-2">
            <h3 class="eyebrow">{title}</h3>
            {body}
        </div>
    }
    .into_any()
}

/// Somebody in a team, with the button that takes them out. It asks nothing: they are put back as easily.
fn chip(person: MemberView, part: &'static str, (team, team_name): &(String, String), admin: bool) -> AnyView {
    let MemberView { id, name } = person;
    let words = if admin || part == "member" {
        view! {
            <a class="link min-w-0 py-0.5" href=paths::person(&id)>
                {name.clone()}
            </a>
        }
        .into_any()
    } else {
        view! { <span class="min-w-0">{name.clone()}</span> }.into_any()
    };
    let take_out = admin.then(|| {
        let label = format!("Take {name} out of {team_name}");
        view! {
            <form method="post" action=paths::form("change-membership") class="inline-flex">
                <HiddenField name="team" value=team.clone() />
                <HiddenField name="person" value=id />
                <HiddenField name="part" value=part />
                <HiddenField name="belongs" value="false" />
                <button class="btn btn-ghost btn-sm btn-circle pointer-coarse:size-11" aria-label=label.clone() title=label>
                    <Icon name=IconName::X class="size-4" />
                </button>
            </form>
        }
    });
    view! {
        <li class="inline-flex min-h-9 max-w-full items-center gap-1 rounded-field bg-base-200 py-0.5 ps-2.5 pe-1">{words} {take_out}</li>
    }
    .into_any()
}

#[component]
fn AddTeam(parents: Vec<SelectOption>) -> impl IntoView {
    let flash = Flash::of("add-team");
    let parent = (!parents.is_empty()).then(|| {
        view! {
            <Select
                label="Inside"
                name="parent"
                options=parents
                selected=flash.value("parent")
                none="No other team"
                error=flash.error_of("parent")
                hint="Whoever answers for that team answers for this one, too.".to_owned()
            />
        }
    });
    view! {
        <section class="panel" aria-labelledby="add-team">
            <h2 class="section-title" id="add-team">
                "Add a team"
            </h2>
            <form class="form" method="post" action=paths::form("add-team")>
                <FormAlert message=flash.alert_beside(&["name"]) />
                <Field
                    label="Name"
                    name="name"
                    value=flash.value("name")
                    error=flash.error_of("name")
                    autocomplete="off"
                    required=true
                />
                {parent}
                <div>
                    <SubmitButton label="Add the team" />
                </div>
            </form>
        </section>
    }
    .into_any()
}

#[component]
fn PutIn(teams: Vec<SelectOption>, people: Vec<(String, String)>) -> impl IntoView {
    let flash = Flash::of("change-membership");
    let people: Vec<_> = people.into_iter().map(|(id, words)| SelectOption::new(id, words)).collect();
    let parts = vec![SelectOption::new("member", "Member"), SelectOption::new("manager", "Manager")];
    view! {
        <section class="panel" aria-labelledby="put-in">
            <h2 class="section-title" id="put-in">
                "Put somebody into a team"
            </h2>
            <form class="form" method="post" action=paths::form("change-membership")>
                <HiddenField name="belongs" value="true" />
                <Select
                    label="Person"
                    name="person"
                    options=people
                    selected=flash.value("person")
                    none="Choose somebody"
                    required=true
                />
                <Select
                    label="Team"
                    name="team"
                    options=teams
                    selected=flash.value("team")
                    none="Choose a team"
                    required=true
                />
                <Select
                    label="As"
                    name="part"
                    options=parts
                    selected=flash.value("part")
                    hint="Only people whose role is manager can answer for a team.".to_owned()
                    required=true
                />
                <div>
                    <SubmitButton label="Put them in" class="btn" />
                </div>
            </form>
        </section>
    }
    .into_any()
}
