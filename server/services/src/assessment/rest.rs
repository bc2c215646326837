//! While somebody sits an exam, the quizzes of its modules rest: both are drawn from the same questions, and a quiz tells
//! what is right.

use domain::assessment::{AttemptKind, AttemptState, Subject};
use domain::authz::{Permit, Verb};
use domain::catalog::ModuleRef;
use domain::id::{AttemptId, PersonId};
use store::assessment as table;

use super::settle::exam_policy;
use crate::{Error, Result, Services};

/// Refuses while this person has an exam open that covers the module.
///
/// # Errors
/// [`Error::Refused`] with code `exam-open`.
pub(super) async fn require_no_exam<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    person: PersonId,
    module: &ModuleRef,
) -> Result<()> {
    match open_exam_on(services, source, permit, person, module).await? {
        None => Ok(()),
        Some(_) => Err(Error::refused(
            "exam-open",
            "Your exam is running. This quiz asks from the same questions, so it rests until the exam is over.",
        )),
    }
}

/// The exam that this person has open and that covers the module.
pub(crate) async fn open_exam_on<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    person: PersonId,
    module: &ModuleRef,
) -> Result<Option<AttemptId>> {
    let exams = table::attempts_of(source, permit, &[person], AttemptKind::Exam).await?;
    let now = services.now();
    let open = |exam: &domain::assessment::Attempt| exam.state == AttemptState::Open && !exam.is_past_deadline(now);
    for exam in exams.into_values().flatten().filter(open) {
        let Subject::Exam(scope) = &exam.subject else { continue };
        let (policy, _) = exam_policy(services, source, permit, &exam, scope).await?;
        if policy.exam.covers(module) {
            return Ok(Some(exam.id));
        }
    }
    Ok(None)
}
