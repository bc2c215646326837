//! One event that a webhook is told: what is said, every try, and telling it again.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use super::api::load_delivery;
use super::log::{named, state, waits};
use super::view::{AttemptView, DeliveryView};
use crate::ui::{Badge, Crumb, Crumbs, FormAlert, HiddenField, IconName, PageHead, SubmitButton, Tone};
use crate::{Flash, Frame, loaded, paths};

/// One event that a webhook is told.
#[component]
pub fn DeliveryPage() -> impl IntoView {
    let (id, seq) = use_params_map().with_untracked(|params| {
        let of = |name: &str| params.get(name).unwrap_or_default();
        (of("id"), of("seq"))
    });
    loaded(load_delivery(id, seq), page)
}

fn page(view: DeliveryView) -> impl IntoView {
    let steps = vec![
        Crumb::new(paths::WEBHOOKS, "Webhooks"),
        Crumb::new(paths::webhook(&view.webhook), view.description.clone()),
    ];
    let badge = state(&view.row);
    let next = view.row.next.clone().map(|next| view! { <span class="quiet">{format!("Next try: {next}.")}</span> });
    let waits = waits(&view.webhook, &view.row).map(|waits| view! { <span class="quiet">{waits} "."</span> });
    let about = view.row.person.clone().map(|person| view! { <span>"About " {named(person)} "."</span> });
    let none = view.attempts.is_empty().then(|| view! { <p class="quiet">"It was not tried yet."</p> });
    let attempts = view.attempts.into_iter().map(attempt).collect_view();
    view! {
        <Frame title=view.row.kind.clone() current=paths::WEBHOOKS>
            <div class="page">
                <Crumbs steps=steps />
                <PageHead title=view.row.kind.clone() lede=view.row.at.clone()>
                    <form method="post" action=paths::form("replay-delivery")>
                        <HiddenField name="id" value=view.webhook.clone() />
                        <HiddenField name="seq" value=view.row.seq.clone() />
                        <SubmitButton label="Send it again" class="btn" />
                    </form>
                </PageHead>
                <FormAlert message=Flash::of("replay-delivery").alert() />
                <p class="flex flex-wrap items-center gap-x-3 gap-y-1 wrap-anywhere">
                    {badge} {about} {next} {waits}
                </p>
                <section class="panel" aria-labelledby="attempts">
                    <h2 class="section-title" id="attempts">
                        "Tries"
                    </h2>
                    {none}
                    <ul class="history">{attempts}</ul>
                </section>
                <section class="panel" aria-labelledby="payload">
                    <h2 class="section-title" id="payload">
                        "What is sent"
                    </h2>
                    <p class="quiet">
                        "The id never changes, so that a receiver knows what it has: "
                        <code class="wrap-anywhere">{view.event}</code>
                    </p>
                    <pre class="payload">
                        <code>{view.body}</code>
                    </pre>
                </section>
            </div>
        </Frame>
    }
}

fn attempt(attempt: AttemptView) -> AnyView {
    let AttemptView { at, taken, result, millis, answer } = attempt;
    let (label, tone, icon) =
        if taken { ("Taken", Tone::Good, IconName::CircleCheck) } else { ("Failed", Tone::Bad, IconName::CircleX) };
    let answer = (!answer.is_empty()).then(|| {
        view! {
            <pre class="payload">
                <code>{answer}</code>
            </pre>
        }
    });
    view! {
        <li>
            <span class="quiet small">{format!("{at}, {millis} ms")}</span>
            <span class="flex flex-wrap items-center gap-2 wrap-anywhere">
                <Badge label=label tone=tone icon=Some(icon) />
                {result}
            </span>
            {answer}
        </li>
    }
    .into_any()
}
