//! Finishing attempts: by a decision, or because the time is over.

use std::sync::Arc;

use domain::assessment::correct::Corrected;
use domain::assessment::{Attempt, AttemptState, Item, NotYetReason, Subject, exam, grade};
use domain::authz::{Permit, Verb};
use domain::catalog::{ModuleRef, Slug};
use domain::certification::Certification;
use domain::id::{AttemptId, CertificateId};
use domain::integration::EventKind;
use domain::time::Timestamp;
use serde_json::json;
use store::Tx;
use store::assessment as table;
use store::assessment::Decision;
use store::certification::MayGrant;
use store::learning::MayFinish;

use super::correct::correct_decided;
use super::model::evidence_of;
use super::questions::{graded, questions_of};
use super::remedial::give_to_read;
use super::watch::{suspend_suspects, watch_exam};
use crate::integration::emit;
use crate::learning::tell_completed;
use crate::{Error, Result, Services, certification, operate};

/// Overdue attempts that are read at a time.
const PAGE: u64 = 200;

/// Decides every open attempt whose deadline has passed, on what was saved. Says how many it decided. One that cannot be
/// decided is logged and holds up no other.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer; what is not decided then is decided the next time.
pub async fn settle_overdue(services: &Services) -> Result<u32> {
    let (mut settled, mut last) = (0, None);
    loop {
        let overdue = table::overdue_attempts(services.store(), &operate()?, services.now(), last, PAGE).await?;
        let Some(end) = overdue.last().map(|attempt| attempt.id) else { return Ok(settled) };
        for attempt in overdue {
            match settle(services, attempt.id).await {
                Ok(decided) => settled += u32::from(decided),
                Err(error @ Error::Unavailable(_)) => return Err(error),
                Err(error) => tracing::error!(attempt = %attempt.id, %error, "an overdue attempt cannot be decided"),
            }
        }
        last = Some(end);
    }
}

/// Decides one attempt whose deadline has passed, as of that deadline; says whether it did. Nothing happens where it is
/// decided already or still has time.
pub(crate) async fn settle(services: &Services, id: AttemptId) -> Result<bool> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    let Some(attempt) = table::attempt_by_id(&tx, &permit, id).await? else { return Ok(false) };
    table::lock_person(services.store(), &tx, attempt.person).await?;
    // Read again under the lock: another node may have just decided it.
    let Some(attempt) = table::attempt_by_id(&tx, &permit, id).await? else { return Ok(false) };
    let (Subject::Exam(scope), Some(deadline)) = (&attempt.subject, attempt.deadline) else { return Ok(false) };
    if attempt.state != AttemptState::Open || !attempt.is_past_deadline(tx.now()) {
        return Ok(false);
    }
    let mut items = table::items(&tx, &permit, id).await?;
    let questions = questions_of(services, &tx, &permit, &items).await?;
    for (item, question) in items.iter_mut().zip(&questions) {
        if let (Some(response), None) = (&item.response, item.mark) {
            let mark = grade(question, response);
            table::grade_saved(&tx, id, item.position, mark, deadline).await?;
            item.mark = Some(mark);
        }
    }
    let finish = conclude(services, &tx, &attempt, (scope, &items), Some(deadline)).await?;
    let mut detail = json!({ "subject": attempt.subject.to_string(), "time_over": true });
    if let Some(finish) = &finish {
        finish.describe(&mut detail);
    }
    services.commit(tx, services.event("attempt", id, detail)).await?;
    if let Err(error) = suspend_suspects(services, &items).await {
        // It is decided, whatever becomes of the watch; the next exam looks again.
        tracing::warn!(%error, "questions could not be looked at");
    }
    Ok(finish.is_some())
}

