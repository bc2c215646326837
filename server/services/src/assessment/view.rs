//! What an attempt shows: the question at hand while it is open, and what came of it afterwards.
//!
//! This is where a key could get out, so it hands over as little as it can: an open exam shows one question without key or
//! feedback; a quiz shows the feedback of questions that are answered; a finished exam shows objectives, never questions.

use std::sync::Arc;

use domain::assessment::{
    Attempt, AttemptKind, AttemptState, GradedItem, Item, Mark, NotYetReason, Response, Strength, Subject,
    current_position, quiz, strengths,
};
use domain::authz::{Actor, PersonScope, ReadAttempt, TakeAttempt, permit};
use domain::catalog::{Catalog, Key, Question, QuestionKind};
use domain::certification::{Certification, ExamPolicy};
use domain::clearance::ExamStanding;
use domain::id::{AttemptId, PersonId};
use domain::time::Timestamp;
use store::assessment as table;

use super::correct::standing_outcome;
use super::feedback::{Feedback, feedback};
use super::questions::{graded, questions_of, quiz_standard};
use super::remedial::{ToRead, add_way_back};
use super::rest::require_no_exam;
use super::settle::{exam_policy, reason_word, settle};
use crate::identity::person_scope;
use crate::{Error, Result, Services, identify, learning};

/// What an attempt shows.
#[derive(Debug, Clone)]
pub enum AttemptPage {
    /// It is open.
    Open(Box<OpenAttempt>),
    /// It is decided.
    Finished(Box<Outcome>),
}

/// An open attempt, at one question.
#[derive(Debug, Clone)]
pub struct OpenAttempt {
    /// Which.
    pub id: AttemptId,
    /// Quiz or exam.
    pub kind: AttemptKind,
    /// Title of the module or certification.
    pub title: String,
    /// Place of the question, from 0.
    pub position: u32,
    /// Questions in the draw: exactly for a quiz, at most for an exam.
    pub drawn: u32,
    /// Fewest questions before a decision; for a quiz as many as drawn.
    pub min_items: u32,
    /// The first moment at which no answer is taken any more.
    pub deadline: Option<Timestamp>,
    /// The server's time when this was made.
    pub now: Timestamp,
    /// What is asked, as HTML.
    pub prompt_html: String,
    /// The situation before it, as HTML; may be empty.
    pub situation_html: String,
    /// Its kind.
    pub question_kind: QuestionKind,
    /// What is shown in an order of its own, in that order: options or the items of an order, as HTML; the options of a
    /// matching question, as plain text.
    pub options: Vec<String>,
    /// The rows of a matching question, as HTML.
    pub rows: Vec<String>,
    /// What heads its rows and its options, as HTML.
    pub heads: Option<[String; 2]>,
    /// Whether an answer that is right in part earns part of the mark.
    pub partial: bool,
    /// Unit of a number.
    pub unit: Option<String>,
    /// The answer as saved so far, in the order shown.
    pub saved: Option<Response>,
    /// Feedback on the question, where it is answered and feedback is given; then the next one waits.
    pub feedback: Option<Feedback>,
    /// Whether they have objected to this question.
    pub objected: bool,
}

/// What came of an attempt.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Which.
    pub id: AttemptId,
    /// Whose.
    pub person: PersonId,
    /// What was attempted.
    pub subject: Subject,
    /// Title of the module or certification.
    pub title: String,
    /// Whether it is passed.
    pub passed: bool,
    /// When it was decided.
    pub finished_at: Option<Timestamp>,
    /// Questions answered.
    pub asked: u32,
    /// Questions answered right in full; only for a quiz.
    pub right: Option<u32>,
    /// Sum of the marks, which decides; only for a quiz.
    pub points: Option<f64>,
    /// Right answers needed; only for a quiz.
    pub needed: Option<u32>,
    /// Probability of mastery, 0 to 1; only for an exam.
    pub probability: Option<f64>,
    /// Why not, as a stable word.
    pub reason: Option<String>,
    /// The rules it was decided by; only for an exam.
    pub policy: Option<ExamPolicy>,
    /// Strength by objective.
    pub objectives: Vec<ObjectiveResult>,
    /// What was given to read again, for an exam that was not passed.
    pub to_read: Vec<ToRead>,
    /// Where the exam stands now, where this attempt at it was the last that counts and was not passed.
    pub again: Option<ExamStanding>,
}

/// How one objective went.
#[derive(Debug, Clone)]
pub struct ObjectiveResult {
    /// The objective in words.
    pub title: String,
    /// Its module's title.
    pub module_title: String,
    /// Questions answered right.
    pub right: u32,
    /// Questions answered.
    pub asked: u32,
    /// Lessons to read again, where it did not go well.
    pub reread: Vec<ReRead>,
}

/// A lesson to read again.
#[derive(Debug, Clone)]
pub struct ReRead {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub link: String,
}

