//! What is read again before an exam is taken again: given with the decision, and shown until it is read.

use domain::assessment::{
    Attempt, DEFAULT_RATING, GradedItem, RemedialLesson, Subject, exam::Evidence, remedial_lessons, strengths,
};
use domain::authz::{Permit, Verb};
use domain::catalog::{Catalog, LessonRef};
use domain::clearance::ExamStanding;
use store::Tx;
use store::assessment as table;

use super::view::Outcome;
use crate::clearance::gather;
use crate::{Result, Services};

/// A lesson to read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToRead {
    /// Which.
    pub lesson: LessonRef,
    /// Its title.
    pub title: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Whether it was read again.
    pub read: bool,
}

/// The lessons as people see them; those that the packs do not have any more wait for nobody.
pub(crate) fn to_read(catalog: &Catalog, given: &[RemedialLesson]) -> Vec<ToRead> {
    let shown = given.iter().filter_map(|given| {
        let (_, lesson) = catalog.lesson(&given.lesson)?;
        Some(ToRead {
            lesson: given.lesson.clone(),
            title: lesson.title.clone(),
            minutes: lesson.minutes,
            read: given.read_at.is_some(),
        })
    });
    shown.collect()
}

/// Gives somebody what to read again, in the transaction that decided or corrected their exam, by what counts of it. What was given before and
/// is not called for any more waits no longer; what was read stays read.
pub(super) async fn give_to_read<V: table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    graded: &[GradedItem],
) -> Result<()> {
    let critical_wrong = Evidence::gather(graded, 0.0).critical_wrong;
    let cut = attempt.cut.unwrap_or(DEFAULT_RATING);
    let lessons = remedial_lessons(&strengths(graded), &critical_wrong, cut, &services.material().catalog);
    Ok(table::set_remedial(tx, attempt, &lessons).await?)
}

/// Adds to what came of an exam what was given to read with it and, where it is the last that counts, when it may be taken again.
pub(super) async fn add_way_back<V: Verb>(
    services: &Services,
    permit: &Permit<V>,
    outcome: &mut Outcome,
) -> Result<()> {
    let Subject::Exam(scope) = &outcome.subject else { return Ok(()) };
    if outcome.passed {
        return Ok(());
    }
    let material = services.material();
    let store = services.store();
    let given = table::remedial_of(store, permit, &[outcome.id]).await?.remove(&outcome.id).unwrap_or_default();
    outcome.to_read = to_read(&material.catalog, &given);
    let Some(certification) = material.catalog.certification(scope) else { return Ok(()) };
    let facts =
        gather(store, permit, &[outcome.person], services.now()).await?.remove(&outcome.person).unwrap_or_default();
    let now = services.now();
    if facts.last_missed(certification, now).is_some_and(|last| last.id == outcome.id) {
        outcome.again = Some(facts.for_scope(true, certification, &material.catalog, now).exam)
            .filter(|standing| !matches!(standing, ExamStanding::Passed { .. }));
    }
    Ok(())
}
