//! Attempts and their items.

use std::collections::{BTreeMap, BTreeSet};

use domain::assessment::{Attempt, AttemptKind, AttemptState, Drawn, Item, Mark, Response, Subject};
use domain::authz::{ManageQuestions, OperateSystem, Permit, TakeAttempt, Verb};
use domain::catalog::QuestionRef;
use domain::id::{AttemptId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
    Unchanged,
};

use uuid::Uuid;

use crate::entity::{attempt, attempt_item, person};
use crate::rows::{CHUNK, read};
use crate::{Backend, Error, Source, Store, Tx};

mod accommodation;
mod decided;
mod model;
mod proof;
mod remedial;
mod rows;
mod watch;

pub use accommodation::{Accommodation, accommodation_of, end_accommodation, insert_accommodation};
pub use decided::{Decided, decision_of};
pub use model::{
    StoredParameters, attempt_prior, insert_parameters, insert_prior, latest_parameters, latest_parameters_for,
    parameters_by_number,
};
pub use proof::{last_quiz_passes, modules_drawn};
pub use remedial::{mark_read_again, remedial_of, set_remedial, waits_to_be_read_again};
pub(crate) use rows::to_attempt;
use rows::to_item;
pub use watch::{watch_answers, watches};

/// Verbs under which answers are saved and attempts decided.
pub trait MaySit: Verb {}
impl MaySit for TakeAttempt {}
impl MaySit for OperateSystem {}
impl MaySit for ManageQuestions {}

/// Makes everything about one person's attempts happen one after the other until this transaction ends.
///
/// On SQLite the transaction holds the only write lock already. On PostgreSQL rows that refer to the person can still be written by
/// others: a correction tells people whose exam is just being decided, and neither waits for the other.
///
/// # Errors
/// What the database says.
pub async fn lock_person<V: Verb>(store: &Store, tx: &Tx<V>, id: PersonId) -> Result<(), Error> {
    if store.backend() == Backend::Postgres {
        person::Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx.connection()).await?;
    }
    Ok(())
}

/// The attempt of this id.
///
/// # Errors
/// What the database says.
pub async fn attempt_by_id<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: AttemptId,
) -> Result<Option<Attempt>, Error> {
    attempt::Entity::find_by_id(id.0).one(source.connection()).await?.as_ref().map(to_attempt).transpose()
}

/// What each of these attempts was at.
///
/// # Errors
/// What the database says.
pub async fn subjects_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    attempts: &[AttemptId],
) -> Result<BTreeMap<AttemptId, Subject>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::Id.is_in(attempts.iter().map(|id| id.0)))
        .all(source.connection())
        .await?;
    rows.iter().map(|row| Ok((AttemptId(row.id), to_attempt(row)?.subject))).collect()
}

/// Why an exam was not passed, as stored with its decision.
///
/// # Errors
/// What the database says.
pub async fn attempt_reason<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: AttemptId,
) -> Result<Option<String>, Error> {
    Ok(attempt::Entity::find_by_id(id.0).one(source.connection()).await?.and_then(|row| row.reason))
}

/// All attempts of each of these people, oldest first. Callers hold a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn attempts_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
    kind: AttemptKind,
) -> Result<BTreeMap<PersonId, Vec<Attempt>>, Error> {
    let mut found: BTreeMap<PersonId, Vec<Attempt>> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows = attempt::Entity::find()
            .filter(attempt::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(attempt::Column::Kind.eq(kind.as_str()))
            .order_by_asc(attempt::Column::StartedAt)
            .all(source.connection())
            .await?;
        for row in &rows {
            found.entry(PersonId(row.person_id)).or_default().push(to_attempt(row)?);
        }
    }
    Ok(found)
}

/// So many open attempts at most whose deadline has passed, by id, those after `after`; to be decided on what was saved.
///
/// # Errors
/// What the database says.
pub async fn overdue_attempts<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    now: Timestamp,
    after: Option<AttemptId>,
    most: u64,
) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::Id.gt(after.map_or_else(Uuid::nil, |id| id.0)))
        .filter(attempt::Column::State.eq(AttemptState::Open.as_str()))
        .filter(attempt::Column::DeadlineAt.lte(now.as_millis()))
        .order_by_asc(attempt::Column::Id)
        .limit(most)
        .all(source.connection())
        .await?;
    rows.iter().map(to_attempt).collect()
}

/// So many attempts at most by id, those after `after`: a page of all there are.
///
/// # Errors
/// What the database says.
pub async fn attempts_after(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    after: Option<AttemptId>,
    most: u64,
) -> Result<Vec<Attempt>, Error> {
    let rows = attempt::Entity::find()
        .filter(attempt::Column::Id.gt(after.map_or_else(Uuid::nil, |id| id.0)))
        .order_by_asc(attempt::Column::Id)
        .limit(most)
        .all(source.connection())
        .await?;
    rows.iter().map(to_attempt).collect()
}

/// The frozen draw of an attempt with its answers, in order.
///
/// # Errors
/// What the database says.
pub async fn items<V: Verb>(source: &impl Source, _: &Permit<V>, id: AttemptId) -> Result<Vec<Item>, Error> {
    let rows = attempt_item::Entity::find()
        .filter(attempt_item::Column::AttemptId.eq(id.0))
        .order_by_asc(attempt_item::Column::Position)
        .all(source.connection())
        .await?;
    rows.iter().map(to_item).collect()
}