/// What an attempt shows to the actor. With `shown`, an open quiz shows that answered question with its feedback.
///
/// # Errors
/// [`Error::Denied`]: an open attempt is its owner's alone; [`Error::Refused`] with code `exam-open` for a quiz while an exam
/// asks from the same questions; [`Error::NotFound`].
pub async fn attempt_page(
    services: &Services,
    actor: &Actor,
    id: AttemptId,
    shown: Option<u32>,
) -> Result<AttemptPage> {
    let store = services.store();
    let Some(known) = table::attempt_by_id(store, &identify(actor)?, id).await? else {
        permit::<ReadAttempt>(actor, &PersonScope { id: PersonId::default(), teams: Vec::new() })?;
        return Err(Error::NotFound("This attempt"));
    };
    let scope = person_scope(services, actor, known.person).await?;
    let permit_read = permit::<ReadAttempt>(actor, &scope)?;
    if known.state == AttemptState::Open && known.is_past_deadline(services.now()) {
        settle(services, id).await?;
    }
    let attempt = table::attempt_by_id(store, &permit_read, id).await?.ok_or(Error::NotFound("This attempt"))?;
    let items = table::items(store, &permit_read, id).await?;
    let questions = questions_of(services, store, &permit_read, &items).await?;
    let policy = match &attempt.subject {
        Subject::Exam(scope) => Some(exam_policy(services, store, &permit_read, &attempt, scope).await?.0),
        Subject::Quiz(_) => None,
    };
    let sheet = Sheet { attempt, items, questions, policy };
    let material = services.material();
    // The feedback on a quiz's last question is read before its result.
    let looks_back = shown.is_some() && sheet.attempt.subject.kind() == AttemptKind::Quiz;
    if sheet.attempt.state == AttemptState::Open || looks_back {
        permit::<TakeAttempt>(actor, &scope)?;
        if let Subject::Quiz(module) = &sheet.attempt.subject {
            require_no_exam(services, store, &permit_read, sheet.attempt.person, module).await?;
        }
        let mut open = open_attempt(&material.catalog, &sheet, shown, services.now())?;
        open.objected = store::questions::appealed_places(store, &permit_read, id).await?.contains(&open.position);
        return Ok(AttemptPage::Open(Box::new(open)));
    }
    let corrected = match &sheet.policy {
        Some(policy) => standing_outcome(services, &permit_read, &sheet.attempt, &sheet.items, policy).await?,
        None => None,
    };
    let had_enough = sheet.policy.as_ref().is_some_and(|policy| sheet.attempt.asked >= policy.exam.min_items);
    let was_passed = matches!(sheet.attempt.decided, Some((AttemptState::Passed, _)));
    let reason = match &corrected {
        _ if sheet.attempt.state == AttemptState::Passed => None,
        // What was passed once, or had enough answers once, is where it is because of the correction.
        Some(corrected) => corrected.why.as_ref().map(|why| match why {
            NotYetReason::TooFewAnswers if had_enough => "corrected too-few-answers".to_owned(),
            why if was_passed => format!("corrected {}", reason_word(why)),
            why => reason_word(why),
        }),
        None => table::attempt_reason(store, &permit_read, id).await?,
    };
    let counts = corrected.map_or_else(|| graded(&sheet.items, &sheet.questions), |corrected| corrected.items);
    let mut outcome = outcome(&material.catalog, sheet, &counts, reason);
    add_way_back(services, &permit_read, &mut outcome).await?;
    Ok(AttemptPage::Finished(Box::new(outcome)))
}

/// An attempt with all that belongs to it, as it was when it started.
struct Sheet {
    attempt: Attempt,
    items: Vec<Item>,
    questions: Vec<Arc<Question>>,
    policy: Option<Arc<Certification>>,
}

fn open_attempt(catalog: &Catalog, sheet: &Sheet, shown: Option<u32>, now: Timestamp) -> Result<OpenAttempt> {
    let Sheet { attempt, items, questions, policy } = sheet;
    let kind = attempt.subject.kind();
    let current = current_position(items);
    // Looking back is for quizzes, and only at what is answered.
    let back = shown.filter(|&shown| kind == AttemptKind::Quiz && shown < current);
    let position = back.unwrap_or(current);
    let place = usize::try_from(position).unwrap_or(usize::MAX);
    let (Some(item), Some(question)) = (items.get(place), questions.get(place)) else {
        return Err(Error::NotFound("This question"));
    };
    let order = &item.drawn.option_order;
    let saved = item.response.as_ref().and_then(|response| response.to_shown_order(order).ok());
    let (options, rows) = shown_options(question, order);
    Ok(OpenAttempt {
        id: attempt.id,
        kind,
        title: subject_title(catalog, &attempt.subject),
        position,
        drawn: attempt.drawn,
        min_items: policy.as_ref().map_or(attempt.drawn, |policy| policy.exam.min_items),
        deadline: attempt.deadline,
        now,
        prompt_html: question.prompt_html.clone(),
        situation_html: question.situation_html.clone(),
        question_kind: question.key.kind(),
        options,
        rows,
        heads: match &question.key {
            Key::Matching(matching) => Some(matching.heads.clone()),
            _ => None,
        },
        partial: question.partial,
        unit: match &question.key {
            Key::Numeric(numeric) => numeric.unit.clone(),
            _ => None,
        },
        saved,
        feedback: back.is_some().then(|| feedback(item, question)),
        objected: false,
    })
}

