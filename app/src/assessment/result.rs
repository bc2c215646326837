//! What came of an attempt, and what to do next.

use leptos::prelude::*;

use super::island::answered_elsewhere;
use super::reading::{first_unread, reading_list};
use super::view::{AgainView, ObjectiveView, OutcomeView};
use crate::clearance::ClearanceCard;
use crate::ui::{Crumb, Crumbs, FormAlert, HiddenField, Icon, IconName, Strength, StrengthBars, SubmitButton};
use crate::{Flash, Frame, paths};

/// The page of a decided attempt.
pub(super) fn result(outcome: OutcomeView, elsewhere: bool) -> impl IntoView {
    // An answer that came too late brings people here; so does a quiz that could not be started again.
    let alert = Flash::of("answer").alert().or_else(|| Flash::of("start-quiz").alert());
    let word = if outcome.passed { "Passed" } else { "Not yet" };
    let (title, current, crumbs) = match &outcome.owner {
        Some(owner) => {
            let crumbs =
                vec![Crumb::new(paths::BOARD, "Board"), Crumb::new(paths::person(&owner.id), owner.name.clone())];
            let title = format!("{}: {word} · {}", owner.name, outcome.subject);
            (title, paths::BOARD, Some(view! { <Crumbs steps=crumbs /> }))
        }
        None => (format!("{word} · {}", outcome.subject), paths::HOME, None),
    };
    // What has to be read for the next try is more than what could be.
    let given =
        (!outcome.to_read.is_empty()).then(|| reading_list(given_title(&outcome), &outcome.to_read, outcome.own));
    let rereading = (given.is_none() && !outcome.reread.is_empty()).then(|| reread(&outcome));
    view! {
        <Frame title=title current=current>
            <div class="page page-narrow">
                {crumbs}
                <FormAlert message=alert />
                {elsewhere.then(answered_elsewhere)}
                {verdict(&outcome)}
                {outcome.clearance.clone().map(|clearance| view! { <ClearanceCard clearance=clearance /> })}
                {given}
                {rereading}
                {strengths(outcome.objectives)}
                {outcome.transcript.map(|href| view! { <p><a class="link" href=href>"Every question as it was shown"</a></p> })}
            </div>
        </Frame>
    }
}

fn given_title(outcome: &OutcomeView) -> &'static str {
    match (outcome.own, &outcome.opens) {
        (_, None) => "What was to read before the next try",
        (true, Some(_)) => "Before you try again",
        (false, Some(_)) => "Before the next try",
    }
}

fn verdict(outcome: &OutcomeView) -> AnyView {
    let (class, icon) = if outcome.passed {
        ("verdict verdict-pass", IconName::Check)
    } else {
        ("verdict verdict-open", IconName::BookOpen)
    };
    let eyebrow = match &outcome.finished {
        Some(at) => format!("{}, {at}", outcome.subject),
        None => outcome.subject.clone(),
    };
    let words = std::iter::once(outcome.score.as_str())
        .chain(outcome.reasons.iter().map(String::as_str))
        .chain(outcome.opens.as_deref())
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    view! {
        <section class="panel" aria-labelledby="verdict">
            <div class=class>
                <span class="verdict-mark">
                    <Icon name=icon class="size-9" />
                </span>
                <div>
                    <p class="eyebrow">{eyebrow}</p>
                    <h1 id="verdict" class="verdict-title">
                        {headline(outcome)}
                    </h1>
                    <p class="page-lede">{words}</p>
                </div>
            </div>
            {outcome.own.then(|| way_on(outcome))}
        </section>
    }
    .into_any()
}

fn headline(outcome: &OutcomeView) -> String {
    if !outcome.own {
        let word = if outcome.passed { "Passed" } else { "Not yet" };
        return match &outcome.owner {
            Some(owner) => format!("{}: {}", owner.name, word.to_lowercase()),
            None => format!("{word}."),
        };
    }
    match (&outcome.again, outcome.passed) {
        (_, false) if outcome.reread.is_empty() && outcome.to_read.is_empty() => "Not yet.".to_owned(),
        (_, false) if !outcome.to_read.is_empty() && first_unread(&outcome.to_read).is_none() => {
            "Not yet. You have read everything for the next try.".to_owned()
        }
        (_, false) => "Not yet. Here is what to read next.".to_owned(),
        (AgainView::Quiz(_), true) => "Passed. Well paddled.".to_owned(),
        (AgainView::Exam(scope), true) => match outcome.clearance.as_ref().map(|clearance| clearance.level.as_str()) {
            Some("solo") => format!("You may take {scope} calls."),
            _ => "Passed. Well paddled.".to_owned(),
        },
    }
}

/// The one thing to do now, and one or two beside it.
fn way_on(outcome: &OutcomeView) -> AnyView {
    if outcome.passed {
        let beside = matches!(outcome.again, AgainView::Exam(_))
            .then(|| view! { <a class="btn" href=paths::CERTIFICATES>"Your certificates"</a> });
        return view! {
            <div class="actions">
                <a class="btn btn-primary" href=paths::HOME>
                    "What is next"
                    <Icon name=IconName::ArrowRight class="size-4.5" />
                </a>
                {beside}
            </div>
        }
        .into_any();
    }
    let given = first_unread(&outcome.to_read).map(|lesson| &lesson.href);
    let advised = outcome.reread.first().map(|(_, link)| link).filter(|_| outcome.to_read.is_empty());
    let words = if outcome.to_read.iter().any(|lesson| lesson.read) { "Go on reading" } else { "Start reading" };
    let first = given.or(advised).map(|link| {
        view! {
            <a class="btn btn-primary" href=link.clone()>
                {words}
                <Icon name=IconName::ArrowRight class="size-4.5" />
            </a>
        }
    });
    let class = if first.is_some() { "btn" } else { "btn btn-primary" };
    let again = match &outcome.again {
        AgainView::Quiz(module) => view! {
            <form method="post" action=paths::form("start-quiz")>
                <HiddenField name="module" value=module.clone() />
                <SubmitButton label="Try the quiz again" class=class />
            </form>
        }
        .into_any(),
        AgainView::Exam(scope) => view! { <a class=class href=paths::exam(scope)>"About the next try"</a> }.into_any(),
    };
    view! { <div class="actions">{first} {again}</div> }.into_any()
}

fn reread(outcome: &OutcomeView) -> AnyView {
    let title = if outcome.passed { "Worth another look" } else { "What to read next" };
    let lessons = outcome
        .reread
        .iter()
        .map(|(title, link)| {
            view! {
                <li>
                    <a class="row-link" href=link.clone()>
                        <span class="row-icon">
                            <Icon name=IconName::BookOpen class="size-4.5" />
                        </span>
                        <span class="row-title">{title.clone()}</span>
                        <span class="row-go">
                            <Icon name=IconName::ArrowRight class="size-4.5" />
                        </span>
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="panel panel-flush" aria-labelledby="reread">
            <div class="panel-top">
                <h2 id="reread" class="section-title">
                    {title}
                </h2>
            </div>
            <ul class="row-list">{lessons}</ul>
        </section>
    }
    .into_any()
}

fn strengths(objectives: Vec<ObjectiveView>) -> Option<AnyView> {
    let rows: Vec<Strength> = objectives
        .into_iter()
        .map(|objective| Strength {
            label: objective.title,
            share: f64::from(objective.right) / f64::from(objective.asked.max(1)),
            words: format!("{} of {}", objective.right, objective.asked),
            advice: None,
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! { <section class="panel"><StrengthBars caption="By objective" rows=rows /></section> }.into_any()
    })
}
