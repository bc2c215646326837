//! Quizzes and exams as pages show them. Nothing is added here to what the service lets out.

use std::str::FromStr;

use domain::assessment::{AttemptKind, Response, Subject};
use domain::catalog::{QuestionKind, Slug};
use domain::clearance::ExamStanding;
use domain::id::PersonId;
use domain::identity::Role;
use domain::time::Timestamp;
use services::assessment::{AttemptPage, OpenAttempt, Outcome};
use services::clearance::ScopeClearance;

use super::feedback::feedback_view;
use super::parts::{matching, ordering, pick_name, told};
use super::reading::{opens, to_read_views};
use super::{RequestContext, clearance_view, moment, time_of_day};
use crate::Flash;
use crate::assessment::view::{
    AgainView, AnswerDraft, AttemptPageView, AttemptView, ClockView, ObjectiveView, OutcomeView, OwnerView,
};
use crate::clearance::view::ClearanceView;

/// Most lessons that a result names: what is read next, not everything that could be.
const MOST_TO_READ: usize = 5;

/// What an attempt shows to whoever asks.
pub async fn attempt_page_view(context: &RequestContext, page: AttemptPage) -> AttemptPageView {
    match page {
        AttemptPage::Open(open) => AttemptPageView::Open(Box::new(attempt_view(*open, context.time_zone()))),
        AttemptPage::Finished(outcome) => {
            let clearance = clearance_after(context, &outcome).await;
            let owner = owner(context, outcome.person).await;
            AttemptPageView::Finished(Box::new(outcome_view(context, *outcome, clearance, owner)))
        }
    }
}

pub(super) fn attempt_view(open: OpenAttempt, time_zone: &str) -> AttemptView {
    let exam = open.kind == AttemptKind::Exam;
    let number = open.position + 1;
    let last = number >= open.drawn;
    let mut saved = open.saved.map(draft).unwrap_or_default();
    if open.feedback.is_none() {
        keep(&mut saved, &Flash::of("answer"));
    }
    let (options, parts_html) = match (open.question_kind, &open.feedback) {
        (QuestionKind::Ordering | QuestionKind::Matching, Some(feedback)) => {
            (Vec::new(), told(&feedback.rows, open.question_kind))
        }
        (QuestionKind::Ordering, None) => (Vec::new(), ordering(&open.options, &saved.picks)),
        (QuestionKind::Matching, None) => {
            (Vec::new(), matching(&open.rows, open.heads.as_ref(), &open.options, &saved.picks))
        }
        _ => (open.options, String::new()),
    };
    AttemptView {
        id: open.id.to_string(),
        exam,
        title: subject_words(exam, &open.title),
        position: open.position,
        of: (!exam).then_some(open.drawn),
        progress: match (exam, open.min_items >= open.drawn) {
            (true, false) => format!("Question {number} · between {} and {}", open.min_items, open.drawn),
            _ => format!("Question {number} of {}", open.drawn),
        },
        kind: open.question_kind,
        situation_html: open.situation_html,
        prompt_html: open.prompt_html,
        options,
        parts_html,
        how: how(open.question_kind, open.partial, open.feedback.is_some()).to_owned(),
        unit: open.unit,
        saved,
        clock: open.deadline.map(|deadline| clock(open.now, deadline, time_zone)),
        feedback: open.feedback.map(|feedback| feedback_view(feedback, open.question_kind, last)),
        objected: open.objected,
    }
}

/// How to answer, or what is shown once it is done.
const fn how(kind: QuestionKind, partial: bool, answered: bool) -> &'static str {
    match (kind, partial) {
        (QuestionKind::Ordering, _) if answered => "The right order",
        (QuestionKind::Matching, _) if answered => "What belongs together",
        _ if answered => "Your answer",
        (QuestionKind::Multiple, false) => "Choose all that apply.",
        (QuestionKind::Multiple, true) => "Choose all that apply. A wrong one takes away what a right one gives.",
        (QuestionKind::Ordering, false) => "Give every item its place.",
        (QuestionKind::Ordering, true) => "Give every item its place. What is right in part counts in part.",
        (QuestionKind::Matching, false) => "Choose what belongs to each.",
        (QuestionKind::Matching, true) => "Choose what belongs to each. Every right pair counts.",
        _ => "Choose one.",
    }
}

