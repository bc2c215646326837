//! Answers for analysis, exposure, and the versions there were.

use std::collections::BTreeMap;

use domain::assessment::{AttemptKind, AttemptState, Mark, Response, Subject};
use domain::authz::{Permit, ReadQuestions};
use domain::catalog::{QuestionRef, Slug};
use domain::id::AttemptId;
use domain::time::Timestamp;
use sea_orm::sea_query::{Alias, Expr, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};
use uuid::Uuid;

use crate::entity::{attempt, attempt_item, question_correction, question_version};
use crate::rows::{number, read, time};
use crate::{Error, Source};

/// A graded answer, as analysis needs it. Whose it is, it does not say.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerRow {
    /// The attempt.
    pub attempt: AttemptId,
    /// Its place in the attempt, from 0.
    pub position: u32,
    /// The version of the question.
    pub version: String,
    /// What was answered; none where it cannot be read any more.
    pub response: Option<Response>,
    /// When it was given; none where it was only saved, and graded when the time was over.
    pub given_at: Option<Timestamp>,
    /// Its mark.
    pub mark: Mark,
}

/// How often questions were asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exposure {
    /// Attempts there were.
    pub attempts: u32,
    /// By question, in how many of them it was answered.
    pub asked: BTreeMap<QuestionRef, u32>,
}

/// A version of a question that was ever shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownVersion {
    /// SHA-256 in hex of its reference and source.
    pub version: String,
    /// Its Markdown.
    pub source: String,
    /// When it was first shown.
    pub first_served_at: Timestamp,
}

/// What an analysis of this subject rests on, as a few numbers that change when it does: decided attempts, the last decision,
/// and corrections of questions that were made and undone.
///
/// # Errors
/// What the database says.
pub async fn analysis_state(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    subject: &Subject,
) -> Result<[i64; 4], Error> {
    let decided: Option<(i64, Option<i64>)> = attempt::Entity::find()
        .select_only()
        .column_as(attempt::Column::Id.count(), "n")
        .column_as(attempt::Column::FinishedAt.max(), "last")
        .filter(attempt::Column::Kind.eq(subject.kind().as_str()))
        .filter(attempt::Column::Subject.eq(subject.reference()))
        .filter(attempt::Column::State.ne(AttemptState::Open.as_str()))
        .into_tuple()
        .one(source.connection())
        .await?;
    let corrected: Option<(i64, i64)> = question_correction::Entity::find()
        .select_only()
        .column_as(question_correction::Column::Id.count(), "made")
        .column_as(question_correction::Column::UndoneAt.count(), "undone")
        .into_tuple()
        .one(source.connection())
        .await?;
    let (decided, last) = decided.unwrap_or_default();
    let (made, undone) = corrected.unwrap_or_default();
    Ok([decided, last.unwrap_or_default(), made, undone])
}

/// Each person's first attempt at this subject where it is decided, the latest first, so many at most: its id, and when it
/// was started.
///
/// # Errors
/// What the database says.
pub async fn first_attempts(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    subject: &Subject,
    most: u64,
) -> Result<Vec<(AttemptId, Timestamp)>, Error> {
    let rows: Vec<(Uuid, i64)> = attempt::Entity::find()
        .select_only()
        .columns([attempt::Column::Id, attempt::Column::StartedAt])
        .filter(attempt::Column::Kind.eq(subject.kind().as_str()))
        .filter(attempt::Column::Subject.eq(subject.reference()))
        .filter(attempt::Column::State.ne(AttemptState::Open.as_str()))
        .filter(Expr::exists(earlier_ones()).not())
        .order_by_desc(attempt::Column::StartedAt)
        .order_by_desc(attempt::Column::Id)
        .limit(most)
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(|(id, started)| (AttemptId(id), time(started))).collect())
}

/// Attempts of the same person at the same subject that were started before the attempt of the query around it.
fn earlier_ones() -> SelectStatement {
    let earlier = || Alias::new("earlier");
    let its = |column: attempt::Column| Expr::col((earlier(), column));
    let own = |column: attempt::Column| Expr::col((attempt::Entity, column));
    let same = |column: attempt::Column| its(column).eq(own(column));
    let started = attempt::Column::StartedAt;
    let before =
        its(started).lt(own(started)).or(same(started).and(its(attempt::Column::Id).lt(own(attempt::Column::Id))));
    Query::select()
        .expr(Expr::val(1))
        .from_as(attempt::Entity, earlier())
        .and_where(same(attempt::Column::PersonId))
        .and_where(same(attempt::Column::Kind))
        .and_where(same(attempt::Column::Subject))
        .and_where(before)
        .to_owned()
}

