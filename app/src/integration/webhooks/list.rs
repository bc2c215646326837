//! The webhooks: which there are, how they do, and a new one.

use leptos::prelude::*;

use super::api::load_webhooks;
use super::form::form;
use super::view::WebhookView;
use crate::ui::{Badge, DataTable, EmptyState, IconName, PageHead, Td, Th, Tone};
use crate::{Frame, loaded, paths};

/// The webhooks.
#[component]
pub fn WebhooksPage() -> impl IntoView {
    loaded(load_webhooks(), |webhooks| {
        let list = list(webhooks);
        view! {
            <Frame title="Webhooks" current=paths::WEBHOOKS>
                <div class="page">
                    <PageHead
                        title="Webhooks"
                        lede="Canoe tells your other systems what happens, as it happens: signed, in order for each person, and again until it arrives."
                    />
                    <section class="panel panel-flush" aria-label="Those there are">
                        {list}
                    </section>
                    <section class="panel" aria-labelledby="new-webhook">
                        <h2 class="section-title" id="new-webhook">
                            "Make a webhook"
                        </h2>
                        {form(None)}
                    </section>
                </div>
            </Frame>
        }
    })
}

fn list(webhooks: Vec<WebhookView>) -> AnyView {
    if webhooks.is_empty() {
        let words = "Make one for each system that is to know what happens here.";
        return view! { <EmptyState icon=IconName::Activity title="No webhook yet" words=words /> }.into_any();
    }
    let head = view! {
        <Th label="Webhook" />
        <Th label="Events" />
        <Th label="State" />
        <Th label="Last delivery" />
    }
    .into_any();
    let rows = webhooks.into_iter().map(row).collect_view();
    view! {
        <DataTable caption="Webhooks" head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(webhook: WebhookView) -> AnyView {
    let badge = state(&webhook);
    let note = match (&webhook.disabled, &webhook.paused, &webhook.failing) {
        (None, Some(until), _) => Some(format!("until {until}")),
        (None, None, Some(at)) => Some(format!("since {at}")),
        _ => None,
    };
    let counts = counts(&webhook);
    let WebhookView { id, url, description, kinds, delivered, .. } = webhook;
    let kinds = match kinds.len() {
        0 => "all".to_owned(),
        1 => kinds.concat(),
        n => format!("{n} kinds"),
    };
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a class="wrap-anywhere" href=paths::webhook(&id)>
                    {description}
                </a>
                <span class="cell-note wrap-anywhere">{url}</span>
            </th>
            <Td label="Events">{kinds}</Td>
            <Td label="State">
                <div>
                    {badge}
                    {note.map(|note| view! { <span class="cell-note">{note}</span> })}
                    {counts.map(|counts| view! { <span class="cell-note">{counts}</span> })}
                </div>
            </Td>
            <Td label="Last delivery">{delivered.unwrap_or_else(|| "none yet".to_owned())}</Td>
        </tr>
    }
    .into_any()
}

/// How a webhook does, in a word.
pub(super) fn state(webhook: &WebhookView) -> AnyView {
    let (label, tone, icon) = match (&webhook.disabled, &webhook.failing, &webhook.delivered) {
        (Some(_), ..) => ("Disabled", Tone::Neutral, IconName::Lock),
        (None, ..) if webhook.paused.is_some() => ("Asked to wait", Tone::Warn, IconName::Clock),
        (None, Some(_), _) => ("Failing", Tone::Bad, IconName::AlertTriangle),
        (None, None, Some(_)) => ("Works", Tone::Good, IconName::CircleCheck),
        (None, None, None) => ("Nothing sent yet", Tone::Neutral, IconName::Clock),
    };
    view! { <Badge label=label tone=tone icon=Some(icon) /> }.into_any()
}

/// How much is on its way and how much was given up; none where that is nothing.
pub(super) fn counts(webhook: &WebhookView) -> Option<String> {
    let count = |n: u32, words: &str| (n > 0).then(|| format!("{n} {words}"));
    let parts = [count(webhook.pending, "on the way"), count(webhook.failed, "given up")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}
