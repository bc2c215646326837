//! One webhook: how it does, what it was told, and everything that can be done with it.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::api::load_webhook;
use super::form::form;
use super::list::{counts, state};
use super::log::log;
use super::view::{DeliveriesView, DeliveryFilter, WebhookView};
use crate::identity::{Confirm, ShownOnce};
use crate::ui::{Crumb, Crumbs, Field, FormAlert, HiddenField, Notice, PageHead, SubmitButton, Tone};
use crate::{Flash, Frame, loaded, paths};

/// One webhook.
#[component]
pub fn WebhookPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id").unwrap_or_default());
    let filter = use_query_map().with_untracked(|query| {
        let of = |name: &str| query.get(name).unwrap_or_default();
        DeliveryFilter { show: of("show"), before: of("before") }
    });
    loaded(load_webhook(id, filter), page)
}

fn page(view: DeliveriesView) -> impl IntoView {
    let webhook = view.webhook.clone();
    let alerts = ["test-webhook", "switch-webhook", "delete-webhook", "rotate-webhook"];
    let alert = alerts.into_iter().find_map(|form| Flash::of(form).alert());
    let standing = standing(&webhook);
    let (log, secret, again) = (log(&view), secret(&view), again(&view));
    let settings = settings(&webhook);
    let (test, switch, delete) = (test(&webhook), switch(&webhook), delete(&webhook));
    view! {
        <Frame title=webhook.description.clone() current=paths::WEBHOOKS>
            <div class="page">
                <Crumbs steps=vec![Crumb::new(paths::WEBHOOKS, "Webhooks")] />
                <PageHead title=webhook.description.clone() lede=webhook.url.clone()>
                    {test}
                </PageHead>
                <FormAlert message=alert />
                {shown_once(&view)}
                {standing}
                <div class="cols">
                    <div>{log}</div>
                    <div>
                        {again}
                        {secret}
                        {settings}
                        <section class="panel" aria-labelledby="end">
                            <h2 class="section-title" id="end">
                                {if webhook.disabled.is_some() { "Enable or delete it" } else { "Stop it" }}
                            </h2>
                            {switch}
                            {delete}
                        </section>
                    </div>
                </div>
            </div>
        </Frame>
    }
}

/// The secret, right after it was made.
fn shown_once(view: &DeliveriesView) -> Option<AnyView> {
    let secret = Flash::of("create-webhook").secret.or_else(|| Flash::of("rotate-webhook").secret)?;
    let words = "Copy it now and keep it where your system keeps its secrets. It is shown this once.";
    let old = view.rotation_ends.clone().map(|until| {
        view! { <p>{format!("Until {until}, every message also bears a signature by the old secret.")}</p> }
    });
    Some(
        view! {
            <ShownOnce title="The secret" words=words secret=secret>
                {old}
                <p>"Your system checks with it that a message is from Canoe: any Standard Webhooks library does that."</p>
            </ShownOnce>
        }
        .into_any(),
    )
}

/// How it does.
fn standing(webhook: &WebhookView) -> AnyView {
    let badge = state(webhook);
    let quiet = |words: String| view! { <span class="quiet">{words}</span> };
    let delivered = webhook.delivered.clone().map(|at| quiet(format!("Last delivery: {at}.")));
    let counts = counts(webhook).map(|counts| quiet(format!("{counts}.")));
    let notice = match (&webhook.disabled, &webhook.paused, &webhook.failing) {
        (Some(at), ..) => Some((Tone::Warn, format!("Disabled since {at}."), webhook.why.clone())),
        (None, Some(until), _) => Some((
            Tone::Warn,
            format!("Your system asked to be left alone until {until}."),
            "Everything waits until then. A test event, or an event that you send once more, ends the wait.".to_owned(),
        )),
        (None, None, Some(at)) => Some((
            Tone::Bad,
            format!("Nothing has arrived since {at}."),
            "Each event is tried ten times over three days. What is given up can be sent again from here.".to_owned(),
        )),
        (None, None, None) => None,
    };
    view! {
        {notice
            .map(|(tone, title, words)| {
                view! {
                    <Notice tone=tone title=title>
                        {words}
                    </Notice>
                }
            })}
        <p class="flex flex-wrap items-center gap-x-3 gap-y-1">
            {badge} {delivered} {counts}
        </p>
    }
    .into_any()
}

fn test(webhook: &WebhookView) -> Option<AnyView> {
    webhook.disabled.is_none().then(|| {
        view! {
            <form method="post" action=paths::form("test-webhook")>
                <HiddenField name="id" value=webhook.id.clone() />
                <SubmitButton label="Send a test event" class="btn" />
            </form>
        }
        .into_any()
    })
}