/// Puts what was typed and picked back into a form that was refused.
fn keep(draft: &mut AnswerDraft, flash: &Flash) {
    if let Some(number) = flash.value("number") {
        draft.number = number;
    }
    if let Some(text) = flash.value("text") {
        draft.text = text;
    }
    let picks: Vec<String> = (0..).map_while(|place| flash.value(&pick_name(place))).collect();
    if !picks.is_empty() {
        draft.picks = picks;
    }
}

/// An answer as it stands in the form.
fn draft(saved: Response) -> AnswerDraft {
    let words = |picks: Vec<Option<u8>>| {
        picks.into_iter().map(|pick| pick.map_or_else(String::new, |pick| pick.to_string())).collect()
    };
    let places = words(saved.places());
    match saved {
        Response::Choices(choices) => AnswerDraft { choices, ..AnswerDraft::default() },
        Response::Number(number) => AnswerDraft { number: number.to_string(), ..AnswerDraft::default() },
        Response::Order(_) => AnswerDraft { picks: places, ..AnswerDraft::default() },
        Response::Pairs(pairs) => AnswerDraft { picks: words(pairs), ..AnswerDraft::default() },
        Response::Text(text) => AnswerDraft { text, ..AnswerDraft::default() },
    }
}

fn clock(now: Timestamp, deadline: Timestamp, time_zone: &str) -> ClockView {
    // An exam ends within hours, so the time of day says it.
    ClockView { now: now.as_millis(), deadline: deadline.as_millis(), until: time_of_day(deadline, time_zone) }
}

/// Whose attempt it is, where that is not the reader; nothing where that cannot be told just now.
pub(super) async fn owner(context: &RequestContext, person: PersonId) -> Option<OwnerView> {
    if context.person.as_ref().is_some_and(|reader| reader.id == person) {
        return None;
    }
    let owner = services::identity::read_person(&context.services, &context.actor, person).await.ok()?;
    Some(OwnerView { id: owner.id.to_string(), name: owner.name.to_string() })
}

/// Whether the calls of a passed exam may be taken now; nothing where that cannot be told just now.
async fn clearance_after(context: &RequestContext, outcome: &Outcome) -> Option<ClearanceView> {
    let Subject::Exam(scope) = &outcome.subject else { return None };
    if !outcome.passed {
        return None;
    }
    let person = outcome.person.to_string();
    let answer = services::clearance::check(&context.services, &context.actor, &person, scope.as_str()).await.ok()?;
    let (title, mut clearance) = (outcome.title.clone(), answer.clearance);
    if context.person.as_ref().is_none_or(|reader| reader.id != outcome.person) {
        // A reason's link leads to what its owner can do about it; anybody else would open their own exam and lessons.
        clearance.reasons.iter_mut().for_each(|reason| reason.action = None);
    }
    let found = ScopeClearance { scope: answer.scope, title, policy: answer.policy, clearance };
    Some(clearance_view(&found, context.time_zone()))
}

