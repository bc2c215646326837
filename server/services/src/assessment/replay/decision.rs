//! Deciding an attempt again.

use std::sync::Arc;

use domain::assessment::exam::{Evidence, ExamDecision, decide};
use domain::assessment::quiz::{self, QuizDecision};
use domain::assessment::{Attempt, AttemptState, Item, Mark, NotYetReason};
use domain::authz::{OperateSystem, Permit};
use domain::catalog::{Question, Slug};
use domain::certification::Certification;
use store::assessment::{self as table, Decided};

use super::{Fault, TOLERANCE};
use crate::assessment::correct::outcome;
use crate::assessment::model::{answers_of, lost, parameters_of};
use crate::assessment::questions::graded;
use crate::assessment::settle::{exam_policy, reason_word};
use crate::{Error, Services};

/// Decides a quiz again by the share of right answers that it began with. Nothing is decided where that was not stored yet.
pub(super) async fn same_quiz(
    services: &Services,
    permit: &Permit<OperateSystem>,
    attempt: &Attempt,
    items: &[Item],
) -> std::result::Result<(), Fault> {
    let Some(pass) = attempt.cut else { return Ok(()) };
    let right = items.iter().filter_map(|item| item.mark).map(Mark::value).sum();
    let (state, reason) = match quiz::decide(pass, right, attempt.asked, attempt.drawn) {
        QuizDecision::Continue => return still_open(attempt),
        QuizDecision::Pass => (AttemptState::Passed, None),
        QuizDecision::NotYet => (AttemptState::NotYet, Some(reason_word(&NotYetReason::BelowStandard))),
    };
    let again = Decided { state, right: Some(right), probability: None, reason };
    same_decision(services, permit, attempt, &again).await
}

/// Decides an exam again, answer by answer: it goes on until the last one, and ends as it did; then the corrections that stand.
pub(super) async fn same_exam(
    services: &Services,
    permit: &Permit<OperateSystem>,
    (attempt, scope): (&Attempt, &Slug),
    items: &[Item],
    questions: &[Arc<Question>],
) -> std::result::Result<(), Fault> {
    let store = services.store();
    let (policy, _) = exam_policy(services, store, permit, attempt, scope).await?;
    let parameters = parameters_of(services, store, permit, attempt).await?;
    let prior = table::attempt_prior(store, permit, attempt.id).await?;
    let answers = answers_of(items);
    let decided = |answered: usize, over: bool| {
        let marks: Vec<Option<Mark>> = items
            .iter()
            .scan(0, |seen, item| {
                *seen += usize::from(item.mark.is_some());
                Some(item.mark.filter(|_| *seen <= answered))
            })
            .collect();
        let mut seen = graded(items, questions);
        seen.iter_mut().zip(marks).for_each(|(item, mark)| item.mark = mark);
        let given = answers.get(..answered).unwrap_or_default();
        let probability = parameters.mastery(prior.as_ref(), given).map_err(|error| lost(attempt, &error))?;
        let evidence = Evidence::gather(&seen, probability);
        Ok::<_, Error>((decide(&policy.exam, &evidence, over), evidence.right))
    };
    for answered in 0..answers.len() {
        if decided(answered, false)?.0 != ExamDecision::Continue {
            return Err(Fault::Difference(format!("it should have ended after {answered} answers")));
        }
    }
    let over = attempt.finished_at.is_some_and(|at| attempt.is_past_deadline(at));
    let (decision, right) = decided(answers.len(), over)?;
    let (state, probability, reason) = match decision {
        ExamDecision::Continue => return still_open(attempt),
        ExamDecision::Pass { probability } => (AttemptState::Passed, probability, None),
        ExamDecision::NotYet { probability, why } => (AttemptState::NotYet, probability, Some(reason_word(&why))),
    };
    let again = Decided { state, right: Some(right), probability: Some(probability), reason };
    same_decision(services, permit, attempt, &again).await?;
    same_correction(services, permit, attempt, items, &policy).await
}

fn still_open(attempt: &Attempt) -> std::result::Result<(), Fault> {
    match attempt.state {
        AttemptState::Open => Ok(()),
        state => Err(Fault::Difference(format!("{state} is stored, it should have gone on"))),
    }
}

/// Compares with the decision as it was made at the time, before any correction.
async fn same_decision(
    services: &Services,
    permit: &Permit<OperateSystem>,
    attempt: &Attempt,
    again: &Decided,
) -> std::result::Result<(), Fault> {
    let missing = || Fault::Difference("it is gone".to_owned());
    let stored = table::decision_of(services.store(), permit, attempt.id).await?.ok_or_else(missing)?;
    let word = |reason: &Option<String>| reason.clone().unwrap_or_else(|| "none".to_owned());
    let words = if stored.state != again.state {
        format!("{} is stored, {} comes out", stored.state, again.state)
    } else if !same(stored.probability, again.probability) {
        format!("P = {} is stored, P = {} comes out", number(stored.probability), number(again.probability))
    } else if !same(stored.right, again.right) {
        format!("{} right is stored, {} comes out", number(stored.right), number(again.right))
    } else if stored.reason != again.reason {
        format!("the reason {} is stored, {} comes out", word(&stored.reason), word(&again.reason))
    } else {
        return Ok(());
    };
    Err(Fault::Difference(words))
}

fn same(stored: Option<f64>, again: Option<f64>) -> bool {
    match (stored, again) {
        (Some(stored), Some(again)) => (stored - again).abs() <= TOLERANCE,
        (stored, again) => stored == again,
    }
}

fn number(number: Option<f64>) -> String {
    number.map_or_else(|| "none".to_owned(), |number| number.to_string())
}

/// Works the corrections that stand out again: the result that counts today is what they come to.
async fn same_correction(
    services: &Services,
    permit: &Permit<OperateSystem>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
) -> std::result::Result<(), Fault> {
    let store = services.store();
    let standing = store::questions::standing_corrections(store, permit).await?;
    let corrected = outcome(services, store, permit, attempt, items, policy, &standing).await?;
    let (state, probability) = match corrected {
        Some(found) => (found.state, Some(found.probability)),
        None => attempt.decided.unwrap_or((attempt.state, attempt.probability)),
    };
    if state == attempt.state && same(attempt.probability, probability) {
        Ok(())
    } else {
        Err(Fault::Difference(format!("{} counts after corrections, {state} comes out", attempt.state)))
    }
}
