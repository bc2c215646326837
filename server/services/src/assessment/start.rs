//! Starting an attempt: the draw is made once, under a lock on the person.

use std::collections::BTreeSet;

use domain::assessment::{
    Attempt, AttemptKind, AttemptState, Drawn, Met, Seed, StartRefusal, Subject, draw_changed, draw_exam, draw_quiz,
    exam_deadline, may_start_exam,
};
use domain::authz::{Actor, TakeAttempt, permit};
use domain::catalog::{Catalog, Module, ModuleRef, Question, QuestionRef, Revision, Slug, revision};
use domain::certification::Certification;
use domain::id::{AttemptId, PersonId};
use domain::learning::quiz_access;
use serde_json::json;
use store::Tx;
use store::assessment as table;

use super::model::{current_parameters, prior_for};
use super::questions::objective_of;
use super::rest::require_no_exam;
use super::settle::settle;
use crate::clearance::{PersonFacts, gather};
use crate::identity::own_scope;
use crate::{Error, LockedBy, Result, Services, learning};

/// Starts a module's quiz, or gives the one that is open. Where the module is finished and has changed since, it asks what has changed.
///
/// # Errors
/// [`Error::Locked`] with what comes first; [`Error::Refused`] with code `exam-open`, `no-questions` or `material-behind`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn start_quiz(services: &Services, actor: &Actor, module: &ModuleRef) -> Result<AttemptId> {
    let own = own_scope(actor)?;
    let permit = permit::<TakeAttempt>(actor, &own)?;
    let material = services.material();
    let found = material.catalog.module(module).ok_or(Error::NotFound("This module"))?;
    let tx = services.store().begin(&permit, services.now()).await?;
    table::lock_person(services.store(), &tx, own.id).await?;
    let facts = gather(&tx, tx.permit(), &[own.id], tx.now()).await?.remove(&own.id).unwrap_or_default();
    learning::require(quiz_access(found, &facts.progress), &material.catalog)?;
    require_no_exam(services, &tx, tx.permit(), own.id, module).await?;
    let subject = Subject::Quiz(module.clone());
    if let Some(open) = open_attempt(&tx, own.id, &subject).await? {
        return Ok(open.id);
    }
    let met = table::questions_met(&tx, tx.permit(), own.id, AttemptKind::Quiz).await?;
    let seed = Seed(services.ports().seed());
    // A question that was corrected says what is wrong where a quiz tells what is right.
    let corrected = store::questions::standing_corrections(&tx, tx.permit()).await?;
    let mut asked = found.clone();
    asked.questions.retain(|question| !corrected.contains_key(&question.version));
    let draw = draw(&asked, seed, &met, &facts.to_prove(module).collect::<Vec<_>>())?;
    if draw.is_empty() {
        return Err(Error::refused(
            "no-questions",
            "This module has no questions yet. Ask whoever looks after the material.",
        ));
    }
    let attempt = Attempt { cut: Some(found.quiz.pass), ..new_attempt(services, &tx, own.id, subject, seed, &draw) };
    freeze(&tx, &material.catalog, &attempt, None, &draw).await?;
    let detail = json!({ "quiz": module, "questions": draw.len() });
    services.commit(tx, services.event("attempt", attempt.id, detail)).await?;
    Ok(attempt.id)
}

/// Draws a quiz: the questions that prove what has changed since the module was finished, else questions of the whole bank.
fn draw(module: &Module, seed: Seed, met: &BTreeSet<QuestionRef>, open: &[&Revision]) -> Result<Vec<Drawn>> {
    if open.iter().any(|revision| revision.number > module.revision) {
        return Err(material_behind());
    }
    let changed = revision::to_prove(module, open);
    Ok(if changed.is_empty() { draw_quiz(module, seed, met) } else { draw_changed(module, seed, &changed) })
}

/// On a node that has not loaded the packs of a revision yet, questions are the old ones, which prove nothing.
fn material_behind() -> Error {
    Error::refused(
        "material-behind",
        "A module has changed, and its new questions are not loaded here yet. Try again in a minute.",
    )
}

