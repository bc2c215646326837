//! What one changes about one's own account: the time zone and the password.

use leptos::prelude::*;

use super::parts::NewPassword;
use crate::ui::{Field, FormAlert, Select, SelectOption, SubmitButton};
use crate::{Flash, paths};

/// The form that sets one's time zone.
#[component]
pub fn TimeZoneForm(
    /// The one that is set.
    time_zone: String,
    /// Those to choose from.
    time_zones: Vec<String>,
) -> impl IntoView {
    let flash = Flash::of("change-time-zone");
    let typed = flash.value("time_zone").filter(|typed| time_zones.contains(typed));
    let zones = time_zones.into_iter().map(|zone| SelectOption::new(zone.clone(), zone)).collect::<Vec<_>>();
    view! {
        <section class="panel" aria-labelledby="zone">
            <h2 class="section-title" id="zone">
                "Your time zone"
            </h2>
            <form class="form" method="post" action=paths::form("change-time-zone")>
                <FormAlert message=flash.alert_beside(&["time_zone"]) />
                <Select
                    label="Time zone"
                    name="time_zone"
                    options=zones
                    selected=typed.unwrap_or(time_zone)
                    error=flash.error_of("time_zone")
                    hint="Dates and times are shown to you in it.".to_owned()
                    required=true
                />
                <div>
                    <SubmitButton label="Save the time zone" class="btn" />
                </div>
            </form>
        </section>
    }
    .into_any()
}

/// The form that changes one's password.
#[component]
pub fn PasswordForm(
    /// The address one signs in with.
    email: String,
) -> impl IntoView {
    let flash = Flash::of("change-password");
    view! {
        <section class="panel" aria-labelledby="password">
            <h2 class="section-title" id="password">
                "Your password"
            </h2>
            <form class="form" method="post" action=paths::form("change-password")>
                <FormAlert message=flash.alert_beside(&["current_password", "password"]) />
                // For password managers, which would store the password under no name.
                <input type="hidden" name="username" autocomplete="username" value=email />
                <Field
                    label="Current password"
                    name="current_password"
                    kind="password"
                    error=flash.error_of("current_password")
                    autocomplete="current-password"
                    required=true
                />
                <NewPassword label="New password" error=flash.error_of("password") />
                <p class="quiet small">"You stay signed in here, and are signed out everywhere else."</p>
                <div>
                    <SubmitButton label="Change the password" class="btn" />
                </div>
            </form>
        </section>
    }
    .into_any()
}
