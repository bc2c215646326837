//! Replaying attempts: what is stored gives the same marks, the same probability and the same decision again.

use domain::assessment::exam::{Evidence, ExamDecision, decide};
use domain::assessment::{Attempt, AttemptKind, AttemptState, Item, Mark, Subject, grade};
use domain::authz::{OperateSystem, Permit};
use domain::catalog::{Question, Slug};
use domain::certification::Certification;
use domain::id::AttemptId;
use store::assessment as table;

use super::correct::outcome;
use super::model::{answers_of, lost, parameters_of};
use super::questions::{graded, questions_of};
use super::settle::exam_policy;
use crate::{Error, Result, Services, operate};

/// How far a probability may be off after being written and read: nothing that anybody could see.
const TOLERANCE: f64 = 1e-9;
/// Attempts that are read at a time.
const PAGE: u64 = 200;

/// What came of replaying all attempts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Attempts that were replayed.
    pub attempts: u32,
    /// Those of them that were exams and are decided.
    pub decisions: u32,
    /// What did not come out as it is stored, one line each.
    pub differences: Vec<String>,
}

/// Replays every attempt from what is stored of it.
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
            match replay(services, &permit, attempt).await {
                Ok(()) => {}
                Err(Fault::Error(error @ Error::Unavailable(_))) => return Err(error),
                Err(Fault::Error(error)) => replayed.differences.push(line(attempt.id, &detail(&error))),
                Err(Fault::Difference(words)) => replayed.differences.push(line(attempt.id, &words)),
            }
            let decided = attempt.subject.kind() == AttemptKind::Exam && attempt.state != AttemptState::Open;
            replayed.attempts += 1;
            replayed.decisions += u32::from(decided);
        }
        last = Some(end);
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

fn line(id: AttemptId, words: &str) -> String {
    format!("attempt {id}: {words}")
}

/// What an error says to whoever runs the check, who may see causes.
fn detail(error: &Error) -> String {
    match error {
        Error::Internal(words) => words.clone(),
        other => other.to_string(),
    }
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
    let answered = items.iter().filter(|item| item.mark.is_some()).count();
    let asked = u32::try_from(answered).unwrap_or(u32::MAX);
    if asked != attempt.asked {
        return Err(Fault::Difference(format!("{} answers are counted, {asked} are there", attempt.asked)));
    }
    let (Subject::Exam(scope), true) = (&attempt.subject, attempt.state != AttemptState::Open) else { return Ok(()) };
    same_decision(services, permit, (attempt, scope), &items, &questions).await
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

/// Decides an exam again, answer by answer: it goes on until the last one, and ends as it did.
async fn same_decision(
    services: &Services,
    permit: &Permit<OperateSystem>,
    (attempt, scope): (&Attempt, &Slug),
    items: &[Item],
    questions: &[std::sync::Arc<Question>],
) -> std::result::Result<(), Fault> {
    let store = services.store();
    let (policy, _) = exam_policy(services, store, permit, attempt, scope).await?;
    let parameters = parameters_of(services, store, permit, attempt).await?;
    let prior = table::attempt_prior(store, permit, attempt.id).await?;
    let answers = answers_of(items);
    let decided = |answered: usize, over: bool| {
        let marks: Vec<Option<Mark>> = items
            .iter()
            .scan(0, |seen, item| {
                *seen += usize::from(item.mark.is_some());
                Some(item.mark.filter(|_| *seen <= answered))
            })
            .collect();
        let mut seen = graded(items, questions);
        seen.iter_mut().zip(marks).for_each(|(item, mark)| item.mark = mark);
        let given = answers.get(..answered).unwrap_or_default();
        let probability = parameters.mastery(prior.as_ref(), given).map_err(|error| lost(attempt, &error))?;
        Ok::<_, Error>(decide(&policy.exam, &Evidence::gather(&seen, probability), over))
    };
    for answered in 0..answers.len() {
        if decided(answered, false)? != ExamDecision::Continue {
            return Err(Fault::Difference(format!("it should have ended after {answered} answers")));
        }
    }
    let over = attempt.finished_at.is_some_and(|at| attempt.is_past_deadline(at));
    let (state, probability) = match decided(answers.len(), over)? {
        ExamDecision::Continue => return Err(Fault::Difference("it should have gone on".to_owned())),
        ExamDecision::Pass { probability } => (AttemptState::Passed, probability),
        ExamDecision::NotYet { probability, .. } => (AttemptState::NotYet, probability),
    };
    let (decided, stored) = attempt.decided.unwrap_or((attempt.state, attempt.probability));
    let stored = stored.unwrap_or(f64::NAN);
    if state != decided {
        Err(Fault::Difference(format!("{decided} is stored, {state} comes out")))
    } else if (stored - probability).abs() > TOLERANCE {
        Err(Fault::Difference(format!("P = {stored} is stored, P = {probability} comes out")))
    } else {
        same_correction(services, permit, attempt, items, &policy).await
    }
}

/// Works the corrections that stand out again: the result that counts today is what they come to.
async fn same_correction(
    services: &Services,
    permit: &Permit<OperateSystem>,
    attempt: &Attempt,
    items: &[Item],
    policy: &Certification,
) -> std::result::Result<(), Fault> {
    let store = services.store();
    let standing = store::questions::standing_corrections(store, permit).await?;
    let corrected = outcome(services, store, permit, attempt, items, policy, &standing).await?;
    let (state, probability) = match corrected {
        Some(found) => (found.state, Some(found.probability)),
        None => attempt.decided.unwrap_or((attempt.state, attempt.probability)),
    };
    let apart = (probability.unwrap_or(f64::NAN) - attempt.probability.unwrap_or(f64::NAN)).abs();
    if state == attempt.state && apart <= TOLERANCE {
        Ok(())
    } else {
        Err(Fault::Difference(format!("{} counts after corrections, {state} comes out", attempt.state)))
    }
}
