//! Objections to questions: raised where a question is seen, decided by an admin who neither raised nor wrote it.

use domain::assessment::{
    AppealRefusal, Attempt, AttemptKind, AttemptState, MOST_WORDS, Verdict, current_position, may_object, plain_words,
};
use domain::authz::{Actor, DecideAppeal, Installation, PersonScope, RaiseAppeal, ReadQuestions, permit};
use domain::catalog::ModuleRef;
use domain::id::{AppealId, AttemptId, PersonId};
use serde_json::json;
use store::assessment as attempts;
use store::questions::{self as table, Appeal};

use super::questions::question_of_version;
use super::text::excerpt;
use super::view::subject_title;
use crate::identity::person_scope;
use crate::learning::{NoticeKind, notify};
use crate::{Error, Result, Services, identify};

/// Characters of a question that the answer to an objection names it by.
const SHOWN_OF_QUESTION: usize = 100;

/// Objects to the question at a place of one's own attempt. The attempt goes on as if nothing had been said.
///
/// # Errors
/// [`Error::Invalid`] for the words; [`Error::Refused`] with code `already-objected`, `exam-over` or `not-shown`;
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn raise_appeal(
    services: &Services,
    actor: &Actor,
    attempt: AttemptId,
    position: u32,
    words: &str,
) -> Result<()> {
    let store = services.store();
    let Some(known) = attempts::attempt_by_id(store, &identify(actor)?, attempt).await? else {
        permit::<RaiseAppeal>(actor, &PersonScope { id: PersonId::default(), teams: Vec::new() })?;
        return Err(Error::NotFound("This attempt"));
    };
    let permit = permit::<RaiseAppeal>(actor, &person_scope(services, actor, known.person).await?)?;
    let words = plain_words(words).ok_or_else(|| {
        Error::field("words", format!("Say in 1 to {MOST_WORDS} characters what you think is wrong."))
    })?;
    let tx = store.begin(&permit, services.now()).await?;
    // Read again inside: it may have been decided meanwhile.
    let known = attempts::attempt_by_id(&tx, &permit, attempt).await?.ok_or(Error::NotFound("This attempt"))?;
    let items = attempts::items(&tx, &permit, attempt).await?;
    may_object(&known, position, current_position(&items), tx.now()).map_err(refused)?;
    let item = items.into_iter().find(|item| item.position == position).ok_or(Error::NotFound("This question"))?;
    if table::appealed_places(&tx, &permit, attempt).await?.contains(&position) {
        return Err(already_objected());
    }
    let new = Appeal {
        id: AppealId(services.ports().entropy.uuid()),
        person: known.person,
        attempt,
        position,
        question: item.drawn.question,
        version: item.drawn.version,
        words,
        raised_at: tx.now(),
        decision: None,
    };
    table::insert_appeal(&tx, &new).await.map_err(|error| match error {
        // Of two at once the other one came first.
        store::Error::Conflict(_) => already_objected(),
        other => other.into(),
    })?;
    let detail = json!({ "raised": true, "subject": known.subject.to_string(), "question": position + 1 });
    services.commit(tx, services.event("appeal", new.id, detail)).await?;
    Ok(())
}

fn refused(refusal: AppealRefusal) -> Error {
    let code = match refusal {
        AppealRefusal::ExamOver => "exam-over",
        AppealRefusal::NotShown => "not-shown",
    };
    Error::refused(code, refusal.to_string())
}

fn already_objected() -> Error {
    Error::refused(
        "already-objected",
        "You have objected to this question already. Somebody will look at it and tell you.",
    )
}

