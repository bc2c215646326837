//! One's own account: who one is here, what one may change about it, and where one is signed in.

use leptos::prelude::*;

use super::api::load_account;
use super::settings::{PasswordForm, TimeZoneForm};
use super::view::SessionView;
use crate::ui::{Badge, DataTable, FormAlert, HiddenField, IconName, PageHead, Td, Th, Tone, breakable};
use crate::{Flash, Frame, Viewer, loaded, paths};

/// One's own account.
#[component]
pub fn AccountPage() -> impl IntoView {
    loaded(load_account(), |account| {
        let facts = [("Name", account.name), ("E-mail", account.email.clone()), ("Role", account.role)];
        let facts = facts
            .map(|(term, value)| {
                view! {
                    <div>
                        <dt>{term}</dt>
                        <dd class="wrap-anywhere">{breakable(&value)}</dd>
                    </div>
                }
            })
            .into_iter()
            .collect_view();
        let not_right = if Viewer::current().is_some_and(|viewer| viewer.is_admin()) {
            "Is your name or your address not right? Another admin can change them."
        } else {
            "Is your name or your address not right? An admin can change them."
        };
        let head = view! {
            <Th label="Device" />
            <Th label="Address" />
            <Th label="Signed in" />
            <Th label="Last seen" />
            <Th label="Action" number=true />
        }
        .into_any();
        let sessions = account.sessions.into_iter().map(row).collect_view();
        view! {
            <Frame title="Your account" current=paths::ACCOUNT>
                <div class="page">
                    <PageHead title="Your account" />
                    <div class="cols">
                        <div>
                            <section class="panel" aria-labelledby="about">
                                <h2 class="section-title" id="about">
                                    "About you"
                                </h2>
                                <dl class="facts">{facts}</dl>
                                <p class="quiet small">{not_right}</p>
                            </section>
                            <TimeZoneForm time_zone=account.time_zone time_zones=account.time_zones />
                        </div>
                        <div>
                            <PasswordForm email=account.email />
                        </div>
                    </div>
                    <FormAlert message=Flash::of("end-session").alert() />
                    <section class="panel panel-flush" aria-labelledby="sessions">
                        <div class="panel-top">
                            <h2 class="section-title" id="sessions">
                                "Where you are signed in"
                            </h2>
                            <p class="quiet">"You do not know one of them? Sign it out, and tell an admin."</p>
                        </div>
                        <DataTable caption="Your sessions, newest first" head=head>
                            {sessions}
                        </DataTable>
                    </section>
                </div>
            </Frame>
        }
    })
}

fn row(session: SessionView) -> AnyView {
    let SessionView { id, device, address, started, last_seen, current } = session;
    let action = if current {
        view! {
            <form method="post" action=paths::form("sign-out")>
                <button class="btn btn-sm">"Sign out" <span class="sr-only">" here"</span></button>
            </form>
        }
        .into_any()
    } else {
        let about = format!(" {device}, signed in {started}");
        view! {
            <form method="post" action=paths::form("end-session")>
                <HiddenField name="session" value=id />
                <button class="btn btn-sm">"Sign out" <span class="sr-only">{about}</span></button>
            </form>
        }
        .into_any()
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <span class="flex flex-wrap items-center gap-x-3 gap-y-1">
                    {device}
                    {current
                        .then(|| view! { <Badge label="This one" tone=Tone::Good icon=Some(IconName::CircleCheck) /> })}
                </span>
            </th>
            <Td label="Address">{(!address.is_empty()).then_some(address)}</Td>
            <Td label="Signed in">{started}</Td>
            <Td label="Last seen">{last_seen}</Td>
            <Td label="" number=true>
                {action}
            </Td>
        </tr>
    }
    .into_any()
}