/// Starts the exam of a scope, or gives the one that is open.
///
/// # Errors
/// [`Error::Locked`] with the modules, or the lessons to read again, that come first; [`Error::Refused`] with code `no-attempts-left`, `cooling-down`,
/// `already-passed` or `material-behind`; [`Error::NotFound`]; [`Error::Denied`].
pub async fn start_exam(services: &Services, actor: &Actor, scope: &Slug) -> Result<AttemptId> {
    match start_exam_once(services, actor, scope).await {
        // Somebody else's start stored the same new version of the policy at the same moment; now it is there.
        Err(Error::Refused { code: Error::CONFLICT, .. }) => start_exam_once(services, actor, scope).await,
        started => started,
    }
}

async fn start_exam_once(services: &Services, actor: &Actor, scope: &Slug) -> Result<AttemptId> {
    let own = own_scope(actor)?;
    let permit = permit::<TakeAttempt>(actor, &own)?;
    let material = services.material();
    let certification = material.catalog.certification(scope).ok_or(Error::NotFound("This exam"))?;
    // An exam whose time is over is decided before a new one is thought of.
    settle_open_exam(services, own.id, scope).await?;
    let tx = services.store().begin(&permit, services.now()).await?;
    table::lock_person(services.store(), &tx, own.id).await?;
    let subject = Subject::Exam(scope.clone());
    if let Some(open) = open_attempt(&tx, own.id, &subject).await? {
        return Ok(open.id);
    }
    let facts = gather(&tx, tx.permit(), &[own.id], tx.now()).await?.remove(&own.id).unwrap_or_default();
    let extra = table::accommodation_of(&tx, tx.permit(), own.id).await?.map(|found| found.extra);
    let attempts_left = check_start(&facts, certification, &material.catalog, tx.now())?;
    let behind = |revision: &&Revision| {
        let module =
            certification.requires.contains(&revision.module).then(|| material.catalog.module(&revision.module));
        module.flatten().is_some_and(|module| revision.number > module.revision)
    };
    if facts.published.asking.iter().any(|revision| behind(&revision)) {
        return Err(material_behind());
    }
    let met = Met {
        in_quizzes: table::questions_met(&tx, tx.permit(), own.id, AttemptKind::Quiz).await?,
        in_exams: table::questions_met(&tx, tx.permit(), own.id, AttemptKind::Exam).await?,
    };
    let seed = Seed(services.ports().seed());
    let mut suspended = store::questions::suspended_versions(&tx, tx.permit()).await?;
    suspended.extend(store::questions::standing_corrections(&tx, tx.permit()).await?.into_keys());
    let draw = draw_exam(certification, &material.catalog, seed, &met, &suspended)
        .map_err(|error| Error::refused("no-exam", format!("The exam cannot be put together: {error}")))?;
    let policy_number = store::certification::ensure_version(&tx, certification).await?;
    let (parameters_number, parameters) = current_parameters(services, &tx, certification, &material.catalog).await?;
    let attempt = Attempt {
        deadline: Some(exam_deadline(&certification.exam, extra, tx.now())),
        cut: Some(parameters.cut),
        policy_number: Some(policy_number),
        parameters_number: Some(parameters_number),
        ..new_attempt(services, &tx, own.id, subject, seed, &draw)
    };
    freeze(&tx, &material.catalog, &attempt, Some(&certification.version), &draw).await?;
    if let Some(prior) = prior_for(services, &tx, &facts, certification, &parameters).await? {
        table::insert_prior(&tx, attempt.id, &prior).await?;
    }
    let detail = json!({
        "exam": scope, "questions": draw.len(), "attempts_left": attempts_left - 1, "policy": policy_number,
        "parameters": parameters_number,
    });
    services.commit(tx, services.event("attempt", attempt.id, detail)).await?;
    Ok(attempt.id)
}

