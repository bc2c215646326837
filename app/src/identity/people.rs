//! Everybody: who they are, where their account stands, and what can be done about it.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::load_people;
use super::parts::{Confirm, ShownOnce};
use super::view::{PeopleView, PersonRow};
use crate::ui::{
    Badge, DataTable, EmptyState, FormAlert, HiddenField, Icon, IconName, PageHead, SubmitButton, Td, Th, Tone,
    breakable,
};
use crate::{Flash, Frame, loaded, paths};

/// The list of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let page = use_query_map().with_untracked(|query| query.get("page")?.parse().ok()).unwrap_or(1);
    loaded(load_people(page), |people| {
        let (renewed, reset) = (Flash::of("renew-invitation"), Flash::of("reset-password"));
        let alert = renewed.alert().or_else(|| reset.alert()).or_else(|| Flash::of("close-account").alert());
        let lede = match people.total {
            0 => "Nobody here yet.".to_owned(),
            1 => "1 person. An invitation is a link that you hand over.".to_owned(),
            n => format!("{n} people. An invitation is a link that you hand over."),
        };
        view! {
            <Frame title="People" current=paths::PEOPLE>
                <div class="page">
                    <PageHead title="People" lede=lede>
                        <a class="btn btn-primary" href=paths::INVITE>
                            <Icon name=IconName::Plus class="size-4.5" />
                            "Invite somebody"
                        </a>
                    </PageHead>
                    <FormAlert message=alert />
                    {renewed
                        .secret
                        .map(|link| {
                            view! {
                                <ShownOnce
                                    title="The new link"
                                    words="Copy this link now and hand it over. It works once, for 72 hours. The old one no longer works."
                                    secret=link
                                />
                            }
                        })}
                    {reset
                        .secret
                        .map(|link| {
                            view! {
                                <ShownOnce
                                    title="The reset link"
                                    words="Copy this link now and hand it over, to them alone. It works once, for 30 minutes. An older one no longer works."
                                    secret=link
                                />
                            }
                        })}
                    <section class="panel panel-flush" aria-label="Everybody">
                        <List people=people.rows.clone() />
                    </section>
                    <Pages people=people />
                </div>
            </Frame>
        }
    })
}

#[component]
fn List(people: Vec<PersonRow>) -> impl IntoView {
    if people.is_empty() {
        return view! {
            <EmptyState
                icon=IconName::Users
                title="Nobody in your teams yet"
                words="Invite your reps here. If you should answer for a team and do not see it, ask an admin."
            />
        }
        .into_any();
    }
    let actions = people.iter().any(|person| person.closable || person.renewable || person.resettable);
    let head = view! {
        <Th label="Name" />
        <Th label="Role" />
        <Th label="Account" />
        <Th label="Teams" />
        {actions.then(|| view! { <Th label="Action" number=true /> })}
    }
    .into_any();
    let rows = people.into_iter().map(|person| row(person, actions)).collect_view();
    view! {
        <DataTable caption="People and their accounts" head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(person: PersonRow, actions: bool) -> AnyView {
    let (word, tone, icon) = match person.state.as_str() {
        "active" => ("Active", Tone::Good, IconName::CircleCheck),
        "invited" => ("Invited", Tone::Info, IconName::Mail),
        _ => ("Closed", Tone::Neutral, IconName::Lock),
    };
    let name = if person.readable {
        view! { <a href=paths::person(&person.id)>{person.name.clone()}</a> }.into_any()
    } else {
        person.name.clone().into_any()
    };
    let teams = person.teams.join(", ");
    let (email, role, since) = (person.email.clone(), person.role.clone(), person.since.clone());
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <span class="cell-name">{name}</span>
                <span class="cell-note wrap-anywhere">{breakable(&email)}</span>
            </th>
            <Td label="Role">{role}</Td>
            <Td label="Account">
                <div>
                    <Badge label=word tone=tone icon=Some(icon) />
                    <span class="cell-note">{since}</span>
                </div>
            </Td>
            <Td label="Teams">{(!teams.is_empty()).then_some(teams)}</Td>
            {actions.then(|| view! { <Td label="" number=true>{what_to_do(person)}</Td> })}
        </tr>
    }
    .into_any()
}

/// What can be done about somebody's account.
fn what_to_do(person: PersonRow) -> AnyView {
    let PersonRow { id, name, closable, renewable, resettable, .. } = person;
    if !(closable || renewable || resettable) {
        return ().into_any();
    }
    let renew = renewable.then(|| {
        let name = name.clone();
        view! {
            <form method="post" action=paths::form("renew-invitation")>
                <HiddenField name="person" value=id.clone() />
                <button class="btn btn-sm">"New link" <span class="sr-only">" for " {name}</span></button>
            </form>
        }
    });
    let reset = resettable.then(|| {
        let name = name.clone();
        view! {
            <form method="post" action=paths::form("reset-password")>
                <HiddenField name="person" value=id.clone() />
                <button class="btn btn-sm">"Reset password" <span class="sr-only">" of " {name}</span></button>
            </form>
        }
    });
    let close = closable.then(|| {
        let words = format!("{name} can no longer sign in or take calls. Their history stays. This is final: the account cannot be opened again.");
        view! {
            <Confirm label="Close account" about=name.clone() words=words>
                <form method="post" action=paths::form("close-account")>
                    <HiddenField name="person" value=id.clone() />
                    <SubmitButton label=format!("Close {name}’s account") class="btn btn-sm btn-error h-auto py-1.5" />
                </form>
            </Confirm>
        }
    });
    view! { <div class="flex flex-wrap items-start gap-2 md:justify-end">{renew} {reset} {close}</div> }.into_any()
}

#[component]
fn Pages(people: PeopleView) -> impl IntoView {
    let PeopleView { rows, total, first, page, more } = people;
    if page <= 1 && !more {
        return ().into_any();
    }
    let last = first.saturating_add(u32::try_from(rows.len()).unwrap_or(0)).saturating_sub(1);
    let link = |page: u32| format!("{}?page={page}", paths::PEOPLE);
    view! {
        <nav class="actions pages" aria-label="Pages">
            <span class="quiet figures">{format!("{first} to {last} of {total}")}</span>
            <span class="actions">
                {(page > 1)
                    .then(|| {
                        view! {
                            <a class="btn btn-sm" href=link(page - 1)>
                                <Icon name=IconName::ArrowLeft class="size-4" />
                                "Back"
                            </a>
                        }
                    })}
                {more
                    .then(|| {
                        view! {
                            <a class="btn btn-sm" href=link(page + 1)>
                                "Next"
                                <Icon name=IconName::ArrowRight class="size-4" />
                            </a>
                        }
                    })}
            </span>
        </nav>
    }
    .into_any()
}
