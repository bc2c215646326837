//! What corrections do to exams: to those that are decided, and to one that is being decided.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::correct::{Corrected, Correction, Place, corrected};
use domain::assessment::{Attempt, AttemptState, GradedItem, Item, Subject};
use domain::authz::{Actor, ManageQuestions, Permit, Verb};
use domain::certification::Certification;
use domain::id::{AttemptId, CertificateId, PersonId};
use serde_json::{Value, json};
use store::assessment as attempts;
use store::questions as table;
use store::{Source, Tx};

use super::Change;
use super::certificate::earn;
use crate::assessment::model::{lost, parameters_of};
use crate::assessment::questions::{graded, questions_of};
use crate::assessment::remedial::give_to_read;
use crate::assessment::settle::exam_policy;
use crate::learning::{NoticeKind, notify};
use crate::{Error, Result, Services, identify};

/// Exams that are read at a time.
const PAGE: u64 = 200;

/// What an exam that was just decided comes to under the corrections that stand, where they touch it; it is stored, and whoever it is about is told.
pub(in crate::assessment) async fn correct_decided<V: attempts::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
    decided: (AttemptState, f64),
) -> Result<Option<Corrected>> {
    let standing = table::corrections_to_decide_by(services.store(), tx).await?;
    let Some(found) = outcome(services, tx, tx.permit(), attempt, items, policy, &standing).await? else {
        return Ok(None);
    };
    let corrected =
        items.iter().filter(|item| item.mark.is_some() && standing.contains_key(&item.drawn.version)).count();
    if (found.state, found.probability) != decided {
        table::set_corrected(tx, attempt, Some((found.state, found.probability))).await?;
    }
    if corrected > 0 {
        let questions = if corrected == 1 { "A question of your exam" } else { "Questions of your exam" };
        let words = format!(
            "{questions} “{}” turned out to be wrong while you sat it. Your result goes by what they are now, or without them.",
            policy.title
        );
        tell(services, tx, (attempt.id, attempt.person), words).await?;
    }
    Ok(Some(found))
}

/// What an exam comes to under these corrections; none where they touch none of its questions.
pub(in crate::assessment) async fn outcome<V: Verb>(
    services: &Services,
    source: &impl Source,
    permit: &Permit<V>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
    standing: &BTreeMap<String, Correction>,
) -> Result<Option<Corrected>> {
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

/// What a decided exam comes to under the corrections that stand; none where they touch none of its questions.
pub(in crate::assessment) async fn standing_outcome<V: Verb>(
    services: &Services,
    permit: &Permit<V>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
) -> Result<Option<Corrected>> {
    let standing = table::standing_corrections(services.store(), permit).await?;
    outcome(services, services.store(), permit, attempt, items, policy, &standing).await
}

/// A decided exam for which the version was drawn, with the rules it was decided by.
pub(super) struct Affected {
    pub(super) change: Change,
    attempt: Attempt,
    decided: (AttemptState, Option<f64>),
    policy: Arc<Certification>,
    /// Whether they answered the question.
    answered: bool,
    /// What counts of it.
    graded: Vec<GradedItem>,
}

/// Some of the decided exams that a correction changes something for.
pub(super) struct Page {
    pub(super) exams: Vec<Affected>,
    /// The last exam that was looked at; none where there are no more.
    pub(super) last: Option<AttemptId>,
}

/// The next of the decided exams for which this version was drawn, those after `after`, with what each comes to under these corrections.
/// Those in which nobody got to the question, and that stay what they are, are left out.
pub(super) async fn affected<V: Verb, S: Source>(
    services: &Services,
    source: &S,
    permit: &Permit<V>,
    version: &str,
    standing: &BTreeMap<String, Correction>,
    after: Option<AttemptId>,
) -> Result<Page> {
    let found = table::decided_exams_with(source, permit, version, after, PAGE).await?;
    let last = found.last().map(|attempt| attempt.id);
    let mut exams = Vec::new();
    for attempt in found {
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
            after: outcome.as_ref().map_or(decided, |found| (found.state, Some(found.probability))),
        };
        let answered = items.iter().any(|item| item.mark.is_some() && item.drawn.version == version);
        if !answered && !change.flips() {
            continue;
        }
        let graded = match outcome {
            Some(outcome) => outcome.items,
            None => graded(&items, &questions_of(services, source, permit, &items).await?),
        };
        exams.push(Affected { change, attempt, decided, policy, answered, graded });
    }
    Ok(Page { exams, last })
}

