//! Suspending a version of a question by hand, and lifting that.

use domain::assessment::{MOST_WORDS, plain_words};
use domain::authz::{Actor, Installation, ManageQuestions, Permit, ReadQuestions, permit};
use domain::catalog::QuestionRef;
use domain::id::{PersonId, SuspensionId};
use serde_json::json;
use store::questions::{self as table, Suspension};

use crate::{Error, Result, Services};

/// Suspends a version of a question: exams that start from now on do not draw it. Open attempts keep theirs.
///
/// # Errors
/// [`Error::Invalid`] for the reason; [`Error::Refused`] with code `already-suspended`; [`Error::NotFound`] where there is no
/// such version; [`Error::Denied`].
pub async fn suspend_question(
    services: &Services,
    actor: &Actor,
    question: &QuestionRef,
    version: &str,
    reason: &str,
) -> Result<()> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    require_version(services, actor, question, version).await?;
    let reason = read_reason(reason, "Say why")?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if table::open_suspension(&tx, &permit, version).await?.is_some() {
        return Err(Error::refused("already-suspended", "This version is suspended already."));
    }
    let new = Suspension {
        id: SuspensionId(services.ports().entropy.uuid()),
        question: question.clone(),
        version: version.to_owned(),
        at: tx.now(),
        by: by(&permit),
        reason,
        evidence: None,
        lifted: None,
    };
    table::suspend(&tx, &new).await?;
    let detail = json!({ "suspended": true, "version": version, "reason": new.reason });
    services.commit(tx, services.event("question", question, detail)).await?;
    Ok(())
}

/// Lifts the suspension of a version: exams that start from now on may draw it again.
///
/// # Errors
/// [`Error::Invalid`] for the reason; [`Error::Refused`] with code `not-suspended`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn lift_suspension(
    services: &Services,
    actor: &Actor,
    question: &QuestionRef,
    version: &str,
    reason: &str,
) -> Result<()> {
    let permit = permit::<ManageQuestions>(actor, &Installation)?;
    require_version(services, actor, question, version).await?;
    let reason = read_reason(reason, "Say why it may be asked again")?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !table::lift(&tx, version, by(&permit), &reason).await? {
        return Err(Error::refused("not-suspended", "This version is not suspended any more."));
    }
    let detail = json!({ "suspended": false, "version": version, "reason": reason });
    services.commit(tx, services.event("question", question, detail)).await?;
    Ok(())
}

/// There is such a version of this question: in the material, or in an attempt.
async fn require_version(services: &Services, actor: &Actor, question: &QuestionRef, version: &str) -> Result<()> {
    let material = services.material();
    if material.catalog.question(question).is_some_and(|found| found.version == version) {
        return Ok(());
    }
    let permit = permit::<ReadQuestions>(actor, &Installation)?;
    let shown = table::shown_versions(services.store(), &permit, question).await?;
    if shown.iter().any(|shown| shown.version == version) { Ok(()) } else { Err(Error::NotFound("This question")) }
}

fn read_reason(reason: &str, what: &str) -> Result<String> {
    plain_words(reason).ok_or_else(|| Error::field("reason", format!("{what}, in 1 to {MOST_WORDS} characters.")))
}

fn by(permit: &Permit<ManageQuestions>) -> Option<PersonId> {
    match permit.actor() {
        Actor::Person(person) => Some(person.id),
        _ => None,
    }
}