/// What a question shows in an order of its own, in that order, and the rows of a matching question.
pub(super) fn shown_options(question: &Question, order: &[u8]) -> (Vec<String>, Vec<String>) {
    let rows = match &question.key {
        Key::Matching(matching) => matching.rows.iter().map(|(html, _)| html.clone()).collect(),
        _ => Vec::new(),
    };
    (order.iter().filter_map(|&place| option(&question.key, place)).collect(), rows)
}

/// What stands at a place of the author's order among what is shown in an order of its own. Says nothing of the key: the
/// options of a matching question stand in the order drawn, not in that of its rows.
fn option(key: &Key, place: u8) -> Option<String> {
    let place = usize::from(place);
    match key {
        Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices) => {
            choices.get(place).map(|choice| choice.html.clone())
        }
        Key::Ordering(steps) => steps.get(place).map(|step| step.html.clone()),
        Key::Matching(matching) => matching.options.get(place).cloned(),
        Key::Numeric(_) | Key::ShortText(_) => None,
    }
}

/// The title of what is attempted: its module's or its certification's.
pub(crate) fn subject_title(catalog: &Catalog, subject: &Subject) -> String {
    match subject {
        Subject::Quiz(module) => {
            catalog.module(module).map_or_else(|| module.to_string(), |module| module.title.clone())
        }
        Subject::Exam(scope) => {
            catalog.certification(scope).map_or_else(|| scope.to_string(), |certification| certification.title.clone())
        }
    }
}

fn outcome(catalog: &Catalog, sheet: Sheet, counts: &[GradedItem], reason: Option<String>) -> Outcome {
    let Sheet { attempt, items, policy, .. } = sheet;
    let right = items.iter().filter(|item| item.mark.is_some_and(|mark| mark.is_right())).count();
    let points: f64 = items.iter().filter_map(|item| item.mark).map(Mark::value).sum();
    let (right, points, needed) = match &attempt.subject {
        Subject::Quiz(module) => {
            let pass = quiz_standard(catalog, &attempt, module);
            (u32::try_from(right).ok(), Some(points), Some(quiz::needed(pass, attempt.drawn)))
        }
        Subject::Exam(_) => (None, None, None),
    };
    Outcome {
        id: attempt.id,
        person: attempt.person,
        title: subject_title(catalog, &attempt.subject),
        subject: attempt.subject,
        passed: attempt.state == AttemptState::Passed,
        finished_at: attempt.finished_at,
        asked: attempt.asked,
        right,
        points,
        needed,
        probability: attempt.probability,
        reason,
        policy: policy.map(|policy| policy.exam.clone()),
        objectives: strengths(counts).iter().map(|strength| objective_result(catalog, strength)).collect(),
        to_read: Vec::new(),
        again: None,
    }
}

fn objective_result(catalog: &Catalog, strength: &Strength) -> ObjectiveResult {
    let module = catalog.module(&strength.objective.module);
    let objective = &strength.objective.objective;
    let reread = match module {
        Some(module) if strength.right < strength.asked => module
            .lessons
            .iter()
            .filter(|lesson| lesson.objectives.contains(objective))
            .map(|lesson| ReRead { title: lesson.title.clone(), link: learning::lesson_link(&lesson.reference) })
            .collect(),
        _ => Vec::new(),
    };
    ObjectiveResult {
        title: module.map_or_else(|| objective.to_string(), |module| module.objective_title(objective).to_owned()),
        module_title: module.map_or_else(String::new, |module| module.title.clone()),
        right: strength.right,
        asked: strength.asked,
        reread,
    }
}

/// A line about an attempt.
#[derive(Debug, Clone)]
pub struct AttemptSummary {
    /// Which.
    pub id: AttemptId,
    /// Quiz or exam.
    pub kind: AttemptKind,
    /// Title of the module or certification.
    pub title: String,
    /// Where it stands.
    pub state: AttemptState,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was decided.
    pub finished_at: Option<Timestamp>,
}

/// All attempts of a person, newest first.
///
/// # Errors
/// [`Error::Denied`].
pub async fn attempts_of_person(services: &Services, actor: &Actor, person: PersonId) -> Result<Vec<AttemptSummary>> {
    let permit = permit::<ReadAttempt>(actor, &person_scope(services, actor, person).await?)?;
    let material = services.material();
    let mut all = Vec::new();
    for kind in AttemptKind::ALL {
        all.extend(table::attempts_of(services.store(), &permit, &[person], kind).await?.into_values().flatten());
    }
    all.sort_by_key(|attempt| std::cmp::Reverse(attempt.started_at));
    let summary = |attempt: &Attempt| AttemptSummary {
        id: attempt.id,
        kind: attempt.subject.kind(),
        title: subject_title(&material.catalog, &attempt.subject),
        state: attempt.state,
        started_at: attempt.started_at,
        finished_at: attempt.finished_at,
    };
    Ok(all.iter().map(summary).collect())
}
