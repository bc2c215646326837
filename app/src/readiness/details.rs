//! Changing somebody's name, address and id in other systems, for those who may.

use leptos::prelude::*;

use super::view::PersonView;
use crate::ui::{Field, FormAlert, HiddenField, SubmitButton};
use crate::{Flash, paths};

/// The form; nothing for those who may not.
pub(super) fn details(person: &PersonView) -> Option<AnyView> {
    if !person.may_change {
        return None;
    }
    let flash = Flash::of("change-person");
    let typed = |field: &str, known: &str| flash.value(field).unwrap_or_else(|| known.to_owned());
    // What was wrong is read where it was typed.
    let open = flash.error.is_some();
    Some(
        view! {
            <section class="panel" aria-labelledby="details">
                <h2 id="details" class="section-title">
                    "Name and address"
                </h2>
                <details open=open>
                    <summary class="link cursor-pointer py-1.5">"Change them"</summary>
                    <form class="form mt-3" method="post" action=paths::form("change-person")>
                        <FormAlert message=flash.alert() />
                        <HiddenField name="person" value=person.id.clone() />
                        <Field
                            label="Name"
                            name="name"
                            value=typed("name", &person.name)
                            error=flash.error_of("name")
                            autocomplete="off"
                            required=true
                        />
                        <Field
                            label="E-mail"
                            name="email"
                            kind="email"
                            value=typed("email", &person.email)
                            error=flash.error_of("email")
                            hint="They sign in with it from then on.".to_owned()
                            autocomplete="off"
                            required=true
                        />
                        <Field
                            label="Id in other systems"
                            name="external_id"
                            value=typed("external_id", person.external_id.as_deref().unwrap_or_default())
                            error=flash.error_of("external_id")
                            hint="Such as the phone system’s agent id.".to_owned()
                            autocomplete="off"
                        />
                        <div class="actions">
                            <SubmitButton label="Save" class="btn" />
                        </div>
                    </form>
                </details>
            </section>
        }
        .into_any(),
    )
}
