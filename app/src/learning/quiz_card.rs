//! A module's quiz on its page.

use leptos::prelude::*;

use super::view::{LinkView, QuizCardView, READ_AGAIN};
use crate::paths;
use crate::ui::{Badge, Contours, HiddenField, Icon, IconName, SubmitButton, Tone};

/// The quiz as the one thing to do now.
pub(super) fn quiz_now(quiz: &QuizCardView, reference: &str) -> AnyView {
    let (eyebrow, title, start) = match quiz.changed {
        Some(_) => ("This module has changed", "Show what is new: the short quiz", "Start the short quiz"),
        None => ("All lessons read", "Now show it: the quiz", "Start the quiz"),
    };
    view! {
        <section class="panel panel-deep" aria-labelledby="quiz">
            <Contours />
            <p class="eyebrow">{eyebrow}</p>
            <h2 id="quiz" class="now-title">
                {title}
            </h2>
            {quiz.changed.clone().map(|words| view! { <p>{words}</p> })}
            <p class="now-facts">
                <span>
                    <Icon name=IconName::ListChecks class="size-4.5" />
                    {quiz.rule.clone()}
                </span>
                {quiz.last_try.clone().map(|last| view! { <span>{last.label}</span> })}
            </p>
            <div class="actions">
                {resume(quiz, "btn btn-primary").unwrap_or_else(|| start_quiz(reference, start, "btn btn-primary"))}
                {quiz.last_try.clone().map(|last| view! { <a class="btn btn-ghost" href=last.href>{READ_AGAIN}</a> })}
            </div>
        </section>
    }
    .into_any()
}

/// The quiz while it is passed, rests, or is not open yet.
pub(super) fn quiz_card(quiz: &QuizCardView, reference: &str) -> AnyView {
    let rule = quiz.rule.clone();
    let (words, rest) = if let Some(exam) = &quiz.rests_for {
        let words = "Your exam is running. It asks from the same questions, so this quiz rests until it is over.";
        let exam = view! { <a class="btn btn-sm" href=paths::attempt(exam)>"Go on with your exam"</a> };
        (words.to_owned(), exam.into_any())
    } else if quiz.passed {
        let again = resume(quiz, "btn btn-sm").unwrap_or_else(|| start_quiz(reference, "Take it again", "btn btn-sm"));
        ("Passed. Taking it again never takes the pass away.".to_owned(), again)
    } else {
        let lessons = if quiz.lessons_left == 1 {
            "1 lesson is".to_owned()
        } else {
            format!("{} lessons are", quiz.lessons_left)
        };
        (format!("{rule}. It opens when the lessons are read; {lessons} left."), ().into_any())
    };
    let badge = if quiz.rests_for.is_some() {
        view! { <Badge label="Rests" tone=Tone::Info icon=Some(IconName::Clock) /> }.into_any()
    } else if quiz.passed {
        view! { <Badge label="Passed" tone=Tone::Good icon=Some(IconName::Check) /> }.into_any()
    } else {
        view! { <Badge label="Later" icon=Some(IconName::Lock) /> }.into_any()
    };
    view! {
        <section class="panel" aria-labelledby="quiz">
            <div class="section-head">
                <h2 id="quiz" class="section-title">
                    "Quiz"
                </h2>
                {badge}
            </div>
            <p>{words}</p>
            {rest}
            {quiz.last_try.clone().map(|last| view! { <p>{last.label} ". " <a class="link" href=last.href>{READ_AGAIN}</a></p> })}
        </section>
    }
    .into_any()
}

/// The way back into a quiz that is begun.
fn resume(quiz: &QuizCardView, class: &'static str) -> Option<AnyView> {
    let LinkView { href, label } = quiz.resume.clone()?;
    Some(view! { <a class=class href=href>{label}<Icon name=IconName::ArrowRight class="size-4.5" /></a> }.into_any())
}

fn start_quiz(reference: &str, label: &'static str, class: &'static str) -> AnyView {
    let reference = reference.to_owned();
    view! {
        <form method="post" action=paths::form("start-quiz")>
            <HiddenField name="module" value=reference />
            <SubmitButton label=label class=class />
        </form>
    }
    .into_any()
}
