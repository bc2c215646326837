//! Objections to questions.

use std::collections::{BTreeMap, BTreeSet};

use domain::assessment::{Response, Verdict};
use domain::authz::{DecideAppeal, Permit, RaiseAppeal, ReadQuestions, Verb};
use domain::catalog::QuestionRef;
use domain::id::{AppealId, AttemptId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{appeal as table, attempt_item};
use crate::rows::{number, read, time};
use crate::{Error, Source, Tx};

/// An objection to a question, at one place of one attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appeal {
    /// Its id.
    pub id: AppealId,
    /// Who raised it.
    pub person: PersonId,
    /// In which attempt.
    pub attempt: AttemptId,
    /// At which place, from 0.
    pub position: u32,
    /// The question.
    pub question: QuestionRef,
    /// The version that was shown.
    pub version: String,
    /// What they say.
    pub words: String,
    /// When they said it.
    pub raised_at: Timestamp,
    /// What became of it; none while it is open.
    pub decision: Option<AppealDecision>,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppealDecision {
    /// Who decided; none where that is not known any more.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
    /// Upheld or kept.
    pub verdict: Verdict,
    /// What the person was told.
    pub answer: String,
}

fn to_appeal(row: table::Model) -> Result<Appeal, Error> {
    let decision = match (row.decided_at, row.verdict) {
        (Some(at), Some(verdict)) => Some(AppealDecision {
            by: row.decided_by.map(PersonId),
            at: time(at),
            verdict: read("appeal", "verdict", &verdict)?,
            answer: row.answer.unwrap_or_default(),
        }),
        _ => None,
    };
    Ok(Appeal {
        id: AppealId(row.id),
        person: PersonId(row.person_id),
        attempt: AttemptId(row.attempt_id),
        position: number("appeal", "position", row.position)?,
        question: read("appeal", "question", &row.question)?,
        version: row.version,
        words: row.words,
        raised_at: time(row.raised_at),
        decision,
    })
}

/// Raises an objection.
///
/// # Errors
/// [`Error::Conflict`] where there is one at this place of the attempt already.
pub async fn insert_appeal(tx: &Tx<RaiseAppeal>, new: &Appeal) -> Result<(), Error> {
    table::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        attempt_id: Set(new.attempt.0),
        position: Set(i64::from(new.position)),
        question: Set(new.question.to_string()),
        version: Set(new.version.clone()),
        words: Set(new.words.clone()),
        raised_at: Set(new.raised_at.as_millis()),
        decided_by: Set(None),
        decided_at: Set(None),
        verdict: Set(None),
        answer: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Decides an open objection as of the transaction's time; says whether it was open.
///
/// # Errors
/// What the database says.
pub async fn decide_appeal(
    tx: &Tx<DecideAppeal>,
    id: AppealId,
    by: Option<PersonId>,
    verdict: Verdict,
    answer: &str,
) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::DecidedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(table::Column::DecidedAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::Verdict, Expr::value(verdict.as_str()))
        .col_expr(table::Column::Answer, Expr::value(answer))
        .filter(table::Column::Id.eq(id.0))
        .filter(table::Column::DecidedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// The objection of this id.
///
/// # Errors
/// What the database says.
pub async fn appeal_by_id<V: Verb>(source: &impl Source, _: &Permit<V>, id: AppealId) -> Result<Option<Appeal>, Error> {
    table::Entity::find_by_id(id.0).one(source.connection()).await?.map(to_appeal).transpose()
}

/// The places of an attempt that have an objection. The caller holds a permit for the attempt.
///
/// # Errors
/// What the database says.
pub async fn appealed_places<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    attempt: AttemptId,
) -> Result<BTreeSet<u32>, Error> {
    let places: Vec<i64> = table::Entity::find()
        .select_only()
        .column(table::Column::Position)
        .filter(table::Column::AttemptId.eq(attempt.0))
        .into_tuple()
        .all(source.connection())
        .await?;
    places.into_iter().map(|place| number("appeal", "position", place)).collect()
}

/// The open objections by question, how many there are of each.
///
/// # Errors
/// What the database says.
pub async fn open_appeals(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
) -> Result<BTreeMap<QuestionRef, u32>, Error> {
    let rows: Vec<(String, i64)> = table::Entity::find()
        .select_only()
        .column(table::Column::Question)
        .column_as(table::Column::Id.count(), "n")
        .filter(table::Column::DecidedAt.is_null())
        .group_by(table::Column::Question)
        .into_tuple()
        .all(source.connection())
        .await?;
    let open = |(question, n): (String, i64)| Ok((read("appeal", "question", &question)?, number("appeal", "n", n)?));
    rows.into_iter().map(open).collect()
}

/// So many objections to a question at most, open ones first and the oldest of those, each with what was answered at its
/// place.
///
/// # Errors
/// What the database says.
pub async fn appeals_of(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    question: &QuestionRef,
    most: u64,
) -> Result<Vec<(Appeal, Option<Response>)>, Error> {
    let of = |decided: bool| {
        let query = table::Entity::find().filter(table::Column::Question.eq(question.to_string())).limit(most);
        if decided {
            query.filter(table::Column::DecidedAt.is_not_null()).order_by_desc(table::Column::DecidedAt)
        } else {
            query.filter(table::Column::DecidedAt.is_null()).order_by_asc(table::Column::RaisedAt)
        }
    };
    let mut rows = of(false).all(source.connection()).await?;
    rows.extend(of(true).all(source.connection()).await?);
    rows.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    let answers: Vec<(uuid::Uuid, i64, Option<String>)> = attempt_item::Entity::find()
        .select_only()
        .columns([attempt_item::Column::AttemptId, attempt_item::Column::Position, attempt_item::Column::Response])
        .filter(attempt_item::Column::AttemptId.is_in(rows.iter().map(|row| row.attempt_id)))
        .filter(attempt_item::Column::Question.eq(question.to_string()))
        .into_tuple()
        .all(source.connection())
        .await?;
    let answered = |row: &table::Model| {
        let found = answers.iter().find(|(attempt, place, _)| *attempt == row.attempt_id && *place == row.position);
        found.and_then(|(_, _, text)| Response::from_stored(text.as_deref()?).ok())
    };
    rows.into_iter()
        .map(|row| {
            let answered = answered(&row);
            Ok((to_appeal(row)?, answered))
        })
        .collect()
}
