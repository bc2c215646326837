//! Throwing a question out, or giving it another key, after it was asked: who is affected is shown first, everything happens in one
//! transaction, and it can be taken back.

mod certificate;
mod exams;

use std::collections::BTreeMap;

use domain::assessment::correct::Correction;
use domain::assessment::{AttemptState, MOST_WORDS, plain_words};
use domain::authz::{Actor, Installation, ManageQuestions, Permit, Verb, permit};
use domain::catalog::{QuestionRef, Slug};
use domain::id::{AttemptId, CorrectionId, PersonId};
use domain::time::Timestamp;
use serde_json::json;
use store::Source;
use store::questions as table;
pub use store::questions::StoredCorrection;

use self::exams::{affected, change_exams};
pub(super) use self::exams::{correct_decided, outcome, standing_outcome};
use super::health::read_permit;
use super::questions::question_of_version;
use crate::{Error, Result, Services, identify};

/// What a correction would do, or did, to one person's exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The exam.
    pub attempt: AttemptId,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// The exam's scope.
    pub scope: Slug,
    /// When it was decided.
    pub finished_at: Option<Timestamp>,
    /// What it came to before.
    pub before: (AttemptState, Option<f64>),
    /// What it comes to.
    pub after: (AttemptState, Option<f64>),
}

impl Change {
    /// Whether somebody passes who did not, or the other way round.
    #[must_use]
    pub fn flips(&self) -> bool {
        self.before.0 != self.after.0
    }
}

/// What a correction of this version would do, those first whose result changes.
///
/// # Errors
/// [`Error::Denied`]; [`Error::Refused`] with code `already-corrected`.
pub async fn preview_correction(
    services: &Services,
    actor: &Actor,
    version: &str,
    correction: &Correction,
) -> Result<Vec<Change>> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    read_permit(services, actor).await?;
    fitting(services, services.store(), &permit, None, version, correction).await?;
    let mut standing = table::standing_corrections(services.store(), &permit).await?;
    if standing.insert(version.to_owned(), correction.clone()).is_some() {
        return Err(already_corrected());
    }
    let changes = all_changes(services, &permit, version, &standing).await?;
    named(services, actor, changes).await
}

/// A correction that stands, and what taking it back would do, those first whose result changes.
///
/// # Errors
/// [`Error::Denied`]; [`Error::Refused`] with code `already-undone`; [`Error::NotFound`].
pub async fn preview_undo(
    services: &Services,
    actor: &Actor,
    id: CorrectionId,
) -> Result<(StoredCorrection, Vec<Change>)> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    read_permit(services, actor).await?;
    let store = services.store();
    let made = table::correction_by_id(store, &permit, id).await?.ok_or(Error::NotFound("This correction"))?;
    if made.undone.is_some() {
        return Err(already_undone());
    }
    let mut standing = table::standing_corrections(store, &permit).await?;
    standing.remove(&made.version);
    let changes = all_changes(services, &permit, &made.version, &standing).await?;
    Ok((made, named(services, actor, changes).await?))
}

async fn all_changes(
    services: &Services,
    permit: &Permit<ManageQuestions>,
    version: &str,
    standing: &BTreeMap<String, Correction>,
) -> Result<Vec<Change>> {
    let (mut changes, mut last) = (Vec::new(), None);
    loop {
        let page = affected(services, services.store(), permit, version, standing, last).await?;
        if page.last.is_none() {
            return Ok(changes);
        }
        last = page.last;
        changes.extend(page.exams.into_iter().map(|affected| affected.change));
    }
}

/// Corrects a version of a question: every decided exam that asked it is worked out anew, certificates follow, and everybody whose exam it was
/// is told. Exams that are open are corrected when they are decided; no exam that begins from now on asks it.
///
/// # Errors
/// [`Error::Invalid`] for the reason; [`Error::Refused`] with code `already-corrected`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn apply_correction(
    services: &Services,
    actor: &Actor,
    question: &QuestionRef,
    version: &str,
    correction: Correction,
    reason: &str,
) -> Result<CorrectionId> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    read_permit(services, actor).await?;
    let Actor::Person(person) = actor else { return Err(Error::Denied(domain::authz::Denied::Forbidden)) };
    let reason = plain_words(reason)
        .ok_or_else(|| Error::field("reason", format!("Say why, in 1 to {MOST_WORDS} characters.")))?;
    let tx = services.store().begin(&permit, services.now()).await?;
    table::lock_people_with(services.store(), &tx, version).await?;
    table::lock_corrections(services.store(), &tx).await?;
    fitting(services, &tx, &permit, Some(question), version, &correction).await?;
    let mut standing = table::standing_corrections(&tx, &permit).await?;
    if standing.insert(version.to_owned(), correction.clone()).is_some() {
        return Err(already_corrected());
    }
    let new = StoredCorrection {
        id: CorrectionId(services.ports().entropy.uuid()),
        question: question.clone(),
        version: version.to_owned(),
        correction,
        reason,
        by: person.id,
        at: tx.now(),
        undone: None,
    };
    table::insert_correction(&tx, &new).await?;
    let changed = change_exams(services, &tx, version, &standing, what_was_done(&new.correction)).await?;
    let detail = json!({
        "correction": new.correction.kind().as_str(), "version": version, "reason": new.reason, "exams": changed.exams,
        "flips": changed.flips, "certificates": changed.certificates,
    });
    services.commit(tx, services.event("question", question, detail)).await?;
    Ok(new.id)
}