fn outcome_view(
    context: &RequestContext,
    outcome: Outcome,
    clearance: Option<ClearanceView>,
    owner: Option<OwnerView>,
) -> OutcomeView {
    let material = context.services.material();
    let objective_title = |reference: &str| {
        let (module, objective) = reference.rsplit_once('/')?;
        let module = material.catalog.module(&module.parse().ok()?)?;
        Some(module.objective_title(&Slug::from_str(objective).ok()?).to_owned())
    };
    let mut objectives = outcome.objectives.clone();
    // Weakest first, and among equals the order in which they were asked.
    objectives.sort_by_key(|objective| objective.right * 1_000 / objective.asked.max(1));
    let mut reread: Vec<(String, String)> = Vec::new();
    for lesson in objectives.iter().flat_map(|objective| &objective.reread) {
        if !reread.iter().any(|(_, link)| link == &lesson.link) {
            reread.push((lesson.title.clone(), lesson.link.clone()));
        }
    }
    reread.truncate(MOST_TO_READ);
    let own = context.person.as_ref().is_some_and(|person| person.id == outcome.person);
    // A quiz told its questions anyway; an exam's are for those who look after them.
    let admin = context.person.as_ref().is_some_and(|person| person.role == Role::Admin);
    let readable = admin || matches!(outcome.subject, Subject::Quiz(_));
    let transcript = readable.then(|| crate::paths::transcript(&outcome.id.to_string()));
    OutcomeView {
        transcript,
        subject: subject_words(matches!(outcome.subject, Subject::Exam(_)), &outcome.title),
        finished: outcome.finished_at.map(|at| moment(at, context.time_zone())),
        passed: outcome.passed,
        own,
        owner,
        score: score(&outcome, own),
        // A quiz's count says it all.
        reasons: match (&outcome.subject, &outcome.reason) {
            (Subject::Exam(_), Some(reason)) => reasons(reason, &objective_title),
            _ => Vec::new(),
        },
        objectives: objectives
            .into_iter()
            .map(|objective| ObjectiveView { title: objective.title, right: objective.right, asked: objective.asked })
            .collect(),
        reread,
        // Without another attempt it is advice, as after a quiz.
        to_read: match outcome.again {
            Some(ExamStanding::NoAttemptsLeft) => Vec::new(),
            _ => to_read_views(outcome.to_read),
        },
        opens: outcome.again.and_then(|standing| opens(standing, context.time_zone())),
        clearance,
        again: match &outcome.subject {
            Subject::Quiz(module) => AgainView::Quiz(module.to_string()),
            Subject::Exam(scope) => AgainView::Exam(scope.to_string()),
        },
    }
}

pub(super) fn subject_words(exam: bool, title: &str) -> String {
    format!("{}: {title}", if exam { "Exam" } else { "Quiz" })
}

/// How it went, in one sentence or two.
fn score(outcome: &Outcome, own: bool) -> String {
    if let (Some(right), Some(points), Some(needed)) = (outcome.right, outcome.points, outcome.needed) {
        return quiz_score(right, points, outcome.asked, needed);
    }
    let Some(probability) = outcome.probability else { return String::new() };
    let policy = outcome.policy.as_ref();
    // Where it could stop early it stopped at this mark; otherwise the last question or the clock decided.
    let reason = outcome.reason.as_deref().map(|reason| reason.trim_start_matches("corrected "));
    let asked = match (outcome.passed, reason, policy) {
        (true, _, Some(policy)) if probability >= policy.certify_at => {
            format!("; we ask for {}", percent(policy.certify_at))
        }
        (false, Some("clearly-below"), Some(policy)) => format!("; we ask for {}", percent(policy.certify_at)),
        (true, ..) | (false, Some("below-standard"), _) => policy.map_or_else(String::new, |policy| {
            format!("; at the end of the exam we ask for {}", percent(policy.final_at))
        }),
        _ => String::new(),
    };
    let who = if own { "you meet" } else { "they meet" };
    if outcome.passed {
        format!("We are {} sure that {who} the standard{asked}.", percent(probability))
    } else {
        let chance = if probability < 0.01 { "less than 1 %".to_owned() } else { percent(probability) };
        format!("By these answers the chance that {who} the standard is {chance}{asked}.")
    }
}

/// How a quiz went: in answers, or in points where answers that were right in part earned some.
fn quiz_score(right: u32, points: f64, asked: u32, needed: u32) -> String {
    if points - f64::from(right) < 1e-9 {
        return format!("{right} of {asked} right, {needed} pass it.");
    }
    // Rounded down, so that what falls short never looks as if it did not.
    let points = (points * 10.0 + 1e-6).floor() / 10.0;
    format!("{points} of {asked} points, {needed} pass it. {right} answers were right in full.")
}