/// Decides somebody's objection and tells them. An admin decides who neither raised it nor wrote the module's questions.
///
/// # Errors
/// [`Error::Invalid`] for the verdict or the answer; [`Error::Refused`] with code `own-question` or `already-decided`;
/// [`Error::NotFound`]; [`Error::Denied`].
pub async fn decide_appeal(
    services: &Services,
    actor: &Actor,
    id: AppealId,
    verdict: &str,
    answer: &str,
) -> Result<Appeal> {
    let store = services.store();
    // Whoever may not read objections at all hears that, whether this one exists or not.
    let reads = permit::<ReadQuestions>(actor, &Installation)?;
    let appeal = table::appeal_by_id(store, &reads, id).await?.ok_or(Error::NotFound("This objection"))?;
    let permit = permit::<DecideAppeal>(actor, &person_scope(services, actor, appeal.person).await?)?;
    let by = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    if wrote_the_questions(services, actor, by, &appeal).await? {
        return Err(Error::refused(
            "own-question",
            "You are named as an author of this module’s questions, so somebody else decides about this one. Ask another admin.",
        ));
    }
    let verdict: Verdict =
        verdict.parse().map_err(|_| Error::field("verdict", "Choose whether the question stays."))?;
    let answer = plain_words(answer)
        .ok_or_else(|| Error::field("answer", format!("Tell them why, in 1 to {MOST_WORDS} characters.")))?;
    let tx = store.begin(&permit, services.now()).await?;
    let attempt = attempts::attempt_by_id(&tx, &permit, appeal.attempt).await?;
    let attempt = attempt.ok_or(Error::NotFound("This attempt"))?;
    if !table::decide_appeal(&tx, id, by, verdict, &answer).await? {
        return Err(Error::refused("already-decided", "Somebody has decided this objection already."));
    }
    let title = subject_title(&services.material().catalog, &attempt.subject);
    // Whoever took an exam is not shown its questions again: so that they stay fair for the next one.
    let question = match attempt.subject.kind() {
        AttemptKind::Quiz => question_of_version(services, &tx, &permit, &appeal.version).await?,
        AttemptKind::Exam => None,
    };
    let which = match &question {
        Some(question) => format!("“{}” in the quiz “{title}”", excerpt(&question.prompt_html, SHOWN_OF_QUESTION)),
        None => format!("a question of the {} “{title}”", attempt.subject.kind()),
    };
    let what = match verdict {
        Verdict::Upheld => format!("You were right to object to {which}."),
        Verdict::Kept => format!("You objected to {which}. It stays as it is."),
    };
    let link = where_it_was(&attempt, appeal.position);
    notify(services, &tx, appeal.person, NoticeKind::AppealDecided, format!("{what} {answer}"), link).await?;
    let detail = json!({ "verdict": verdict.as_str(), "question": appeal.question, "person": appeal.person });
    services.commit(tx, services.event("appeal", id, detail)).await?;
    Ok(appeal)
}

/// Where somebody finds the question that they objected to: never a page that shows another one.
fn where_it_was(attempt: &Attempt, position: u32) -> Option<String> {
    let page = format!("/attempts/{}", attempt.id);
    match (attempt.subject.kind(), attempt.state) {
        (AttemptKind::Quiz, AttemptState::Open) => Some(format!("{page}?shown={position}")),
        (AttemptKind::Quiz, _) => Some(format!("{page}/transcript#question-{}", position + 1)),
        (AttemptKind::Exam, AttemptState::Open) => None,
        (AttemptKind::Exam, _) => Some(page),
    }
}

async fn wrote_the_questions(
    services: &Services,
    actor: &Actor,
    by: Option<PersonId>,
    appeal: &Appeal,
) -> Result<bool> {
    let module = ModuleRef { pack: appeal.question.pack.clone(), module: appeal.question.module.clone() };
    let material = services.material();
    let authors = material.catalog.module(&module).map(|module| module.authors.as_slice()).unwrap_or_default();
    let (Some(by), false) = (by, authors.is_empty()) else { return Ok(false) };
    let person = store::identity::person_by_id(services.store(), &identify(actor)?, by).await?;
    Ok(person.is_some_and(|person| authors.contains(&person.email)))
}