/// Questions that a person has met in attempts of this kind.
///
/// # Errors
/// What the database says.
pub async fn questions_met<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: PersonId,
    kind: AttemptKind,
) -> Result<BTreeSet<QuestionRef>, Error> {
    let attempts: Vec<Uuid> = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::PersonId.eq(id.0))
        .filter(attempt::Column::Kind.eq(kind.as_str()))
        .into_tuple()
        .all(source.connection())
        .await?;
    let met: Vec<String> = attempt_item::Entity::find()
        .select_only()
        .column(attempt_item::Column::Question)
        .filter(attempt_item::Column::AttemptId.is_in(attempts))
        .filter(attempt_item::Column::AnsweredAt.is_not_null())
        .into_tuple()
        .all(source.connection())
        .await?;
    met.iter().map(|question| read("attempt_item", "question", question)).collect()
}

/// Adds an attempt with its frozen draw; objectives are in the order of the draw.
///
/// # Errors
/// [`Error::Conflict`] where the person has an open attempt at the same subject.
pub async fn insert_attempt(
    tx: &Tx<TakeAttempt>,
    new: &Attempt,
    policy_version: Option<&str>,
    draw: &[(Drawn, String)],
) -> Result<(), Error> {
    if new.subject.kind() == AttemptKind::Exam {
        tx.touch(new.person);
    }
    attempt::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        kind: Set(new.subject.kind().to_string()),
        subject: Set(new.subject.reference()),
        state: Set(new.state.to_string()),
        seed: Set(new.seed.to_stored()),
        started_at: Set(new.started_at.as_millis()),
        deadline_at: Set(new.deadline.map(|t| t.as_millis())),
        finished_at: Set(None),
        drawn: Set(i64::from(new.drawn)),
        asked: Set(0),
        right_marks: Set(None),
        cut: Set(new.cut),
        probability: Set(None),
        reason: Set(None),
        policy_version: Set(policy_version.map(str::to_owned)),
        policy_number: Set(new.policy_number.map(i64::from)),
        parameters_number: Set(new.parameters_number.map(i64::from)),
        corrected_state: Set(None),
        corrected_probability: Set(None),
    }
    .insert(tx.connection())
    .await?;
    let rows = (0..).zip(draw).map(|(position, (drawn, objective))| attempt_item::ActiveModel {
        attempt_id: Set(new.id.0),
        position: Set(position),
        question: Set(drawn.question.to_string()),
        version: Set(drawn.version.clone()),
        objective: Set(objective.clone()),
        cell: Set(drawn.cell.to_string()),
        option_order: Set(drawn.option_order.iter().map(u8::to_string).collect::<Vec<_>>().join(",")),
        response: Set(None),
        saved_at: Set(None),
        answered_at: Set(None),
        mark: Set(None),
    });
    attempt_item::Entity::insert_many(rows).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Saves an answer; with a mark it is given for good.
///
/// # Errors
/// What the database says.
pub async fn save_answer<V: MaySit>(
    tx: &Tx<V>,
    id: AttemptId,
    position: u32,
    response: &Response,
    mark: Option<Mark>,
) -> Result<(), Error> {
    let now = tx.now().as_millis();
    attempt_item::ActiveModel {
        attempt_id: Unchanged(id.0),
        position: Unchanged(i64::from(position)),
        response: Set(Some(response.to_stored())),
        saved_at: Set(Some(now)),
        answered_at: mark.map_or_else(Default::default, |_| Set(Some(now))),
        mark: mark.map_or_else(Default::default, |mark| Set(Some(mark.value()))),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    if mark.is_some() {
        count_asked(tx, id).await?;
    }
    Ok(())
}

/// Grades an answer as it was saved; it counts as given at `at`.
///
/// # Errors
/// What the database says.
pub async fn grade_saved<V: MaySit>(
    tx: &Tx<V>,
    id: AttemptId,
    position: u32,
    mark: Mark,
    at: Timestamp,
) -> Result<(), Error> {
    attempt_item::ActiveModel {
        attempt_id: Unchanged(id.0),
        position: Unchanged(i64::from(position)),
        answered_at: Set(Some(at.as_millis())),
        mark: Set(Some(mark.value())),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    count_asked(tx, id).await
}

async fn count_asked<V: MaySit>(tx: &Tx<V>, id: AttemptId) -> Result<(), Error> {
    attempt::Entity::update_many()
        .col_expr(attempt::Column::Asked, Expr::col(attempt::Column::Asked).add(1))
        .filter(attempt::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// What a decided attempt came to.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Passed or not yet.
    pub state: AttemptState,
    /// When it was decided: now, or at the deadline that decided it.
    pub at: Timestamp,
    /// Sum of the marks.
    pub right: f64,
    /// Probability of mastery; none for a quiz.
    pub probability: Option<f64>,
    /// Why not, as a stable word; none where passed.
    pub reason: Option<String>,
}

/// Finishes an open attempt; says whether it was open, so that of two finishes at once only one counts.
///
/// # Errors
/// What the database says.
pub async fn finish_attempt<V: MaySit>(tx: &Tx<V>, open: &Attempt, decision: &Decision) -> Result<bool, Error> {
    // A quiz that is passed proves that its module is known as it stands.
    if open.subject.kind() == AttemptKind::Exam || decision.state == AttemptState::Passed {
        tx.touch(open.person);
    }
    let done = attempt::Entity::update_many()
        .col_expr(attempt::Column::State, Expr::value(decision.state.as_str()))
        .col_expr(attempt::Column::FinishedAt, Expr::value(decision.at.as_millis()))
        .col_expr(attempt::Column::RightMarks, Expr::value(decision.right))
        .col_expr(attempt::Column::Probability, Expr::value(decision.probability))
        .col_expr(attempt::Column::Reason, Expr::value(decision.reason.clone()))
        .filter(attempt::Column::Id.eq(open.id.0).and(attempt::Column::State.eq(AttemptState::Open.as_str())))
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}