/// Decides an exam on the answers it has, in the transaction that gave the last of them; none where it goes on. With `over`, its time ran out
/// then, and it is decided as of that moment.
pub(super) async fn conclude<V: MayGrant + table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    (scope, items): (&Slug, &[Item]),
    over: Option<Timestamp>,
) -> Result<Option<Finish>> {
    let questions = questions_of(services, tx, tx.permit(), items).await?;
    let (policy, number) = exam_policy(services, tx, tx.permit(), attempt, scope).await?;
    let evidence = evidence_of(services, tx, tx.permit(), attempt, items, &questions).await?;
    let decision = exam::decide(&policy.exam, &evidence, over.is_some());
    let outcome = (evidence.right, over.unwrap_or_else(|| tx.now()));
    let ended = finish_exam(services, tx, (attempt, items), (&policy, number), &decision, outcome).await?;
    let Some((finish, corrected)) = ended else { return Ok(None) };
    watch_exam(services, tx, attempt, items).await?;
    if !finish.passed {
        let counts = corrected.map_or_else(|| graded(items, &questions), |corrected| corrected.items);
        give_to_read(services, tx, attempt, &counts).await?;
    }
    Ok(Some(finish))
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

/// How an attempt ended, for the audit log.
pub(crate) struct Finish {
    passed: bool,
    certificate: Option<CertificateId>,
}

impl Finish {
    /// Adds how it ended to an event's detail.
    pub(crate) fn describe(&self, detail: &mut serde_json::Value) {
        detail["passed"] = json!(self.passed);
        if let Some(certificate) = self.certificate {
            detail["certificate"] = json!(certificate);
        }
    }
}

/// Finishes a quiz; a pass finishes its module.
pub(crate) async fn finish_quiz<V: MayFinish + table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    module: &ModuleRef,
    (passed, right): (bool, f64),
) -> Result<Finish> {
    let state = finished(attempt, passed)?;
    let reason = (!passed).then(|| "below-standard".to_owned());
    table::finish_attempt(tx, attempt, &Decision { state, at: tx.now(), right, probability: None, reason }).await?;
    let data = json!({ "attempt": attempt.id, "kind": "quiz", "module": module, "passed": passed });
    emit(services, tx, EventKind::AttemptFinished, attempt.person, data).await?;
    if passed {
        let before = store::learning::progress_of(tx, tx.permit(), &[attempt.person]).await?.remove(&attempt.person);
        store::learning::insert_module_pass(tx, attempt.person, module, attempt.id).await?;
        tell_completed(services, tx, attempt.person, &before.unwrap_or_default(), module).await?;
    }
    Ok(Finish { passed, certificate: None })
}

/// Finishes an exam with the sum of its marks, as of a moment; a pass earns the certificate where nothing else is asked
/// for. Also what it comes to where a question was corrected while it was open. None where the exam goes on.
async fn finish_exam<V: MayGrant + table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    (attempt, items): (&Attempt, &[Item]),
    (policy, policy_number): (&Certification, u32),
    decision: &exam::ExamDecision,
    (right, at): (f64, Timestamp),
) -> Result<Option<(Finish, Option<Corrected>)>> {
    let (passed, probability, reason) = match decision {
        exam::ExamDecision::Continue => return Ok(None),
        exam::ExamDecision::Pass { probability } => (true, *probability, None),
        exam::ExamDecision::NotYet { probability, why } => (false, *probability, Some(reason_word(why))),
    };
    let state = finished(attempt, passed)?;
    let decision = Decision { state, at, right, probability: Some(probability), reason };
    if !table::finish_attempt(tx, attempt, &decision).await? {
        return Ok(Some((Finish { passed, certificate: None }, None)));
    }
    // A question may have been thrown out while the exam was open.
    let corrected = correct_decided(services, tx, attempt, items, policy, (state, probability)).await?;
    let passed = corrected.as_ref().map_or(state, |found| found.state) == AttemptState::Passed;
    let data = json!({ "attempt": attempt.id, "kind": "exam", "scope": policy.scope, "passed": passed });
    emit(services, tx, EventKind::AttemptFinished, attempt.person, data).await?;
    let mut certificate = None;
    if passed {
        let policy = (policy, policy_number);
        certificate = certification::grant(services, tx, attempt, policy, tx.now()).await?;
    }
    Ok(Some((Finish { passed, certificate }, corrected)))
}

fn finished(attempt: &Attempt, passed: bool) -> Result<AttemptState> {
    attempt.state.finish(passed).map_err(|error| Error::refused("attempt-finished", error.to_string()))
}

/// Why an exam is not passed, as the database keeps it.
pub(super) fn reason_word(why: &NotYetReason) -> String {
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