/// Why an exam or a quiz is not passed, from the stable words of the service.
fn reasons(reason: &str, objective_title: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut words = reason.split(' ');
    let sentence = match words.next() {
        Some("critical-wrong") => {
            let named: Vec<String> = words.filter_map(objective_title).map(|title| format!("“{title}”")).collect();
            return vec![match named.as_slice() {
                [] => "One of the answers that have to be right was not.".to_owned(),
                [one] => format!("One of the answers that have to be right was not. It was about {one}."),
                [first @ .., last] => format!(
                    "Some of the answers that have to be right were not. They were about {} and {last}.",
                    first.join(", ")
                ),
            }];
        }
        Some("corrected") => {
            let rest = match words.collect::<Vec<_>>().join(" ").as_str() {
                "too-few-answers" => vec!["What is left is too little to decide on.".to_owned()],
                rest => reasons(rest, objective_title),
            };
            let first = "Questions of it turned out to be wrong and were corrected afterwards.".to_owned();
            return std::iter::once(first).chain(rest).collect();
        }
        Some("clearly-below") => {
            "The answers showed early that there is more to read first, so the exam stopped there."
        }
        Some("below-standard") => "That is below what is asked for.",
        Some("too-few-answers") => "The time was over before there were enough answers to decide.",
        Some("critical-unanswered") => "The time was over before every question that has to be answered was.",
        _ => return Vec::new(),
    };
    vec![sentence.to_owned()]
}

/// A share as percent, rounded down to one decimal, so that what falls short never looks as if it did not.
pub(super) fn percent(share: f64) -> String {
    let tenths = (share.clamp(0.0, 1.0) * 1_000.0 + 1e-6).floor();
    if tenths % 10.0 == 0.0 { format!("{:.0} %", tenths / 10.0) } else { format!("{:.1} %", tenths / 10.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_never_looks_better_than_it_is() {
        assert_eq!(percent(0.975), "97.5 %");
        assert_eq!(percent(0.9749), "97.4 %");
        assert_eq!(percent(0.35), "35 %");
        assert_eq!(percent(0.1 + 0.2), "30 %");
        assert_eq!(percent(0.9999), "99.9 %");
        assert_eq!(percent(f64::NAN), "NaN %");
    }

    #[test]
    fn a_quiz_tells_points_where_there_are_parts_of_them() {
        assert_eq!(quiz_score(6, 6.0, 8, 6), "6 of 8 right, 6 pass it.");
        let parts = 1.0 / 3.0 + 2.0 / 3.0;
        assert_eq!(quiz_score(5, 5.0 + parts, 8, 6), "6 of 8 points, 6 pass it. 5 answers were right in full.");
        assert_eq!(quiz_score(5, 5.99, 8, 6), "5.9 of 8 points, 6 pass it. 5 answers were right in full.");
    }

    #[test]
    fn every_reason_is_a_sentence() {
        let title =
            |reference: &str| (reference == "halyard/offering/limits").then(|| "Say what we do not do".to_owned());
        let title: &dyn Fn(&str) -> Option<String> = &title;
        let critical = reasons("critical-wrong halyard/offering/limits", title);
        assert_eq!(
            critical,
            ["One of the answers that have to be right was not. It was about “Say what we do not do”."]
        );
        let twice = "critical-wrong halyard/offering/limits halyard/offering/limits halyard/offering/limits";
        let words = "“Say what we do not do”, “Say what we do not do” and “Say what we do not do”";
        assert_eq!(
            reasons(twice, title),
            [format!("Some of the answers that have to be right were not. They were about {words}.")]
        );
        assert_eq!(reasons(&format!("corrected {twice}"), title).len(), 2);
        assert_eq!(reasons("corrected too-few-answers", title)[1], "What is left is too little to decide on.");
        for word in ["clearly-below", "below-standard", "too-few-answers", "critical-unanswered"] {
            assert_eq!(reasons(word, title).len(), 1, "{word}");
        }
        assert!(reasons("something-new", title).is_empty());
    }

    #[test]
    fn the_clock_says_when() {
        let now: Timestamp = "2026-11-23T12:22:00Z".parse().unwrap();
        let deadline: Timestamp = "2026-11-23T13:05:00Z".parse().unwrap();
        let clock = clock(now, deadline, "Europe/Berlin");
        assert_eq!((clock.until.as_str(), clock.deadline - clock.now), ("14:05", 43 * 60 * 1_000));
    }
}