/// Takes a correction back: everything is worked out without it.
///
/// # Errors
/// [`Error::Refused`] with code `already-undone`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn undo_correction(services: &Services, actor: &Actor, id: CorrectionId) -> Result<()> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    read_permit(services, actor).await?;
    let Actor::Person(person) = actor else { return Err(Error::Denied(domain::authz::Denied::Forbidden)) };
    let tx = services.store().begin(&permit, services.now()).await?;
    let made = table::correction_by_id(&tx, &permit, id).await?.ok_or(Error::NotFound("This correction"))?;
    table::lock_people_with(services.store(), &tx, &made.version).await?;
    table::lock_corrections(services.store(), &tx).await?;
    if !table::undo_correction(&tx, id, person.id).await? {
        return Err(already_undone());
    }
    let standing = table::standing_corrections(&tx, &permit).await?;
    let changed = change_exams(services, &tx, &made.version, &standing, "counts again as it did").await?;
    let detail = json!({
        "correction": made.correction.kind().as_str(), "undone": true, "version": made.version, "exams": changed.exams,
        "flips": changed.flips, "certificates": changed.certificates,
    });
    services.commit(tx, services.event("question", &made.question, detail)).await?;
    Ok(())
}

/// A correction with the names of who made it and who took it back.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionLine {
    /// The correction.
    pub made: StoredCorrection,
    /// Who made it.
    pub by: String,
    /// Who took it back; none while it stands.
    pub undone_by: Option<String>,
}

/// All corrections of a question's versions, the latest first.
///
/// # Errors
/// [`Error::Denied`].
pub async fn corrections_of(services: &Services, actor: &Actor, question: &QuestionRef) -> Result<Vec<CorrectionLine>> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    read_permit(services, actor).await?;
    let made = table::corrections_of(services.store(), &permit, question).await?;
    let people: Vec<PersonId> =
        made.iter().flat_map(|made| [Some(made.by), made.undone.map(|(by, _)| by)]).flatten().collect();
    let names = store::identity::person_names(services.store(), &identify(actor)?, &people).await?;
    let name = |id: PersonId| names.get(&id).cloned().unwrap_or_default();
    let line = |made: StoredCorrection| CorrectionLine {
        by: name(made.by),
        undone_by: made.undone.map(|(by, _)| name(by)),
        made,
    };
    Ok(made.into_iter().map(line).collect())
}

/// Whether there is such a version, of this question where one is named, and a new key fits it.
async fn fitting<V: Verb>(
    services: &Services,
    source: &impl Source,
    permit: &Permit<V>,
    question: Option<&QuestionRef>,
    version: &str,
    correction: &Correction,
) -> Result<()> {
    let found = question_of_version(services, source, permit, version).await?;
    let found = found.filter(|found| question.is_none_or(|question| &found.reference == question));
    let found = found.ok_or(Error::NotFound("This version of the question"))?;
    match correction {
        Correction::ReKey(response) => response.check(&found).map_err(|error| Error::field("right", error)),
        Correction::ThrowOut => Ok(()),
    }
}

fn what_was_done(correction: &Correction) -> &'static str {
    match correction {
        Correction::ThrowOut => "does not count any more: it was not a fair one",
        Correction::ReKey(_) => "was scored by a wrong key, and is scored by the right one now",
    }
}

async fn named(services: &Services, actor: &Actor, mut changes: Vec<Change>) -> Result<Vec<Change>> {
    let people: Vec<PersonId> = changes.iter().map(|change| change.person).collect();
    let mut names = BTreeMap::new();
    for chunk in people.chunks(table::CHUNK) {
        names.extend(store::identity::person_names(services.store(), &identify(actor)?, chunk).await?);
    }
    for change in &mut changes {
        change.name = names.get(&change.person).cloned().unwrap_or_default();
    }
    changes.sort_by(|a, b| b.flips().cmp(&a.flips()).then_with(|| a.name.cmp(&b.name)));
    Ok(changes)
}

fn already_corrected() -> Error {
    Error::refused("already-corrected", "This version has been corrected already. Take that back first.")
}

fn already_undone() -> Error {
    Error::refused("already-undone", "This correction has been taken back already.")
}
