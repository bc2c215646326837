//! What a webhook was told: a filter, the latest first, and the way to the rest.

use leptos::prelude::*;

use super::view::{DeliveriesView, DeliveryFilter, DeliveryRow};
use crate::ui::{Badge, DataTable, EmptyState, IconName, Pager, Td, Th, Tone};
use crate::{integration::view::NamedView, paths};

/// The log of a webhook.
pub(super) fn log(view: &DeliveriesView) -> AnyView {
    let id = view.webhook.id.clone();
    let link = |show: &str, label: &'static str| {
        let here = (view.filter.show == show).then_some("page");
        let href = DeliveryFilter { show: show.to_owned(), ..DeliveryFilter::default() }.href(&id);
        view! {
            <a class="btn btn-sm" href=href aria-current=here>
                {label}
            </a>
        }
    };
    let links = [link("", "All"), link("pending", "On the way"), link("failed", "Given up")].collect_view();
    let body = if view.rows.is_empty() { nothing(view) } else { table(view) };
    let pages = pages(view);
    view! {
        <section class="panel panel-flush" aria-labelledby="deliveries">
            <div class="panel-top grid gap-3">
                <h2 class="section-title" id="deliveries">
                    "What it was told"
                </h2>
                <nav class="actions" aria-label="Which events">
                    {links}
                </nav>
            </div>
            {body}
        </section>
        {pages}
    }
    .into_any()
}

fn nothing(view: &DeliveriesView) -> AnyView {
    let (title, words) = match (view.filter.show.as_str(), view.filter.before.is_empty()) {
        (_, false) => ("Nothing older", "The log ends here."),
        ("pending", _) => ("Nothing on the way", "Everything was delivered or given up."),
        ("failed", _) => ("Nothing given up", "What fails is tried ten times over three days first."),
        _ => ("Nothing yet", "It is told of what happens from now on. Send a test event to try it out."),
    };
    view! { <EmptyState icon=IconName::Activity title=title words=words /> }.into_any()
}

fn table(view: &DeliveriesView) -> AnyView {
    let head = view! {
        <Th label="Event" />
        <Th label="About" />
        <Th label="State" />
        <Th label="Last answer" />
    }
    .into_any();
    let rows = view.rows.iter().map(|found| row(&view.webhook.id, found.clone())).collect_view();
    view! {
        <DataTable caption="What it was told, the latest first" head=head>
            {rows}
        </DataTable>
    }
    .into_any()
}

fn row(webhook: &str, row: DeliveryRow) -> AnyView {
    let badge = state(&row);
    let waits = waits(webhook, &row);
    let DeliveryRow { seq, kind, at, person, tries, last, next, .. } = row;
    let tries = match tries {
        0 => None,
        1 => Some("1 try".to_owned()),
        n => Some(format!("{n} tries")),
    };
    let next = next.map(|next| format!("next try: {next}"));
    view! {
        <tr role="row">
            <th scope="row" role="rowheader">
                <a href=paths::delivery(webhook, &seq)>{kind}</a>
                <span class="cell-note">{at}</span>
            </th>
            <Td label="About">
                <span class="cell-name">{person.map(named)}</span>
            </Td>
            <Td label="State">
                <div>
                    {badge}
                    {tries.map(|tries| view! { <span class="cell-note">{tries}</span> })}
                    {next.map(|next| view! { <span class="cell-note">{next}</span> })}
                    {waits.map(|waits| view! { <span class="cell-note">{waits}</span> })}
                </div>
            </Td>
            <Td label="Last answer">
                <span class="wrap-anywhere">{last.unwrap_or_else(|| "none yet".to_owned())}</span>
            </Td>
        </tr>
    }
    .into_any()
}

/// A name with its page.
pub(super) fn named(named: NamedView) -> AnyView {
    let NamedView { name, href } = named;
    view! { <a href=href>{name}</a> }.into_any()
}

/// What a delivery waits for, with the way there; none where it waits for nothing but its time.
pub(super) fn waits(webhook: &str, row: &DeliveryRow) -> Option<AnyView> {
    let href = paths::delivery(webhook, row.waits_for.as_deref()?);
    let link = view! {
        <a class="link" href=href>
            "the earlier event about the same person"
        </a>
    };
    Some(view! { "Waits for " {link} }.into_any())
}

/// Where a delivery stands, in a word.
pub(super) fn state(row: &DeliveryRow) -> AnyView {
    let (label, tone, icon) = match row.state.as_str() {
        "delivered" => ("Delivered", Tone::Good, IconName::CircleCheck),
        "failed" => ("Given up", Tone::Bad, IconName::CircleX),
        _ if row.waits_for.is_some() => ("Waiting", Tone::Neutral, IconName::Clock),
        _ if row.failing => ("Failing", Tone::Warn, IconName::Repeat),
        _ => ("On the way", Tone::Neutral, IconName::Clock),
    };
    view! { <Badge label=label tone=tone icon=Some(icon) /> }.into_any()
}

fn pages(view: &DeliveriesView) -> Option<AnyView> {
    let newest = view.filter.before.is_empty();
    if newest && view.older.is_none() {
        return None;
    }
    let page = |before: String| DeliveryFilter { before, ..view.filter.clone() }.href(&view.webhook.id);
    let earlier = (!newest).then(|| page(String::new()));
    let later = view.older.clone().map(page);
    let words = if newest { "The newest events" } else { "Older events" };
    Some(view! { <Pager label="Pages of the log" words=words earlier=earlier later=later /> }.into_any())
}