/// Sending again what was given up.
fn again(view: &DeliveriesView) -> Option<AnyView> {
    let flash = Flash::of("replay-failed");
    if view.webhook.failed == 0 && flash.error.is_none() {
        return None;
    }
    Some(
        view! {
            <section class="panel" aria-labelledby="again">
                <h2 class="section-title" id="again">
                    "Send again"
                </h2>
                <form class="form" method="post" action=paths::form("replay-failed")>
                    <FormAlert message=flash.alert_beside(&["since"]) />
                    <HiddenField name="id" value=view.webhook.id.clone() />
                    <Field
                        label="Everything given up since"
                        name="since"
                        kind="date"
                        value=flash.value("since").unwrap_or_else(|| view.week_ago.clone())
                        error=flash.error_of("since")
                        required=true
                    />
                    <div>
                        <SubmitButton label="Send it again" class="btn" />
                    </div>
                </form>
            </section>
        }
        .into_any(),
    )
}

fn secret(view: &DeliveriesView) -> AnyView {
    let (id, newest) = (view.webhook.id.clone(), view.newest.clone());
    let until = view.rotation_ends.clone().map(|until| {
        view! { <p>{format!("Until {until}, the secret before the present one signs, too.")}</p> }
    });
    let words =
        "The new secret signs at once. The old one signs beside it for 24 hours, so that your system can change over.";
    let words = match &view.rotation_ends {
        Some(until) => {
            format!("Until {until}, the secret of before signs, too. Another new secret ends that at once. {words}")
        }
        None => words.to_owned(),
    };
    view! {
        <section class="panel" aria-labelledby="secret-title">
            <h2 class="section-title" id="secret-title">
                "Secret"
            </h2>
            <p class="quiet">"Every message is signed with it. It was shown when it was made, and is not shown again."</p>
            {until}
            <Confirm
                label="Make a new secret"
                about=view.webhook.description.clone()
                in_text=true
                words=words
            >
                <form method="post" action=paths::form("rotate-webhook")>
                    <HiddenField name="id" value=id />
                    // A form from before the last change would end a secret that its reader knows nothing of.
                    <HiddenField name="known" value=newest />
                    <SubmitButton label="Make it" class="btn btn-sm btn-primary" />
                </form>
            </Confirm>
        </section>
    }
    .into_any()
}

/// What it is told of, and the form that changes it, folded away until somebody wants it.
fn settings(webhook: &WebhookView) -> AnyView {
    let told = match webhook.kinds.as_slice() {
        [] => "It is told of everything.".to_owned(),
        kinds => format!("It is told of {}.", kinds.join(", ")),
    };
    let wrong = Flash::of("change-webhook").error.is_some();
    view! {
        <section class="panel" aria-labelledby="settings">
            <h2 class="section-title" id="settings">
                "What it is told of"
            </h2>
            <p>{told}</p>
            <details open=wrong>
                <summary class="btn btn-sm list-none">"Change it"</summary>
                <div class="mt-4">{form(Some(webhook))}</div>
            </details>
        </section>
    }
    .into_any()
}

fn switch(webhook: &WebhookView) -> AnyView {
    let id = webhook.id.clone();
    if webhook.disabled.is_some() {
        return view! {
            <form method="post" action=paths::form("switch-webhook")>
                <HiddenField name="id" value=id />
                <HiddenField name="on" value="true" />
                <SubmitButton label="Enable it" class="btn" />
            </form>
        }
        .into_any();
    }
    view! {
        <Confirm
            label="Disable"
            about=webhook.description.clone()
            in_text=true
            words="It is told of nothing that happens until it is enabled. What is on the way waits, for 30 days at most."
        >
            <form method="post" action=paths::form("switch-webhook")>
                <HiddenField name="id" value=id />
                <HiddenField name="on" value="false" />
                <SubmitButton label="Disable it" class="btn btn-sm btn-error" />
            </form>
        </Confirm>
    }
    .into_any()
}

fn delete(webhook: &WebhookView) -> AnyView {
    let id = webhook.id.clone();
    view! {
        <Confirm
            label="Delete"
            about=webhook.description.clone()
            in_text=true
            words="Its secrets and its log go with it, and what is on the way is not sent. It cannot be undone."
        >
            <form method="post" action=paths::form("delete-webhook")>
                <HiddenField name="id" value=id />
                <SubmitButton label="Delete it" class="btn btn-sm btn-error" />
            </form>
        </Confirm>
    }
    .into_any()
}
