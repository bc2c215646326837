//! The certificate of somebody whose result changed.

use domain::assessment::{AttemptKind, AttemptState, Subject};
use domain::authz::ManageQuestions;
use domain::catalog::Slug;
use domain::id::{CertificateId, PersonId};
use store::Tx;
use store::assessment as attempts;
use store::certification as table;

use crate::assessment::settle::exam_policy;
use crate::{Result, Services, certification};

/// Grants the certificate of somebody's latest passed exam, where no other holds and none was granted or revoked after it: a pass counts once, for
/// the time it would have held from its own day on.
pub(super) async fn earn(
    services: &Services,
    tx: &Tx<ManageQuestions>,
    person: PersonId,
    scope: &Slug,
) -> Result<Option<CertificateId>> {
    let permit = tx.permit();
    let held = table::certificates_of(tx, permit, &[person]).await?.remove(&person).unwrap_or_default();
    let held: Vec<_> = held.into_iter().filter(|held| &held.scope == scope).collect();
    if held.iter().any(|held| held.holds(tx.now())) {
        return Ok(None);
    }
    let exams = attempts::attempts_of(tx, permit, &[person], AttemptKind::Exam).await?.remove(&person);
    let subject = Subject::Exam(scope.clone());
    let passed =
        exams.into_iter().flatten().filter(|exam| exam.subject == subject && exam.state == AttemptState::Passed);
    let Some(last) = passed.max_by_key(|exam| exam.finished_at) else { return Ok(None) };
    let Some(earned_at) = last.finished_at else { return Ok(None) };
    let later = held.iter().any(|held| held.revoked_at.unwrap_or(held.granted_at) >= earned_at);
    if later || table::has_certificate(tx, permit, last.id).await? {
        return Ok(None);
    }
    let (policy, number) = exam_policy(services, tx, permit, &last, scope).await?;
    certification::grant(services, tx, &last, (&policy, number), earned_at).await
}