fn check_start(
    facts: &PersonFacts,
    certification: &Certification,
    catalog: &Catalog,
    now: domain::time::Timestamp,
) -> Result<u32> {
    let past = facts.exams_towards_next(certification, now);
    let missing = facts.missing_modules(certification);
    let unread = facts.unread(certification, catalog, now);
    match may_start_exam(&certification.exam, &past, &missing, &unread, now) {
        Ok(info) => Ok(info.attempts_left),
        Err(StartRefusal::Prerequisites(modules)) => Err(Error::Locked(
            modules
                .iter()
                .map(|module| LockedBy {
                    title: catalog.module(module).map_or_else(|| module.to_string(), |module| module.title.clone()),
                    link: learning::module_link(module),
                })
                .collect(),
        )),
        Err(StartRefusal::Remedial { lessons, .. }) => {
            Err(Error::Locked(lessons.iter().map(|lesson| learning::locked_by_lesson(lesson, catalog)).collect()))
        }
        Err(StartRefusal::CoolingDown { until }) => Err(Error::TooSoon { until, now }),
        Err(StartRefusal::NoAttemptsLeft) => Err(Error::refused(
            "no-attempts-left",
            "All your attempts are used. Talk to your manager about the next step.",
        )),
        Err(StartRefusal::AlreadyPassed) => Err(Error::refused("already-passed", "You have passed this exam already.")),
        Err(StartRefusal::InProgress) => Err(Error::refused("in-progress", "An exam is open already.")),
    }
}

async fn settle_open_exam(services: &Services, person: PersonId, scope: &Slug) -> Result<()> {
    let operate = crate::operate()?;
    let exams = table::attempts_of(services.store(), &operate, &[person], AttemptKind::Exam).await?;
    let subject = Subject::Exam(scope.clone());
    let overdue = exams.into_values().flatten().find(|attempt| {
        attempt.subject == subject && attempt.state == AttemptState::Open && attempt.is_past_deadline(services.now())
    });
    match overdue {
        Some(attempt) => settle(services, attempt.id).await.map(|_| ()),
        None => Ok(()),
    }
}

async fn open_attempt(tx: &Tx<TakeAttempt>, person: PersonId, subject: &Subject) -> Result<Option<Attempt>> {
    let attempts =
        table::attempts_of(tx, tx.permit(), &[person], subject.kind()).await?.remove(&person).unwrap_or_default();
    Ok(attempts.into_iter().find(|attempt| &attempt.subject == subject && attempt.state == AttemptState::Open))
}

fn new_attempt(
    services: &Services,
    tx: &Tx<TakeAttempt>,
    person: PersonId,
    subject: Subject,
    seed: Seed,
    draw: &[Drawn],
) -> Attempt {
    Attempt {
        id: AttemptId(services.ports().entropy.uuid()),
        person,
        subject,
        state: AttemptState::Open,
        seed,
        started_at: tx.now(),
        deadline: None,
        finished_at: None,
        drawn: u32::try_from(draw.len()).unwrap_or(u32::MAX),
        asked: 0,
        probability: None,
        cut: None,
        policy_number: None,
        parameters_number: None,
        decided: None,
    }
}

/// Stores the draw with the exact text of every question in it.
async fn freeze(
    tx: &Tx<TakeAttempt>,
    catalog: &Catalog,
    attempt: &Attempt,
    policy: Option<&str>,
    draw: &[Drawn],
) -> Result<()> {
    let find = |drawn: &Drawn| {
        catalog
            .question(&drawn.question)
            .ok_or_else(|| Error::Internal(format!("{} was drawn but is gone", drawn.question)))
    };
    let questions: Vec<&Question> = draw.iter().map(find).collect::<Result<_>>()?;
    store::catalog::store_questions(tx, &questions).await?;
    let rows: Vec<(Drawn, String)> = draw
        .iter()
        .zip(&questions)
        .map(|(drawn, question)| (drawn.clone(), objective_of(question).to_string()))
        .collect();
    table::insert_attempt(tx, attempt, policy, &rows).await?;
    Ok(())
}
