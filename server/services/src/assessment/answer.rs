//! Answering: saved as it is chosen, graded when it is given for good.

use domain::assessment::{
    AnswerRefusal, Attempt, AttemptKind, Item, Mark, Response, Subject, current_position, grade, may_answer,
    parse_number_in, quiz,
};
use domain::authz::{Actor, PersonScope, TakeAttempt, permit};
use domain::catalog::{Key, Question};
use domain::id::AttemptId;
use serde_json::json;
use store::Tx;
use store::assessment as table;

use super::questions::{questions_of, quiz_standard};
use super::rest::require_no_exam;
use super::settle::{Finish, conclude, finish_quiz, settle};
use super::watch::suspend_suspects;
use crate::identity::person_scope;
use crate::{Error, Result, Services, identify};

/// An answer as the browser sends it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AnswerInput {
    /// Positions of the chosen options, in the order shown.
    pub choices: Vec<u8>,
    /// The number, as typed.
    pub number: String,
    /// What was picked from a list for each thing that has one, in the order shown, none where nothing is: for each item of
    /// an order its place from 0, for each row of a matching question the position of its option in the order shown.
    pub picks: Vec<Option<u8>>,
    /// The words, as typed.
    pub text: String,
}

/// An answer in the order shown, as the browser sends it.
impl From<Response> for AnswerInput {
    fn from(shown: Response) -> Self {
        let places = shown.places();
        match shown {
            Response::Choices(choices) => Self { choices, ..Self::default() },
            Response::Number(number) => Self { number: number.to_string(), ..Self::default() },
            Response::Order(_) => Self { picks: places, ..Self::default() },
            Response::Pairs(picks) => Self { picks, ..Self::default() },
            Response::Text(text) => Self { text, ..Self::default() },
        }
    }
}

/// What an answer led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answered {
    /// Whether the attempt is decided.
    pub finished: bool,
}

/// Saves an answer without giving it for good, so that nothing is lost when the connection, the battery or the time goes.
/// Rows of a matching question may still be open; an order is saved once every item has its place.
///
/// A save that arrives after the same answer was given for good is no error: there is nothing left to save.
///
/// # Errors
/// As [`answer`].
pub async fn save(services: &Services, actor: &Actor, id: AttemptId, position: u32, input: &AnswerInput) -> Result<()> {
    match save_open(services, actor, id, position, input).await {
        Err(refused @ Error::Refused { code: "already-answered" | "attempt-finished", .. }) => {
            if was_given(services, actor, id, position, input).await? { Ok(()) } else { Err(refused) }
        }
        saved => saved,
    }
}

async fn save_open(
    services: &Services,
    actor: &Actor,
    id: AttemptId,
    position: u32,
    input: &AnswerInput,
) -> Result<()> {
    let sitting = sit(services, actor, id, position).await?;
    let response = read_draft(&sitting.question, &sitting.item, input)?;
    if sitting.item.response.as_ref() == Some(&response) {
        return Ok(());
    }
    table::save_answer(&sitting.tx, id, position, &response, None).await?;
    let detail = json!({ "subject": sitting.attempt.subject.to_string(), "question": position + 1, "saved": true });
    services.commit(sitting.tx, services.event("attempt", id, detail)).await
}

/// Whether this very answer was given for good.
async fn was_given(
    services: &Services,
    actor: &Actor,
    id: AttemptId,
    position: u32,
    input: &AnswerInput,
) -> Result<bool> {
    let store = services.store();
    let known = table::attempt_by_id(store, &identify(actor)?, id).await?.ok_or(Error::NotFound("This attempt"))?;
    let permit = permit::<TakeAttempt>(actor, &person_scope(services, actor, known.person).await?)?;
    let items = table::items(store, &permit, id).await?;
    let Some(item) = usize::try_from(position).ok().and_then(|place| items.get(place)) else { return Ok(false) };
    let questions = questions_of(services, store, &permit, std::slice::from_ref(item)).await?;
    let Some(question) = questions.first() else { return Ok(false) };
    let response = read_draft(question, item, input)?;
    Ok(item.answered_at.is_some() && item.response.as_ref() == Some(&response))
}

/// Gives an answer for good; it is graded, and the attempt is decided if it can be.
///
/// # Errors
/// [`Error::Refused`] with code `attempt-finished`, `past-deadline`, `not-drawn`, `not-current`, `already-answered` or
/// `exam-open`; [`Error::Invalid`] where nothing fitting was chosen; [`Error::Denied`].
pub async fn answer(
    services: &Services,
    actor: &Actor,
    id: AttemptId,
    position: u32,
    input: &AnswerInput,
) -> Result<Answered> {
    let mut sitting = sit(services, actor, id, position).await?;
    let response = read_draft(&sitting.question, &sitting.item, input)?;
    response.check(&sitting.question).map_err(|error| Error::field("answer", error))?;
    let mark = grade(&sitting.question, &response);
    let tx = &sitting.tx;
    table::save_answer(tx, id, position, &response, Some(mark)).await?;
    if let Some(item) = sitting.items.get_mut(usize::try_from(position).unwrap_or(usize::MAX)) {
        item.mark = Some(mark);
        item.answered_at = Some(tx.now());
        item.response = Some(response);
    }
    let finished = decide(services, tx, &sitting.attempt, &sitting.items).await?;
    let mut detail = json!({ "subject": sitting.attempt.subject.to_string(), "question": position + 1 });
    if let Some(finish) = &finished {
        finish.describe(&mut detail);
    }
    services.commit(sitting.tx, services.event("attempt", id, detail)).await?;
    if finished.is_some()
        && sitting.attempt.subject.kind() == AttemptKind::Exam
        && let Err(error) = suspend_suspects(services, &sitting.items).await
    {
        // The answer counts, whatever becomes of the watch; the next exam looks again.
        tracing::warn!(%error, "questions could not be looked at");
    }
    Ok(Answered { finished: finished.is_some() })
}

