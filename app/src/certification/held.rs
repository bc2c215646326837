//! Somebody's certificates, and what whoever manages them decides about these.

use leptos::prelude::*;

use super::view::HeldView;
use crate::ui::{Badge, FormAlert, HiddenField, IconName, SubmitButton, TextArea, Tone};
use crate::{Flash, paths};

/// The certificates, newest first, each with its history and its forms.
pub fn held_certificates(held: Vec<HeldView>) -> AnyView {
    let none = held.is_empty().then(|| view! { <p class="quiet">"None yet. The first one comes with the exam."</p> });
    let rows = held.iter().map(certificate).collect_view();
    // Somebody else may have decided meanwhile, and the form that was sent is not on the page any more.
    let flash = Flash::of("decide-certificate");
    let there = held.iter().any(|held| {
        flash.value("certificate").as_deref() == Some(held.id.as_str())
            && flash.value("verdict").is_some_and(|verdict| held.may.contains(&verdict))
    });
    let alert = if there { None } else { flash.alert() };
    view! {
        <section class="panel" aria-labelledby="certificates">
            <h2 id="certificates" class="section-title">
                "Certificates"
            </h2>
            <FormAlert message=alert />
            {none}
            <ul class="grid gap-5">{rows}</ul>
        </section>
    }
    .into_any()
}

fn certificate(held: &HeldView) -> AnyView {
    let (word, tone, icon) = match held.state.as_str() {
        "valid" => ("Holds", Tone::Good, IconName::CircleCheck),
        "suspended" => ("Suspended", Tone::Bad, IconName::Lock),
        "expired" => ("Expired", Tone::Neutral, IconName::Clock),
        _ => ("Revoked", Tone::Bad, IconName::CircleX),
    };
    let history = held
        .decisions
        .iter()
        .map(|(what, reason)| {
            view! {
                <li>
                    <span class="quiet small">{what.clone()}</span>
                    <span class="whitespace-pre-line wrap-anywhere">{reason.clone()}</span>
                </li>
            }
        })
        .collect_view();
    let forms = held.may.iter().map(|verdict| form(held, verdict)).collect_view();
    view! {
        <li class="grid gap-2">
            <span class="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
                {held.title.clone()} <Badge label=word tone=tone icon=Some(icon) />
            </span>
            <span class="quiet">{held.words.clone()}</span>
            {(!held.decisions.is_empty()).then(|| view! { <ul class="history">{history}</ul> })}
            {forms}
        </li>
    }
    .into_any()
}

fn form(held: &HeldView, verdict: &str) -> AnyView {
    let flash = Flash::of("decide-certificate");
    let mine = flash.value("certificate").as_deref() == Some(held.id.as_str())
        && flash.value("verdict").as_deref() == Some(verdict);
    let flash = if mine { flash } else { Flash::default() };
    let (summary, label, class, words) = match verdict {
        "suspend" => (
            "Suspend it",
            "Suspend the certificate",
            "btn",
            "From then on none of these calls is connected, until it is reinstated. It ends an override, too.",
        ),
        "reinstate" => {
            ("Reinstate it", "Reinstate the certificate", "btn", "From then on it holds again, until its day.")
        }
        _ => (
            "Revoke it for good",
            "Revoke the certificate",
            "btn",
            "This cannot be taken back. They take these calls again once they have passed the exam anew.",
        ),
    };
    view! {
        <details open=flash.error.is_some()>
            <summary class="link cursor-pointer py-1">{summary}</summary>
            <form class="form mt-3" method="post" action=paths::form("decide-certificate")>
                <p class="quiet">{words}</p>
                <FormAlert message=flash.alert_beside(&["reason"]) />
                <HiddenField name="certificate" value=held.id.clone() />
                <HiddenField name="verdict" value=verdict.to_owned() />
                <TextArea
                    label="Why?"
                    name="reason"
                    value=flash.value("reason")
                    error=flash.error_of("reason")
                    hint="They read it.".to_owned()
                    rows=3
                    maxlength=1000
                    required=true
                />
                <div>
                    <SubmitButton label=label class=class />
                </div>
            </form>
        </details>
    }
    .into_any()
}
