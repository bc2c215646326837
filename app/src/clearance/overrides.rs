//! Overrides of somebody's clearance: asked for by one, granted by another.

use leptos::prelude::*;

use super::view::{OverrideView, OverridesView};
use crate::ui::{Badge, Field, FormAlert, HiddenField, IconName, Select, SelectOption, SubmitButton, TextArea, Tone};
use crate::{Flash, paths};

/// What there is, and for those who may ask the form. Nothing where there is nothing to say.
pub fn overrides(person: &str, view: OverridesView) -> Option<AnyView> {
    let flash = Flash::of("ask-override");
    if view.lines.is_empty() && !view.may_ask && flash.error.is_none() {
        return None;
    }
    let lines = view.lines.iter().map(|over| line(None, over, view.may_ask)).collect_view();
    let alert = Flash::of("grant-override").alert().or_else(|| Flash::of("end-override").alert());
    let offered = view.may_ask && !view.scopes.is_empty();
    let ask = offered.then(|| ask(person, &view));
    // Things have changed since the form was loaded: what came of it is said without it, and what was typed stays readable.
    let lost = (!offered).then(|| refused_request(&flash));
    let refused = view.refused.iter().filter(|_| view.may_ask);
    let refused = refused.map(|why| view! { <p class="quiet">{why.clone()}</p> }).collect_view();
    Some(
        view! {
            <section class="panel" aria-labelledby="overrides">
                <h2 id="overrides" class="section-title">
                    "Overrides"
                </h2>
                <p class="quiet">
                    "Two people lift a clearance together, for a day at most. Every page of theirs and every answer to the phone system says so."
                </p>
                <FormAlert message=alert />
                {lost}
                {(!view.lines.is_empty()).then(|| view! { <ul class="grid gap-4">{lines}</ul> })}
                {refused}
                {ask}
            </section>
        }
        .into_any(),
    )
}

/// What came of a request whose form is not offered any more.
fn refused_request(flash: &Flash) -> AnyView {
    let typed = flash.value("reason").filter(|reason| flash.error.is_some() && !reason.trim().is_empty());
    let typed = typed.map(|reason| {
        view! {
            <div class="grid gap-1">
                <span class="quiet small">"You wrote:"</span>
                <blockquote class="whitespace-pre-line wrap-anywhere">{reason}</blockquote>
            </div>
        }
    });
    view! {
        <FormAlert message=flash.alert() />
        {typed}
    }
    .into_any()
}

/// One override, with the link to whom it is about where the page is not theirs.
pub(super) fn line(about: Option<(String, String)>, over: &OverrideView, may: bool) -> AnyView {
    let (word, tone, icon) = match over.state.as_str() {
        "asked" => ("Waits for a second person", Tone::Warn, IconName::Clock),
        "active" => ("Lifts now", Tone::Accent, IconName::AlertTriangle),
        _ => ("Over", Tone::Neutral, IconName::Check),
    };
    let button = |endpoint: &'static str, label: &'static str, class: &'static str| {
        view! {
            <form method="post" action=paths::form(endpoint)>
                <HiddenField name="id" value=over.id.clone() />
                <SubmitButton label=label class=class />
            </form>
        }
    };
    let grant = over.may_grant.then(|| button("grant-override", "Grant it", "btn btn-primary"));
    let end = (may && over.state != "over").then(|| {
        let label = match (over.state.as_str(), over.may_grant) {
            ("active", _) => "End it now",
            (_, true) => "Decline it",
            (_, false) => "Take it back",
        };
        button("end-override", label, "btn")
    });
    let about = about.map(|(name, href)| {
        view! {
            <a class="link" href=href>
                {name}
            </a>
        }
    });
    view! {
        <li class="grid gap-1.5" id=format!("override-{}", over.id)>
            <span class="flex flex-wrap items-center gap-x-3 gap-y-1 font-semibold">
                {about} {over.title.clone()} <Badge label=word tone=tone icon=Some(icon) />
            </span>
            <span class="quiet">{over.words.clone()}</span>
            <span class="whitespace-pre-line wrap-anywhere">{over.reason.clone()}</span>
            {(grant.is_some() || end.is_some()).then(|| view! { <div class="actions">{grant} {end}</div> })}
        </li>
    }
    .into_any()
}

fn ask(person: &str, view: &OverridesView) -> AnyView {
    let flash = Flash::of("ask-override");
    let scopes = view.scopes.iter().map(|(scope, title)| SelectOption::new(scope, title)).collect::<Vec<_>>();
    let levels = [("supervised", "Supervised"), ("solo", "Solo")];
    let levels = levels.map(|(level, label)| SelectOption::new(level, label)).to_vec();
    let fields = ["scope", "level", "hours", "reason"];
    view! {
        <details open=flash.error.is_some()>
            <summary class="link cursor-pointer py-1">"Ask for an override"</summary>
            <form class="form mt-3" method="post" action=paths::form("ask-override")>
                <FormAlert message=flash.alert_beside(&fields) />
                <HiddenField name="person" value=person.to_owned() />
                <Select label="Calls" name="scope" options=scopes selected=flash.value("scope") error=flash.error_of("scope") required=true />
                <Select
                    label="Level"
                    name="level"
                    options=levels
                    selected=flash.value("level")
                    error=flash.error_of("level")
                    hint="Supervised calls have an assessor on the line.".to_owned()
                    required=true
                />
                <Field
                    label="For how long"
                    name="hours"
                    value=flash.value("hours").or_else(|| Some("4".to_owned()))
                    error=flash.error_of("hours")
                    hint="1 to 24 hours, from the moment the second person grants it.".to_owned()
                    inputmode="numeric"
                    autocomplete="off"
                    unit="hours"
                    maxlength=3
                    required=true
                />
                <TextArea
                    label="Why?"
                    name="reason"
                    value=flash.value("reason")
                    error=flash.error_of("reason")
                    hint="Everybody concerned reads it, and it stays on record.".to_owned()
                    rows=3
                    maxlength=1000
                    required=true
                />
                <div>
                    <SubmitButton label="Ask a second person" class="btn" />
                </div>
            </form>
        </details>
    }
    .into_any()
}
