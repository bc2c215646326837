//! Inviting somebody.

use leptos::prelude::*;

use super::api::load_invite;
use super::parts::ShownOnce;
use super::view::InviteView;
use crate::ui::{
    Crumb, EmptyState, Field, FormAlert, HiddenField, IconName, PageHead, Select, SelectOption, SubmitButton,
};
use crate::{Flash, Frame, Viewer, loaded, paths};

/// The form that invites, and the link it made.
#[component]
pub fn InvitePage() -> impl IntoView {
    loaded(load_invite(), |offer| {
        let admin = Viewer::current().is_some_and(|viewer| viewer.is_admin());
        let link = Flash::of("invite").secret;
        let lede = if admin {
            "You get a link to hand over. With it they choose a password and start."
        } else {
            "A rep for one of your teams. You get a link to hand over; with it they choose a password and start."
        };
        let body = if admin || !offer.teams.is_empty() {
            view! { <InviteForm offer=offer admin=admin /> }.into_any()
        } else {
            view! {
                <section class="panel">
                    <EmptyState
                        icon=IconName::Users
                        title="You do not answer for a team yet"
                        words="Ask an admin to make you the manager of one. Then you can invite reps into it."
                    />
                </section>
            }
            .into_any()
        };
        view! {
            <Frame title="Invite somebody" current=paths::PEOPLE>
                <div class="page page-narrow">
                    <PageHead title="Invite somebody" crumbs=vec![Crumb::new(paths::PEOPLE, "People")] lede=lede />
                    {link
                        .map(|link| {
                            view! {
                                <ShownOnce
                                    title="The invitation"
                                    words="Copy this link now and hand it over. It works once, for 72 hours."
                                    secret=link
                                />
                            }
                        })}
                    {body}
                </div>
            </Frame>
        }
    })
}

#[component]
fn InviteForm(offer: InviteView, admin: bool) -> impl IntoView {
    let flash = Flash::of("invite");
    let mut teams: Vec<_> = offer.teams.into_iter().map(|(id, name)| SelectOption::new(id, name)).collect();
    let team_hint = admin.then(|| "A rep becomes a member of it; a manager answers for it.".to_owned());
    if admin {
        teams.insert(0, SelectOption::new("", "No team yet"));
    }
    let zones = offer.time_zones.into_iter().map(|zone| SelectOption::new(zone.clone(), zone)).collect::<Vec<_>>();
    let zone = flash.value("time_zone").or_else(|| Viewer::current().map(|viewer| viewer.time_zone));
    view! {
        <form class="panel form" method="post" action=paths::form("invite")>
            <FormAlert message=flash.alert_beside(&["name", "email"]) />
            <div class="form-pair">
                <Field
                    label="Name"
                    name="name"
                    value=flash.value("name")
                    error=flash.error_of("name")
                    autocomplete="off"
                    required=true
                />
                <Field
                    label="E-mail"
                    name="email"
                    kind="email"
                    value=flash.value("email")
                    error=flash.error_of("email")
                    autocomplete="off"
                    required=true
                />
            </div>
            <div class=if admin { "form-pair" } else { "form" }>
                {if admin {
                    view! {
                        <Select
                            label="Role"
                            name="role"
                            options=vec![
                                SelectOption::new("rep", "Rep: learns and takes calls"),
                                SelectOption::new("manager", "Manager: answers for teams"),
                                SelectOption::new("admin", "Admin: answers for all of it"),
                            ]
                            selected=flash.value("role").or_else(|| Some("rep".to_owned()))
                            error=flash.error_of("role")
                            required=true
                        />
                    }
                        .into_any()
                } else {
                    view! { <HiddenField name="role" value="rep" /> }.into_any()
                }}
                <Select
                    label="Team"
                    name="team"
                    options=teams
                    selected=flash.value("team")
                    error=flash.error_of("team")
                    hint=team_hint
                    required=!admin
                />
            </div>
            <div class="form-pair">
                <Field
                    label="Id in other systems"
                    name="external_id"
                    value=flash.value("external_id")
                    error=flash.error_of("external_id")
                    hint="Such as the phone system’s agent id.".to_owned()
                    autocomplete="off"
                />
                <Select
                    label="Time zone"
                    name="time_zone"
                    options=zones
                    selected=zone
                    error=flash.error_of("time_zone")
                    hint="Their dates and times are shown in it.".to_owned()
                    required=true
                />
            </div>
            <div class="actions">
                <SubmitButton label="Make the invitation" />
                <a class="btn btn-ghost" href=paths::PEOPLE>
                    "Back to people"
                </a>
            </div>
        </form>
    }
    .into_any()
}
