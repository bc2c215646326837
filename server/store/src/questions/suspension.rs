//! Versions of questions that exams do not draw.

use std::collections::BTreeSet;

use domain::authz::{ManageQuestions, OperateSystem, Permit, Verb};
use domain::catalog::QuestionRef;
use domain::id::{PersonId, SuspensionId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::question_suspension as table;
use crate::rows::{number, read, time};
use crate::{Error, Source, Tx};

/// Verbs under which a version is suspended, or taken back into exams.
pub trait MaySuspend: Verb {}
impl MaySuspend for ManageQuestions {}
impl MaySuspend for OperateSystem {}

/// A version of a question that exams do not draw, or did not for a while.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspension {
    /// Its id.
    pub id: SuspensionId,
    /// The question.
    pub question: QuestionRef,
    /// The version: SHA-256 in hex of its reference and source.
    pub version: String,
    /// From when on.
    pub at: Timestamp,
    /// Who did it; none where Canoe did, on the evidence.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: String,
    /// What Canoe did it on.
    pub evidence: Option<Evidence>,
    /// How it ended; none while it lasts.
    pub lifted: Option<Lifted>,
}

/// What an automatic suspension rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Evidence {
    /// How far the right answers are from what was expected, in standard errors.
    pub z: f64,
    /// Answers it was computed from.
    pub answers: u32,
}

/// How a suspension ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifted {
    /// When.
    pub at: Timestamp,
    /// Who did it; none where Canoe did.
    pub by: Option<PersonId>,
    /// Why.
    pub reason: String,
}

fn to_suspension(row: table::Model) -> Result<Suspension, Error> {
    let answers = row.answers.map(|n| number("question_suspension", "answers", n)).transpose()?;
    Ok(Suspension {
        id: SuspensionId(row.id),
        question: read("question_suspension", "question", &row.question)?,
        version: row.version,
        at: time(row.suspended_at),
        by: row.suspended_by.map(PersonId),
        reason: row.reason,
        evidence: row.z.zip(answers).map(|(z, answers)| Evidence { z, answers }),
        lifted: row.lifted_at.map(|at| Lifted {
            at: time(at),
            by: row.lifted_by.map(PersonId),
            reason: row.lift_reason.unwrap_or_default(),
        }),
    })
}

/// The versions that exams do not draw now. There are as many as questions are suspended, which is a few.
///
/// # Errors
/// What the database says.
pub async fn suspended_versions<V: Verb>(source: &impl Source, _: &Permit<V>) -> Result<BTreeSet<String>, Error> {
    let versions: Vec<String> = table::Entity::find()
        .select_only()
        .column(table::Column::Version)
        .filter(table::Column::LiftedAt.is_null())
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(versions.into_iter().collect())
}

/// The versions that exams draw again after somebody has looked at the evidence against them.
///
/// # Errors
/// What the database says.
pub async fn versions_looked_at<V: Verb>(source: &impl Source, _: &Permit<V>) -> Result<BTreeSet<String>, Error> {
    let versions: Vec<String> = table::Entity::find()
        .select_only()
        .column(table::Column::Version)
        .filter(table::Column::LiftedAt.is_not_null())
        .filter(table::Column::Z.is_not_null())
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(versions.into_iter().collect())
}

/// The suspension of this version that lasts; none where exams draw it.
///
/// # Errors
/// What the database says.
pub async fn open_suspension<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    version: &str,
) -> Result<Option<Suspension>, Error> {
    let row = table::Entity::find()
        .filter(table::Column::Version.eq(version))
        .filter(table::Column::LiftedAt.is_null())
        .one(source.connection())
        .await?;
    row.map(to_suspension).transpose()
}

/// All suspensions of a question's versions, the latest first.
///
/// # Errors
/// What the database says.
pub async fn suspensions_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    question: &QuestionRef,
) -> Result<Vec<Suspension>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::Question.eq(question.to_string()))
        .order_by_desc(table::Column::SuspendedAt)
        .order_by_desc(table::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(to_suspension).collect()
}

/// Suspends a version.
///
/// # Errors
/// [`Error::Conflict`] where it is suspended already.
pub async fn suspend<V: MaySuspend>(tx: &Tx<V>, new: &Suspension) -> Result<(), Error> {
    let lifted = new.lifted.as_ref();
    table::ActiveModel {
        id: Set(new.id.0),
        question: Set(new.question.to_string()),
        version: Set(new.version.clone()),
        suspended_at: Set(new.at.as_millis()),
        suspended_by: Set(new.by.map(|id| id.0)),
        reason: Set(new.reason.clone()),
        z: Set(new.evidence.map(|evidence| evidence.z)),
        answers: Set(new.evidence.map(|evidence| i64::from(evidence.answers))),
        lifted_at: Set(lifted.map(|lifted| lifted.at.as_millis())),
        lifted_by: Set(lifted.and_then(|lifted| lifted.by).map(|id| id.0)),
        lift_reason: Set(lifted.map(|lifted| lifted.reason.clone())),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Takes a version back into exams, as of the transaction's time; says whether it was suspended.
///
/// # Errors
/// What the database says.
pub async fn lift<V: MaySuspend>(tx: &Tx<V>, version: &str, by: Option<PersonId>, reason: &str) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::LiftedAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::LiftedBy, Expr::value(by.map(|id| id.0)))
        .col_expr(table::Column::LiftReason, Expr::value(reason))
        .filter(table::Column::Version.eq(version))
        .filter(table::Column::LiftedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}
