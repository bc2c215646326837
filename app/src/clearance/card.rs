//! A clearance as a card: the pill, and why.

use leptos::prelude::*;

use super::view::{ClearanceView, ReasonView};
use crate::ui::{Badge, ClearancePill, IconName, PillLevel, Reason, ReasonList, Tone};

/// The pill's level for a level's word, or for the board's `close`; anything unknown is blocked.
#[must_use]
pub fn pill_level(level: &str) -> PillLevel {
    match level {
        "solo" => PillLevel::Solo,
        "supervised" => PillLevel::Supervised,
        "close" => PillLevel::Close,
        _ => PillLevel::Blocked,
    }
}

/// Says beside a level that it is not somebody's own: until when an override lifts it.
#[must_use]
pub fn lifted_badge(ends: &str) -> AnyView {
    let words = format!("Override until {ends}");
    view! { <Badge label=words tone=Tone::Warn icon=Some(IconName::Clock) long=true /> }.into_any()
}

/// A clearance: the pill with its scope, whether an override lifts it, and every reason with its link.
#[component]
pub fn ClearanceCard(
    /// What is shown.
    clearance: ClearanceView,
) -> impl IntoView {
    let title = clearance.title.clone();
    let scope = Some(clearance.title);
    let level = pill_level(&clearance.level);
    let lifted = clearance.lifted.as_deref().map(lifted_badge);
    let reasons = clearance.reasons.into_iter().map(reason).collect::<Vec<_>>();
    view! {
        <section class="panel" aria-label=title>
            <div class="panel-top">
                <div class="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <ClearancePill level=level scope=scope large=true />
                    {lifted}
                </div>
            </div>
            <ReasonList reasons=reasons />
        </section>
    }
    .into_any()
}

fn reason(reason: ReasonView) -> Reason {
    match (reason.code.as_str(), reason.link) {
        ("certified", _) => Reason::met(reason.message),
        (_, Some((href, words))) => Reason::open(reason.message, href, words),
        (_, None) => Reason::waiting(reason.message),
    }
}