/// The graded answers of these attempts, attempt by attempt in their order. Ask for [`crate::questions::CHUNK`] attempts at
/// a time.
///
/// # Errors
/// What the database says.
pub async fn answers_of(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    attempts: &[AttemptId],
) -> Result<Vec<AnswerRow>, Error> {
    type Row = (Uuid, i64, String, Option<String>, Option<i64>, Option<i64>, Option<f64>);
    let rows: Vec<Row> = attempt_item::Entity::find()
        .select_only()
        .columns([
            attempt_item::Column::AttemptId,
            attempt_item::Column::Position,
            attempt_item::Column::Version,
            attempt_item::Column::Response,
            attempt_item::Column::SavedAt,
            attempt_item::Column::AnsweredAt,
            attempt_item::Column::Mark,
        ])
        .filter(attempt_item::Column::AttemptId.is_in(attempts.iter().map(|id| id.0)))
        .filter(attempt_item::Column::Mark.is_not_null())
        .order_by_asc(attempt_item::Column::AttemptId)
        .order_by_asc(attempt_item::Column::Position)
        .into_tuple()
        .all(source.connection())
        .await?;
    let answer = |(id, position, version, response, saved, answered, mark): Row| {
        // An answer that was given is saved at that very moment; one graded at the deadline was saved before it.
        let given_at = answered.filter(|at| saved == Some(*at)).map(time);
        Ok(AnswerRow {
            attempt: AttemptId(id),
            position: number("attempt_item", "position", position)?,
            version,
            response: response.and_then(|text| Response::from_stored(&text).ok()),
            given_at,
            mark: Mark::new(mark.unwrap_or_default()),
        })
    };
    rows.into_iter().map(answer).collect()
}

/// In how many attempts at an exam each question was asked: all attempts of all people, or those started since a moment.
/// The question that stood open when the time was over does not count.
///
/// # Errors
/// What the database says.
pub async fn exposure(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    scope: &Slug,
    since: Option<Timestamp>,
) -> Result<Exposure, Error> {
    count_asked(source, scope, since, None).await
}

/// As [`exposure`], of one question alone.
///
/// # Errors
/// What the database says.
pub async fn exposure_of(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    scope: &Slug,
    since: Option<Timestamp>,
    question: &QuestionRef,
) -> Result<Exposure, Error> {
    count_asked(source, scope, since, Some(question)).await
}

async fn count_asked(
    source: &impl Source,
    scope: &Slug,
    since: Option<Timestamp>,
    only: Option<&QuestionRef>,
) -> Result<Exposure, Error> {
    let mut attempts = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::Id)
        .filter(attempt::Column::Kind.eq(AttemptKind::Exam.as_str()))
        .filter(attempt::Column::Subject.eq(scope.as_str()));
    if let Some(since) = since {
        attempts = attempts.filter(attempt::Column::StartedAt.gte(since.as_millis()));
    }
    let count: Option<i64> = attempts
        .clone()
        .select_only()
        .column_as(attempt::Column::Id.count(), "n")
        .into_tuple()
        .one(source.connection())
        .await?;
    let mut answered = attempt_item::Entity::find()
        .select_only()
        .column(attempt_item::Column::Question)
        .column_as(attempt_item::Column::Position.count(), "n")
        .filter(attempt_item::Column::AttemptId.in_subquery(attempts.into_query()))
        .filter(attempt_item::Column::AnsweredAt.is_not_null());
    if let Some(only) = only {
        answered = answered.filter(attempt_item::Column::Question.eq(only.to_string()));
    }
    let rows: Vec<(String, i64)> =
        answered.group_by(attempt_item::Column::Question).into_tuple().all(source.connection()).await?;
    let asked = |(question, n): (String, i64)| {
        Ok((read("attempt_item", "question", &question)?, number("attempt_item", "count", n)?))
    };
    Ok(Exposure {
        attempts: number("attempt", "count", count.unwrap_or(0))?,
        asked: rows.into_iter().map(asked).collect::<Result<_, Error>>()?,
    })
}

/// Every version of a question that was ever shown, the latest first.
///
/// # Errors
/// What the database says.
pub async fn shown_versions(
    source: &impl Source,
    _: &Permit<ReadQuestions>,
    question: &QuestionRef,
) -> Result<Vec<ShownVersion>, Error> {
    let rows = question_version::Entity::find()
        .filter(question_version::Column::Question.eq(question.to_string()))
        .order_by_desc(question_version::Column::FirstServedAt)
        .order_by_asc(question_version::Column::Version)
        .all(source.connection())
        .await?;
    let version = |row: question_version::Model| ShownVersion {
        version: row.version,
        source: row.source,
        first_served_at: time(row.first_served_at),
    };
    Ok(rows.into_iter().map(version).collect())
}