/// What came of a correction, for the audit log.
#[derive(Default)]
pub(super) struct Changed {
    pub(super) exams: u32,
    pub(super) flips: Vec<Value>,
    pub(super) certificates: Vec<CertificateId>,
}

/// Stores what the exams come to for which this version was drawn, and tells those whose they are.
pub(super) async fn change_exams(
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
        if page.last.is_none() {
            return Ok(changed);
        }
        last = page.last;
        for exam in page.exams {
            change_exam(services, tx, &exam, what, &mut changed).await?;
        }
    }
}

async fn change_exam(
    services: &Services,
    tx: &Tx<ManageQuestions>,
    exam: &Affected,
    what: &str,
    changed: &mut Changed,
) -> Result<()> {
    let Affected { change, attempt, decided, policy, answered, graded } = exam;
    let by_themselves = matches!(tx.permit().actor(), Actor::Person(person) if person.id == change.person);
    if by_themselves && change.flips() && change.after.0 == AttemptState::Passed {
        return Err(Error::refused(
            "own-result",
            "You would pass an exam of your own with this. Another admin has to do it.",
        ));
    }
    let stored = (change.after != *decided).then_some(change.after);
    let stored = stored.and_then(|(state, probability)| Some((state, probability?)));
    table::set_corrected(tx, attempt, stored).await?;
    let missed = change.after.0 == AttemptState::NotYet;
    give_to_read(services, tx, attempt, if missed { graded } else { &[] }).await?;
    changed.exams += 1;
    if change.flips() {
        changed
            .flips
            .push(json!({ "attempt": change.attempt, "person": change.person, "now": change.after.0.as_str() }));
        // A certificate counts as long as its exam stands as passed, so there is nothing to take away; but another pass may carry them now.
        let certificate = earn(services, tx, change.person, &change.scope).await?;
        changed.certificates.extend(certificate);
        tell_managers(services, tx, change, policy).await?;
    }
    tell(services, tx, (change.attempt, change.person), words(policy, change, *answered, what)).await
}

/// Tells those who plan with somebody that their exam has turned.
async fn tell_managers(
    services: &Services,
    tx: &Tx<ManageQuestions>,
    change: &Change,
    policy: &Certification,
) -> Result<()> {
    let managers = store::identity::managers_of(tx, tx.permit(), change.person).await?;
    let identify = identify(&Actor::System)?;
    let person = store::identity::person_by_id(tx, &identify, change.person).await?;
    let name = person.map(|person| person.name.to_string()).unwrap_or_default();
    let what = match change.after.0 {
        AttemptState::Passed => "is passed after all",
        _ => "is not passed any more, and a certificate that rested on it does not hold",
    };
    let words = format!("{name}: the exam “{}” {what}. A question of it was corrected.", policy.title);
    for manager in managers {
        let link = Some(format!("/people/{}", change.person));
        notify(services, tx, manager, NoticeKind::ResultChanged, words.clone(), link).await?;
    }
    Ok(())
}

async fn tell<V: Verb>(
    services: &Services,
    tx: &Tx<V>,
    (attempt, person): (AttemptId, PersonId),
    words: String,
) -> Result<()> {
    let link = Some(format!("/attempts/{attempt}"));
    notify(services, tx, person, NoticeKind::ResultChanged, words, link).await
}

fn words(policy: &Certification, change: &Change, answered: bool, what: &str) -> String {
    let result = match (change.flips(), change.after.0) {
        (false, AttemptState::Passed) => "Your result stays: passed.",
        (false, _) => "Your result stays: not yet.",
        (true, AttemptState::Passed) => "With that you have passed.",
        (true, _) => "With that your result is: not yet. Talk to your manager; none of this was your doing.",
    };
    let which = if answered { "A question" } else { "A question that you did not get to" };
    format!("{which} of your exam “{}” {what}. {result}", policy.title)
}
