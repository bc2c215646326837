//! Telling other systems of assignments: that there is one, that it is finished, that it is late.

use domain::authz::Verb;
use domain::catalog::{ModuleRef, Path};
use domain::id::PersonId;
use domain::integration::EventKind;
use domain::learning::Progress;
use serde_json::{Value, json};
use store::Tx;
use store::learning::{self as table, Assignment, MayAssign, MayFinish};

use super::{modules_of, that_count};
use crate::catalog::Material;
use crate::integration::emit;
use crate::{Result, Services, operate};

/// Assignments that are looked at in one go.
const MOST: u64 = 100;

fn data(assignment: &Assignment) -> Value {
    json!({ "assignment": assignment.id, "path": assignment.path, "due_at": assignment.due_at })
}

/// Whether somebody has finished every module of a path that is still taught.
fn has_finished(material: &Material, path: &Path, progress: &Progress) -> bool {
    let modules = modules_of(&material.catalog, path);
    !modules.is_empty() && modules.iter().all(|module| progress.passed.contains(&module.reference))
}

/// Tells of a new assignment, in its transaction: one event for each person whom it reaches at that moment.
pub(super) async fn tell_created<V: MayAssign>(services: &Services, tx: &Tx<V>, new: &Assignment) -> Result<()> {
    let people: Vec<PersonId> = table::people_of(tx, tx.permit(), new.to).await?.into_iter().collect();
    let progress = table::progress_of(tx, tx.permit(), &people).await?;
    let material = services.material();
    // In the order of their ids, so that two assignments never wait for each other.
    for person in people {
        store::assessment::lock_person(services.store(), tx, person).await?;
        let own = progress.get(&person).cloned().unwrap_or_default();
        let done = material.catalog.path(&new.path).is_some_and(|path| has_finished(&material, path, &own));
        let mut data = data(new);
        data["completed"] = json!(done);
        emit(services, tx, EventKind::AssignmentCreated, person, data).await?;
    }
    Ok(())
}

/// Tells of every assignment that is finished by passing this module, in the transaction of the pass; `before` is the progress before it.
pub(crate) async fn tell_completed<V: Verb + MayFinish>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    before: &Progress,
    module: &ModuleRef,
) -> Result<()> {
    let mut after = before.clone();
    after.passed.insert(module.clone());
    let assigned = table::assignments_of(tx, tx.permit(), &[person]).await?.remove(&person).unwrap_or_default();
    let material = services.material();
    for assignment in that_count(assigned) {
        let Some(path) = material.catalog.path(&assignment.path) else { continue };
        if has_finished(&material, path, &after) && !has_finished(&material, path, before) {
            emit(services, tx, EventKind::AssignmentCompleted, person, data(&assignment)).await?;
        }
    }
    Ok(())
}

/// Tells of everybody who has not finished by the day they were given, once for each person and assignment; says of how many.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer; who is not told of then is told of the next time.
pub async fn tell_overdue(services: &Services) -> Result<u32> {
    let permit = operate()?;
    let mut told = 0;
    for late in table::late(services.store(), &permit, services.now(), MOST).await? {
        let known = table::told(services.store(), &permit, late.id).await?;
        for person in table::people_of(services.store(), &permit, late.to).await?.difference(&known) {
            told += u32::from(tell_late(services, &late, *person).await?);
        }
        table::nobody_left(services.store(), &permit, late.id, services.now()).await?;
    }
    Ok(told)
}

/// Tells of one person's lateness, where they are late and it was not told; says whether it did.
async fn tell_late(services: &Services, late: &Assignment, person: PersonId) -> Result<bool> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    store::assessment::lock_person(services.store(), &tx, person).await?;
    // Read under the lock: another node may have just told it, or they have just finished.
    if table::told(&tx, &permit, late.id).await?.contains(&person) {
        return Ok(false);
    }
    let assigned = table::assignments_of(&tx, &permit, &[person]).await?.remove(&person).unwrap_or_default();
    let counts = that_count(assigned).iter().any(|counting| counting.id == late.id);
    let progress = table::progress_of(&tx, &permit, &[person]).await?.remove(&person).unwrap_or_default();
    let material = services.material();
    let Some(path) = material.catalog.path(&late.path).filter(|_| counts) else { return Ok(false) };
    if has_finished(&material, path, &progress) {
        return Ok(false);
    }
    table::note_told(&tx, late.id, person).await?;
    emit(services, &tx, EventKind::AssignmentOverdue, person, data(late)).await?;
    let detail = json!({ "overdue": true, "path": late.path, "person": person });
    services.commit(tx, services.event("assignment", late.id, detail)).await?;
    Ok(true)
}