/// Decides an open attempt after an answer; none where it goes on.
async fn decide(
    services: &Services,
    tx: &Tx<TakeAttempt>,
    attempt: &Attempt,
    items: &[Item],
) -> Result<Option<Finish>> {
    match &attempt.subject {
        Subject::Quiz(module) => {
            let pass = quiz_standard(&services.material().catalog, attempt, module);
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let points = items.iter().filter_map(|item| item.mark).map(Mark::value).sum();
            let answered = count(items.iter().filter(|item| item.mark.is_some()).count());
            match quiz::decide(pass, points, answered, attempt.drawn) {
                quiz::QuizDecision::Continue => Ok(None),
                decision => {
                    let passed = decision == quiz::QuizDecision::Pass;
                    finish_quiz(tx, attempt, module, passed, points).await.map(Some)
                }
            }
        }
        Subject::Exam(scope) => conclude(services, tx, attempt, (scope, items), None).await,
    }
}

/// An open attempt under lock, at the question that is to be answered.
struct Sitting {
    tx: Tx<TakeAttempt>,
    attempt: Attempt,
    items: Vec<Item>,
    item: Item,
    question: std::sync::Arc<Question>,
}

async fn sit(services: &Services, actor: &Actor, id: AttemptId, position: u32) -> Result<Sitting> {
    let store = services.store();
    let known = table::attempt_by_id(store, &identify(actor)?, id).await?;
    let Some(known) = known else {
        // Somebody who is not signed in hears that first, whether the attempt exists or not.
        permit::<TakeAttempt>(actor, &PersonScope { id: Default::default(), teams: Vec::new() })?;
        return Err(Error::NotFound("This attempt"));
    };
    let permit = permit::<TakeAttempt>(actor, &person_scope(services, actor, known.person).await?)?;
    if known.is_past_deadline(services.now()) {
        settle(services, id).await?;
    }
    let tx = store.begin(&permit, services.now()).await?;
    table::lock_person(store, &tx, known.person).await?;
    if let Subject::Quiz(module) = &known.subject {
        require_no_exam(services, &tx, &permit, known.person, module).await?;
    }
    let attempt = table::attempt_by_id(&tx, &permit, id).await?.ok_or(Error::NotFound("This attempt"))?;
    let items = table::items(&tx, &permit, id).await?;
    may_answer(&attempt, position, current_position(&items), tx.now())
        .map_err(|refusal| refused(&attempt, refusal, tx.now()))?;
    let item = usize::try_from(position)
        .ok()
        .and_then(|place| items.get(place))
        .cloned()
        .ok_or(Error::NotFound("This question"))?;
    let mut found = questions_of(services, &tx, &permit, std::slice::from_ref(&item)).await?;
    let question = found.pop().ok_or(Error::NotFound("This question"))?;
    Ok(Sitting { tx, attempt, items, item, question })
}

fn refused(attempt: &Attempt, refusal: AnswerRefusal, now: domain::time::Timestamp) -> Error {
    let code = match refusal {
        // A settled attempt is finished; that its time ran out is the better thing to say.
        AnswerRefusal::Finished if attempt.is_past_deadline(now) => return past_deadline(),
        AnswerRefusal::PastDeadline => return past_deadline(),
        AnswerRefusal::Finished => "attempt-finished",
        AnswerRefusal::NotDrawn => "not-drawn",
        AnswerRefusal::NotCurrent { .. } => "not-current",
        AnswerRefusal::AlreadyAnswered => "already-answered",
    };
    Error::refused(code, refusal.to_string())
}

fn past_deadline() -> Error {
    Error::refused("past-deadline", "The time was over before this answer came in. Everything saved until then counts.")
}

/// An answer that fits the question so far that it can be saved.
fn read_draft(question: &Question, item: &Item, input: &AnswerInput) -> Result<Response> {
    let wrong = |error: &dyn std::fmt::Display| Error::field("answer", error);
    // Lists that nothing was picked from may be missing at the end; more than there are were never shown.
    let picks = |count: usize| {
        let missing = count.saturating_sub(input.picks.len());
        input.picks.iter().copied().chain(std::iter::repeat_n(None, missing)).collect::<Vec<_>>()
    };
    let shown = match &question.key {
        Key::Numeric(numeric) => {
            let number = parse_number_in(&input.number, numeric.unit.as_deref());
            Response::Number(number.map_err(|error| wrong(&error))?)
        }
        Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_) => Response::choices(input.choices.iter().copied()),
        Key::Ordering(steps) => Response::order_of(&picks(steps.len())).map_err(|error| wrong(&error))?,
        Key::Matching(matching) => Response::Pairs(picks(matching.rows.len())),
        Key::ShortText(_) => Response::text(&input.text),
    };
    let response = shown.to_author_order(&item.drawn.option_order).map_err(|error| wrong(&error))?;
    response.check_draft(question).map_err(|error| wrong(&error))?;
    Ok(response)
}
