//! Throwing a question out, or giving it another key, after it was asked: who is affected is shown first, everything happens in one
//! transaction, and it can be taken back.

mod certificate;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::correct::{Correction, Place, corrected};
use domain::assessment::{Attempt, AttemptState, Item, MOST_WORDS, Subject, plain_words};
use domain::authz::{Actor, Installation, ManageQuestions, Permit, Verb, permit};
use domain::catalog::{QuestionRef, Slug};
use domain::certification::Certification;
use domain::id::{AttemptId, CertificateId, CorrectionId, PersonId};
use domain::time::Timestamp;
use serde_json::{Value, json};
use store::assessment as attempts;
use store::questions::{self as table, StoredCorrection};
use store::{Source, Tx};

use self::certificate::earn;
use super::health::read_permit;
use super::model::{lost, parameters_of};
use super::questions::{graded, question_of_version, questions_of};
use super::settle::exam_policy;
use crate::learning::{NoticeKind, notify};
use crate::{Error, Result, Services, identify};

/// Exams that are read at a time.
const PAGE: u64 = 200;

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
    let mut changes: Vec<Change> = Vec::new();
    loop {
        let last = changes.last().map(|change| change.attempt);
        let page = affected(services, services.store(), &permit, version, &standing, last).await?;
        if page.is_empty() {
            return named(services, actor, changes).await;
        }
        changes.extend(page.into_iter().map(|affected| affected.change));
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
    tx.commit(services.event("question", question, detail)).await?;
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
    table::lock_corrections(services.store(), &tx).await?;
    let made = table::correction_by_id(&tx, &permit, id).await?.ok_or(Error::NotFound("This correction"))?;
    if !table::undo_correction(&tx, id, person.id).await? {
        return Err(Error::refused("already-undone", "This correction has been taken back already."));
    }
    let standing = table::standing_corrections(&tx, &permit).await?;
    let changed = change_exams(services, &tx, &made.version, &standing, "counts again as it did").await?;
    let detail = json!({
        "correction": made.correction.kind().as_str(), "undone": true, "version": made.version, "exams": changed.exams,
        "flips": changed.flips, "certificates": changed.certificates,
    });
    tx.commit(services.event("question", &made.question, detail)).await?;
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

/// What an exam that was just decided comes to under the corrections that stand, where they touch it; it is stored.
pub(super) async fn correct_decided<V: attempts::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
) -> Result<Option<AttemptState>> {
    let standing = table::corrections_to_decide_by(services.store(), tx).await?;
    let outcome = outcome(services, tx, tx.permit(), attempt, items, policy, &standing).await?;
    if outcome.is_some() {
        table::set_corrected(tx, attempt.id, outcome).await?;
    }
    Ok(outcome.map(|(state, _)| state))
}

/// What an exam comes to under these corrections; none where they touch none of its questions.
pub(super) async fn outcome<V: Verb>(
    services: &Services,
    source: &impl Source,
    permit: &Permit<V>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
    standing: &BTreeMap<String, Correction>,
) -> Result<Option<(AttemptState, f64)>> {
    if !items.iter().any(|item| standing.contains_key(&item.drawn.version)) {
        return Ok(None);
    }
    let questions = questions_of(services, source, permit, items).await?;
    let graded = graded(items, &questions);
    let draw: Vec<Place<'_>> = items
        .iter()
        .zip(graded)
        .map(|(item, graded)| Place { version: &item.drawn.version, response: item.response.as_ref(), graded })
        .collect();
    let parameters = parameters_of(services, source, permit, attempt).await?;
    let prior = attempts::attempt_prior(source, permit, attempt.id).await?;
    let outcome = corrected(&policy.exam, &parameters, prior.as_ref(), &draw, standing);
    outcome.map_err(|error| lost(attempt, &error))
}

/// A decided exam that asked the version, with the rules it was decided by.
struct Affected {
    change: Change,
    decided: (AttemptState, Option<f64>),
    policy: Arc<Certification>,
}

