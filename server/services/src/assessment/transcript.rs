//! What a decided attempt showed and what was answered, word for word as it was, whatever became of the questions since.

use std::sync::Arc;

use domain::assessment::correct::{Correction, CorrectionKind};
use domain::assessment::{AttemptKind, AttemptState, Item, Response, Subject};
use domain::authz::{Actor, Denied, PersonScope, ReadAttempt, permit};
use domain::catalog::{Key, Question, QuestionKind};
use domain::id::{AttemptId, PersonId};
use domain::time::Timestamp;
use store::assessment as table;

use super::feedback::{Feedback, feedback};
use super::health::read_permit;
use super::questions::questions_of;
use super::rest::require_no_exam;
use super::view::{shown_options, subject_title};
use crate::identity::person_scope;
use crate::{Error, Result, Services, identify};

/// A decided attempt, question by question.
#[derive(Debug, Clone)]
pub struct Transcript {
    /// Whose it is.
    pub person: PersonId,
    /// What was attempted.
    pub subject: Subject,
    /// Title of the module or certification.
    pub title: String,
    /// When it was decided.
    pub finished_at: Option<Timestamp>,
    /// The version of the rules, as in `outbound@3`; none for a quiz.
    pub policy: Option<String>,
    /// The version of the parameters; none for a quiz.
    pub parameters: Option<u32>,
    /// The questions that were answered, in the order in which they were asked.
    pub seen: Vec<Seen>,
}

/// A question as it was shown, and what was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its place, from 0.
    pub position: u32,
    /// The version: SHA-256 in hex of its reference and source.
    pub version: String,
    /// Its kind.
    pub kind: QuestionKind,
    /// The situation, as HTML; may be empty.
    pub situation_html: String,
    /// What was asked, as HTML.
    pub prompt_html: String,
    /// What was shown in an order of its own, in that order.
    pub options: Vec<String>,
    /// The rows of a matching question, as HTML.
    pub rows: Vec<String>,
    /// The answer, in the order shown.
    pub answer: Option<Response>,
    /// When it was given.
    pub answered_at: Option<Timestamp>,
    /// What it was worth, 0 to 1.
    pub mark: f64,
    /// Unit of a number.
    pub unit: Option<String>,
    /// What is right, as a quiz tells it; for those alone who may know.
    pub feedback: Option<Feedback>,
    /// What was done to this version since, where it was corrected.
    pub corrected: Option<CorrectionKind>,
}

/// What a decided attempt showed. A quiz shows it to whoever may see its result, and what is right to its owner; an exam's questions,
/// and all that is right, are for those who look after them.
///
/// # Errors
/// [`Error::Denied`]; [`Error::Refused`] with code `attempt-open`, `exam-open` or `not-shown-again`; [`Error::NotFound`].
pub async fn transcript(services: &Services, actor: &Actor, id: AttemptId) -> Result<Transcript> {
    let store = services.store();
    let Some(attempt) = table::attempt_by_id(store, &identify(actor)?, id).await? else {
        permit::<ReadAttempt>(actor, &PersonScope { id: PersonId::default(), teams: Vec::new() })?;
        return Err(Error::NotFound("This attempt"));
    };
    let read = permit::<ReadAttempt>(actor, &person_scope(services, actor, attempt.person).await?)?;
    let looks_after = match read_permit(services, actor).await {
        Ok(_) => true,
        Err(Error::Denied(Denied::Forbidden)) => false,
        // Their own exam is running: they read a quiz of other modules as anybody does.
        Err(Error::Refused { .. }) if attempt.subject.kind() == AttemptKind::Quiz => false,
        Err(other) => return Err(other),
    };
    let own = matches!(actor, Actor::Person(person) if person.id == attempt.person);
    match &attempt.subject {
        Subject::Exam(_) if looks_after => {}
        Subject::Exam(_) => return Err(not_shown_again()),
        Subject::Quiz(module) => {
            // Who sits an exam on the same questions reads them nowhere, be it in somebody else's quiz.
            let reader = match actor {
                Actor::Person(person) => person.id,
                _ => attempt.person,
            };
            for person in [attempt.person, reader] {
                require_no_exam(services, store, &read, person, module).await?;
            }
        }
    }
    if attempt.state == AttemptState::Open {
        return Err(Error::refused("attempt-open", "This attempt is not finished yet."));
    }
    let items = table::items(store, &read, id).await?;
    let questions = questions_of(services, store, &read, &items).await?;
    let corrections = store::questions::standing_corrections(store, &read).await?;
    let policy = match (&attempt.subject, attempt.policy_number) {
        (Subject::Exam(scope), Some(number)) => Some(format!("{scope}@{number}")),
        _ => None,
    };
    Ok(Transcript {
        person: attempt.person,
        title: subject_title(&services.material().catalog, &attempt.subject),
        finished_at: attempt.finished_at,
        policy,
        parameters: attempt.parameters_number.filter(|_| attempt.subject.kind() == AttemptKind::Exam),
        subject: attempt.subject,
        seen: items
            .iter()
            .zip(&questions)
            .filter_map(|(item, question)| {
                let seen = seen(item, question, own || looks_after)?;
                let corrected = corrections.get(&seen.version).map(Correction::kind);
                Some(Seen { corrected, ..seen })
            })
            .collect(),
    })
}

fn not_shown_again() -> Error {
    let words = "The questions of an exam are not shown again, so that they stay fair for everybody. The result says how it went by objective.";
    Error::refused("not-shown-again", words)
}

fn seen(item: &Item, question: &Arc<Question>, keys: bool) -> Option<Seen> {
    let mark = item.mark?;
    let order = &item.drawn.option_order;
    let (options, rows) = shown_options(question, order);
    Some(Seen {
        position: item.position,
        version: item.drawn.version.clone(),
        kind: question.key.kind(),
        situation_html: question.situation_html.clone(),
        prompt_html: question.prompt_html.clone(),
        options,
        rows,
        answer: item.response.as_ref().and_then(|response| response.to_shown_order(order).ok()),
        answered_at: item.answered_at,
        mark: mark.value(),
        unit: match &question.key {
            Key::Numeric(numeric) => numeric.unit.clone(),
            _ => None,
        },
        feedback: keys.then(|| feedback(item, question)),
        corrected: None,
    })
}
