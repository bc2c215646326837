//! Finishing attempts: by a decision, or because the time is over.

use std::sync::Arc;

use domain::assessment::{Attempt, AttemptState, NotYetReason, Subject, exam, grade};
use domain::authz::{Permit, Verb};
use domain::catalog::{ModuleRef, Slug};
use domain::certification::Certification;
use domain::id::AttemptId;
use serde_json::json;
use store::Tx;
use store::assessment as table;
use store::assessment::Decision;
use store::certification::MayGrant;
use store::learning::MayFinish;

use super::questions::{graded, questions_of};
use crate::{Error, Result, Services, certification, operate};

/// Decides every open attempt whose deadline has passed, on what was saved. Says how many it decided.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer; what is not decided then is decided the next time.
pub async fn settle_overdue(services: &Services) -> Result<u32> {
    let overdue = table::overdue_attempts(services.store(), &operate()?, services.now()).await?;
    let mut settled = 0;
    for attempt in overdue {
        settle(services, attempt.id).await?;
        settled += 1;
    }
    Ok(settled)
}

/// Decides one attempt whose deadline has passed; does nothing where it is decided already or still has time.
pub(crate) async fn settle(services: &Services, id: AttemptId) -> Result<()> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let Some(attempt) = table::attempt_by_id(&tx, &permit, id).await? else { return Ok(()) };
    table::lock_person(services.store(), &tx, attempt.person).await?;
    // Read again under the lock: another node may have just decided it.
    let Some(attempt) = table::attempt_by_id(&tx, &permit, id).await? else { return Ok(()) };
    let Subject::Exam(scope) = &attempt.subject else { return Ok(()) };
    if attempt.state != AttemptState::Open || !attempt.is_past_deadline(tx.now()) {
        return Ok(());
    }
    let mut items = table::items(&tx, &permit, id).await?;
    let questions = questions_of(services, &tx, &permit, &items).await?;
    for (item, question) in items.iter_mut().zip(&questions) {
        if let (Some(response), None) = (&item.response, item.mark) {
            let mark = grade(question, response);
            table::save_answer(&tx, id, item.position, response, Some(mark)).await?;
            item.mark = Some(mark);
        }
    }
    let (policy, number) = exam_policy(services, &tx, &permit, &attempt, scope).await?;
    let evidence = exam::Evidence::gather(&graded(&items, &questions), attempt.cut.unwrap_or(1.0));
    let decision = exam::decide(&policy.exam, &evidence, true);
    finish_exam(services, &tx, &attempt, &policy, number, &decision, evidence.right).await?;
    tx.commit(services.event("attempt", id, json!({ "settled": true }))).await?;
    Ok(())
}

/// The policy that an attempt was started under, with its number.
pub(crate) async fn exam_policy<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    attempt: &Attempt,
    scope: &Slug,
) -> Result<(Arc<Certification>, u32)> {
    let missing = || Error::Internal(format!("the policy of attempt {} is not stored", attempt.id));
    let number = attempt.policy_number.ok_or_else(missing)?;
    let text = store::certification::version_source(source, permit, scope, number).await?.ok_or_else(missing)?;
    let material = services.material();
    let present = material.catalog.certification(scope);
    if let Some(present) = present.filter(|present| present.source == text) {
        return Ok((Arc::new(present.clone()), number));
    }
    let items = table::items(source, permit, attempt.id).await?;
    let pack = items.first().map(|item| item.drawn.cell.pack.clone()).ok_or_else(missing)?;
    let parsed = content::parse_certification(&pack, scope, &text)
        .map_err(|faults| Error::Internal(format!("the stored policy {scope}@{number} cannot be read: {faults:?}")))?;
    Ok((Arc::new(parsed), number))
}

/// Finishes a quiz; a pass finishes its module.
pub(crate) async fn finish_quiz<V: MayFinish + table::MaySit>(
    tx: &Tx<V>,
    attempt: &Attempt,
    module: &ModuleRef,
    passed: bool,
    right: f64,
) -> Result<bool> {
    let state = finished(attempt, passed)?;
    let reason = (!passed).then(|| "below-standard".to_owned());
    table::finish_attempt(tx, attempt.id, &Decision { state, right, probability: None, reason }).await?;
    if passed {
        store::learning::insert_module_pass(tx, attempt.person, module, attempt.id).await?;
    }
    Ok(true)
}

/// Finishes an exam; a pass earns the certificate where nothing else is asked for.
pub(crate) async fn finish_exam<V: MayGrant + table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    policy: &Certification,
    policy_number: u32,
    decision: &exam::ExamDecision,
    right: f64,
) -> Result<bool> {
    let (passed, probability, reason) = match decision {
        exam::ExamDecision::Continue => return Ok(false),
        exam::ExamDecision::Pass { probability } => (true, *probability, None),
        exam::ExamDecision::NotYet { probability, why } => (false, *probability, Some(reason_word(why))),
    };
    let state = finished(attempt, passed)?;
    let decision = Decision { state, right, probability: Some(probability), reason };
    if table::finish_attempt(tx, attempt.id, &decision).await? && passed {
        certification::grant(services, tx, attempt.person, attempt.id, policy, policy_number).await?;
    }
    Ok(true)
}

fn finished(attempt: &Attempt, passed: bool) -> Result<AttemptState> {
    attempt.state.finish(passed).map_err(|error| Error::refused("attempt-finished", error.to_string()))
}

/// Why an exam is not passed, as the database keeps it.
fn reason_word(why: &NotYetReason) -> String {
    match why {
        NotYetReason::CriticalWrong(objectives) => {
            let names: Vec<String> = objectives.iter().map(ToString::to_string).collect();
            format!("critical-wrong {}", names.join(" "))
        }
        NotYetReason::ClearlyBelow => "clearly-below".to_owned(),
        NotYetReason::BelowStandard => "below-standard".to_owned(),
        NotYetReason::TooFewAnswers => "too-few-answers".to_owned(),
        NotYetReason::CriticalUnanswered => "critical-unanswered".to_owned(),
    }
}
