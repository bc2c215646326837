//! What people object to, and the form that decides it.

use leptos::prelude::*;

use super::parts::too_late;
use super::view::{DecisionView, ObjectionView, QuestionView};
use crate::ui::{Badge, EmptyState, FormAlert, HiddenField, IconName, SubmitButton, TextArea, Tone};
use crate::{Flash, paths};

/// All objections to the question, open ones first.
pub(super) fn appeals(view: &QuestionView) -> AnyView {
    let body = if view.objections.is_empty() {
        view! {
            <EmptyState
                icon=IconName::MessageCircle
                title="Nobody objects"
                words="Whoever sees the question in a quiz or an exam can say what they think is wrong with it. It shows here."
            />
        }
        .into_any()
    } else {
        view! { <ul class="grid gap-6">{view.objections.iter().map(objection).collect_view()}</ul> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="objections">
            <h2 id="objections" class="section-title">
                "Objections"
            </h2>
            {body}
        </section>
    }
    .into_any()
}

fn objection(found: &ObjectionView) -> AnyView {
    let version = found.version.clone().map(|version| format!(" to version {version}"));
    let below = match &found.decision {
        Some(decision) => {
            let too_late = too_late(&typed(found), "answer");
            view! {
                {too_late}
                {decided(decision)}
            }
            .into_any()
        }
        None if found.mine_to_decide => form(found),
        None => view! {
            <p class="quiet">
                "Another admin decides this one: whoever raised an objection or wrote the question does not."
            </p>
        }
        .into_any(),
    };
    view! {
        <li class="grid gap-2">
            <p>
                <strong>{found.who.clone()}</strong>
                {version}
                <span class="quiet small block">{found.about.clone()}". "{found.answered.clone()}"."</span>
            </p>
            <blockquote class="border-s-4 border-line-strong ps-4 whitespace-pre-line wrap-anywhere">
                {found.words.clone()}
            </blockquote>
            {below}
        </li>
    }
    .into_any()
}

fn decided(decision: &DecisionView) -> AnyView {
    let (label, tone, icon) = if decision.upheld {
        ("Upheld", Tone::Good, IconName::CircleCheck)
    } else {
        ("The question stays", Tone::Neutral, IconName::Check)
    };
    view! {
        <div class="grid gap-1">
            <p>
                <Badge label=label tone=tone icon=Some(icon) />
                <span class="quiet small">" "{decision.by.clone()}</span>
            </p>
            <p class="whitespace-pre-line wrap-anywhere">{decision.answer.clone()}</p>
        </div>
    }
    .into_any()
}

/// Of several forms on the page, what was typed belongs to the one of this objection.
fn typed(found: &ObjectionView) -> Flash {
    let flash = Flash::of("decide-appeal");
    if flash.value("appeal").as_deref() == Some(found.id.as_str()) { flash } else { Flash::default() }
}

fn form(found: &ObjectionView) -> AnyView {
    let flash = typed(found);
    let alert = flash.alert().filter(|_| flash.error_of("answer").is_none());
    view! {
        <form class="form" method="post" action=paths::form("decide-appeal")>
            <FormAlert message=alert />
            <HiddenField name="appeal" value=found.id.clone() />
            <TextArea
                id=format!("answer-{}", found.id)
                label=format!("Your answer to {}", found.who)
                name="answer"
                value=flash.value("answer")
                error=flash.error_of("answer")
                hint="They read this on their start page. The question may be asked again, so do not give its key away.".to_owned()
                rows=3
                maxlength=1000
                required=true
            />
            <div class="actions">
                <SubmitButton label="Uphold the objection" class="btn btn-primary" name="verdict" value="upheld" />
                <SubmitButton label="The question stays" class="btn" name="verdict" value="kept" />
            </div>
        </form>
    }
    .into_any()
}
