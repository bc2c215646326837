//! Where a webhook is, what it is for, and what it wants to hear of.

use domain::integration::EventKind;
use leptos::prelude::*;

use super::view::WebhookView;
use crate::ui::{Checkbox, Field, FormAlert, HiddenField, SubmitButton};
use crate::{Flash, paths};

/// The form that makes a webhook, or changes this one.
pub(super) fn form(known: Option<&WebhookView>) -> AnyView {
    let (endpoint, label) = match known {
        None => ("create-webhook", "Make the webhook"),
        Some(_) => ("change-webhook", "Save"),
    };
    // A new one has the width of the page for its kinds.
    let grid = if known.is_some() { "grid gap-3" } else { "grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3" };
    let flash = Flash::of(endpoint);
    let typed = flash.error.is_some();
    let value = |field: &str, had: fn(&WebhookView) -> &String| flash.value(field).or_else(|| known.map(had).cloned());
    let kinds = EventKind::to_ask_for().enumerate().map(|(place, kind)| {
        let name = format!("kinds[{place}]");
        let wanted = known.is_some_and(|known| known.kinds.iter().any(|word| word == kind.as_str()));
        let checked = if typed { flash.value(&name).is_some() } else { wanted };
        view! { <Checkbox label=kind.as_str() name=name value=kind.as_str() checked=checked hint=words(kind) /> }
    });
    let kinds = kinds.collect_view();
    view! {
        <form class="form" method="post" action=paths::form(endpoint)>
            <FormAlert message=flash.alert_beside(&["url", "description"]) />
            {known.map(|known| view! { <HiddenField name="id" value=known.id.clone() /> })}
            <Field
                label="Description"
                name="description"
                value=value("description", |known| &known.description)
                error=flash.error_of("description")
                hint="The system it is for, such as “CRM”.".to_owned()
                autocomplete="off"
                required=true
            />
            <Field
                label="Address"
                name="url"
                kind="url"
                value=value("url", |known| &known.url)
                error=flash.error_of("url")
                hint="An https address that takes POST.".to_owned()
                autocomplete="off"
                inputmode="url"
                maxlength=1000
                required=true
            />
            <fieldset class="field">
                <legend class="field-label">"Events"</legend>
                <p class="field-hint">"Tick none to be told of all, also of kinds that come later."</p>
                <div class=grid>{kinds}</div>
            </fieldset>
            <div>
                <SubmitButton label=label class=if known.is_some() { "btn" } else { "btn btn-primary" } />
            </div>
        </form>
    }
    .into_any()
}

/// What has happened when an event of this kind is told.
fn words(kind: EventKind) -> &'static str {
    match kind {
        EventKind::ClearanceChanged => "Somebody may do more, or less, in a kind of call.",
        EventKind::CertificateGranted => "Somebody has earned a certificate.",
        EventKind::CertificateExpiring => "A certificate can be renewed, and will run out.",
        EventKind::CertificateExpired => "A certificate has run out.",
        EventKind::CertificateRevoked => "A certificate is taken away for good.",
        EventKind::CertificateSuspended => "A certificate is taken away for a while.",
        EventKind::CertificateReinstated => "A suspended certificate holds again.",
        EventKind::AttemptFinished => "A quiz or an exam is decided.",
        EventKind::AssignmentCreated => "A path is assigned to somebody.",
        EventKind::AssignmentOverdue => "Somebody has not finished a path by its day.",
        EventKind::AssignmentCompleted => "Somebody has finished a path.",
        EventKind::PersonDeactivated => "An account is closed.",
        EventKind::WebhookTest => "You try a webhook out.",
    }
}
