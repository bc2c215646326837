//! Replaying attempts: what is stored gives the same marks, the same probability and the same decision again.
//!
//! The draw itself is not made again: which questions the seed once gave is taken as it is stored.

mod decision;

use domain::assessment::{Attempt, AttemptState, Item, Subject, grade};
use domain::authz::{OperateSystem, Permit};
use domain::catalog::Question;
use store::assessment as table;

use self::decision::{same_exam, same_quiz};
use super::questions::questions_of;
use crate::{Error, Result, Services, operate};

/// How far a number may be off after being written and read: nothing that anybody could see.
const TOLERANCE: f64 = 1e-9;
/// Attempts that are read at a time.
const PAGE: u64 = 200;

/// What came of replaying all attempts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Attempts that were replayed.
    pub attempts: u32,
    /// Those of them whose decision was made again: all that are decided, but for quizzes of before their standard was stored.
    pub decisions: u32,
    /// What did not come out as it is stored, one line each.
    pub differences: Vec<String>,
}

/// Replays every attempt from what is stored of it; it may be called while people sit them.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer. What is stored wrongly is a difference, not an error.
pub async fn replay_all(services: &Services) -> Result<Replayed> {
    let permit = operate()?;
    let mut replayed = Replayed::default();
    let mut last = None;
    loop {
        let page = table::attempts_after(services.store(), &permit, last, PAGE).await?;
        let Some(end) = page.last().map(|attempt| attempt.id) else { return Ok(replayed) };
        for attempt in &page {
            let difference = replay_attempt(services, attempt).await?;
            replayed.differences.extend(difference.map(|words| format!("attempt {}: {words}", attempt.id)));
            replayed.attempts += 1;
            replayed.decisions += u32::from(attempt.state != AttemptState::Open && can_be_decided(attempt));
        }
        last = Some(end);
    }
}

/// Replays one attempt, and says what does not come out as it is stored.
///
/// An attempt, its answers and corrections are read one after the other, and somebody may answer or correct in between. So a difference counts
/// only where the attempt is read anew, is still the same, and differs in the same way: every answer and every result changes the attempt.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn replay_attempt(services: &Services, attempt: &Attempt) -> Result<Option<String>> {
    let permit = operate()?;
    let Some(mut difference) = difference(services, &permit, attempt).await? else { return Ok(None) };
    let mut attempt = attempt.clone();
    // It ends: there are only so many answers to give.
    loop {
        let now = match table::attempt_by_id(services.store(), &permit, attempt.id).await {
            Ok(now) => now,
            Err(error) => return told(error.into()).map(Some),
        };
        let Some(now) = now else { return Ok(None) };
        let Some(again) = self::difference(services, &permit, &now).await? else { return Ok(None) };
        if now == attempt && again == difference {
            return Ok(Some(again));
        }
        (attempt, difference) = (now, again);
    }
}

async fn difference(services: &Services, permit: &Permit<OperateSystem>, attempt: &Attempt) -> Result<Option<String>> {
    match replay(services, permit, attempt).await {
        Ok(()) => Ok(None),
        Err(Fault::Difference(words)) => Ok(Some(words)),
        Err(Fault::Error(error)) => told(error).map(Some),
    }
}

/// What an error says to whoever runs the check, who may see causes; the error itself where the database is away.
fn told(error: Error) -> Result<String> {
    match error {
        Error::Unavailable(_) => Err(error),
        Error::Internal(words) => Ok(words),
        other => Ok(other.to_string()),
    }
}

/// Why a replay is not the same.
enum Fault {
    Error(Error),
    Difference(String),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<store::Error> for Fault {
    fn from(error: store::Error) -> Self {
        Self::Error(error.into())
    }
}

/// Whether what an attempt is decided by is stored.
fn can_be_decided(attempt: &Attempt) -> bool {
    matches!(attempt.subject, Subject::Exam(_)) || attempt.cut.is_some()
}

async fn replay(
    services: &Services,
    permit: &Permit<OperateSystem>,
    attempt: &Attempt,
) -> std::result::Result<(), Fault> {
    let store = services.store();
    let items = table::items(store, permit, attempt.id).await?;
    let questions = questions_of(services, store, permit, &items).await?;
    for (item, question) in items.iter().zip(&questions) {
        same_mark(item, question).map_err(Fault::Difference)?;
    }
    same_count("questions are drawn", attempt.drawn, items.len())?;
    same_count("answers are counted", attempt.asked, items.iter().filter(|item| item.mark.is_some()).count())?;
    match &attempt.subject {
        Subject::Quiz(_) => same_quiz(services, permit, attempt, &items).await,
        Subject::Exam(scope) => same_exam(services, permit, (attempt, scope), &items, &questions).await,
    }
}

fn same_count(what: &str, stored: u32, there: usize) -> std::result::Result<(), Fault> {
    if usize::try_from(stored).is_ok_and(|stored| stored == there) {
        Ok(())
    } else {
        Err(Fault::Difference(format!("{stored} {what}, {there} are there")))
    }
}

fn same_mark(item: &Item, question: &Question) -> std::result::Result<(), String> {
    let place = item.position + 1;
    if question.version != item.drawn.version {
        return Err(format!("question {place} is stored in another version than was drawn"));
    }
    match (&item.response, item.mark) {
        (_, None) => Ok(()),
        (None, Some(_)) => Err(format!("question {place} has a mark and no answer")),
        (Some(response), Some(mark)) => {
            let again = grade(question, response);
            let same = (again.value() - mark.value()).abs() <= TOLERANCE;
            if same {
                Ok(())
            } else {
                Err(format!("question {place}: {} is stored, {} comes out", mark.value(), again.value()))
            }
        }
    }
}