/// Some of the decided exams that asked this version, those after `after`, with what each comes to under these corrections; none where there
/// are no more.
async fn affected<V: Verb, S: Source>(
    services: &Services,
    source: &S,
    permit: &Permit<V>,
    version: &str,
    standing: &BTreeMap<String, Correction>,
    after: Option<AttemptId>,
) -> Result<Vec<Affected>> {
    let mut found = Vec::new();
    for attempt in table::decided_exams_with(source, permit, version, after, PAGE).await? {
        let Subject::Exam(scope) = attempt.subject.clone() else { continue };
        let (policy, _) = exam_policy(services, source, permit, &attempt, &scope).await?;
        let items = attempts::items(source, permit, attempt.id).await?;
        let decided = attempt.decided.unwrap_or((attempt.state, attempt.probability));
        let outcome = outcome(services, source, permit, &attempt, &items, &policy, standing).await?;
        let change = Change {
            attempt: attempt.id,
            person: attempt.person,
            name: String::new(),
            scope,
            finished_at: attempt.finished_at,
            before: (attempt.state, attempt.probability),
            after: outcome.map_or(decided, |(state, probability)| (state, Some(probability))),
        };
        found.push(Affected { change, decided, policy });
    }
    Ok(found)
}

/// What came of a correction, for the audit log.
#[derive(Default)]
struct Changed {
    exams: u32,
    flips: Vec<Value>,
    certificates: Vec<CertificateId>,
}

async fn change_exams(
    services: &Services,
    tx: &Tx<ManageQuestions>,
    version: &str,
    standing: &BTreeMap<String, Correction>,
    what: &str,
) -> Result<Changed> {
    let mut changed = Changed::default();
    let mut last = None;
    loop {
        let page = affected(services, tx, tx.permit(), version, standing, last).await?;
        let Some(end) = page.last().map(|affected| affected.change.attempt) else { return Ok(changed) };
        for exam in page {
            change_exam(services, tx, &exam, what, &mut changed).await?;
        }
        last = Some(end);
    }
}

async fn change_exam(
    services: &Services,
    tx: &Tx<ManageQuestions>,
    exam: &Affected,
    what: &str,
    changed: &mut Changed,
) -> Result<()> {
    let Affected { change, decided, policy } = exam;
    let by_themselves = matches!(tx.permit().actor(), Actor::Person(person) if person.id == change.person);
    if by_themselves && change.flips() && change.after.0 == AttemptState::Passed {
        return Err(Error::refused(
            "own-result",
            "You would pass an exam of your own with this. Another admin has to do it.",
        ));
    }
    let stored = (change.after != *decided).then_some(change.after);
    let stored = stored.and_then(|(state, probability)| Some((state, probability?)));
    table::set_corrected(tx, change.attempt, stored).await?;
    changed.exams += 1;
    if change.flips() {
        changed
            .flips
            .push(json!({ "attempt": change.attempt, "person": change.person, "now": change.after.0.as_str() }));
        // A certificate counts as long as its exam stands as passed, so there is nothing to take away; but another pass may carry them now.
        let certificate = earn(services, tx, change.person, &change.scope).await?;
        changed.certificates.extend(certificate);
    }
    let link = Some(format!("/attempts/{}", change.attempt));
    notify(services, tx, change.person, NoticeKind::ResultChanged, words(policy, change, what), link).await
}

fn what_was_done(correction: &Correction) -> &'static str {
    match correction {
        Correction::ThrowOut => "does not count any more: it was not a fair one",
        Correction::ReKey(_) => "was scored by a wrong key, and is scored by the right one now",
    }
}

fn words(policy: &Certification, change: &Change, what: &str) -> String {
    let result = match (change.flips(), change.after.0) {
        (false, AttemptState::Passed) => "Your result stays: passed.",
        (false, _) => "Your result stays: not yet.",
        (true, AttemptState::Passed) => "With that you have passed.",
        (true, _) => "With that your result is: not yet. Talk to your manager; none of this was your doing.",
    };
    format!("A question of your exam “{}” {what}. {result}", policy.title)
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
