//! What exams are decided with: versions of their parameters, and the priors of retakes.

use domain::assessment::mastery::{Ability, ExamParameters};
use domain::authz::{Permit, TakeAttempt, Verb};
use domain::catalog::Slug;
use domain::id::AttemptId;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::MaySit;
use crate::entity::{attempt_prior as prior_table, exam_parameters as table};
use crate::rows::number;
use crate::{Error, Source, Tx};

/// A version of an exam's parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredParameters {
    /// The exam's scope.
    pub scope: Slug,
    /// 1 for the first version of a scope, and so on.
    pub number: u32,
    /// What it was made for: changes when the questions, their ratings or the blueprint do.
    pub basis: String,
    /// The parameters.
    pub parameters: ExamParameters,
    /// Answers that it was learned from; 0 where it is the panel's alone.
    pub answers: u32,
    /// People who gave them.
    pub reps: u32,
}

fn to_stored(scope: &Slug, row: &table::Model) -> Result<StoredParameters, Error> {
    let parameters =
        serde_json::from_str(&row.source).map_err(|_| corrupt("exam_parameters", "source", &row.source))?;
    Ok(StoredParameters {
        scope: scope.clone(),
        number: number("exam_parameters", "number", row.number)?,
        basis: row.basis.clone(),
        parameters,
        answers: number("exam_parameters", "answers", row.answers)?,
        reps: number("exam_parameters", "reps", row.reps)?,
    })
}

fn corrupt(table: &'static str, column: &'static str, value: &str) -> Error {
    Error::Corrupt { table, column, value: value.chars().take(60).collect() }
}

/// The latest parameters of an exam; none before anybody has sat it.
///
/// # Errors
/// What the database says.
pub async fn latest_parameters<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    scope: &Slug,
) -> Result<Option<StoredParameters>, Error> {
    let row = table::Entity::find()
        .filter(table::Column::Scope.eq(scope.as_str()))
        .order_by_desc(table::Column::Number)
        .one(source.connection())
        .await?;
    row.map(|row| to_stored(scope, &row)).transpose()
}

/// The latest parameters of an exam that were made for this material; none where there are none.
///
/// # Errors
/// What the database says.
pub async fn latest_parameters_for<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    scope: &Slug,
    basis: &str,
) -> Result<Option<StoredParameters>, Error> {
    let row = table::Entity::find()
        .filter(table::Column::Scope.eq(scope.as_str()))
        .filter(table::Column::Basis.eq(basis))
        .order_by_desc(table::Column::Number)
        .one(source.connection())
        .await?;
    row.map(|row| to_stored(scope, &row)).transpose()
}

/// This version of an exam's parameters.
///
/// # Errors
/// What the database says.
pub async fn parameters_by_number<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    scope: &Slug,
    number: u32,
) -> Result<Option<StoredParameters>, Error> {
    let row = table::Entity::find_by_id((scope.to_string(), i64::from(number))).one(source.connection()).await?;
    row.map(|row| to_stored(scope, &row)).transpose()
}

/// Stores a version of an exam's parameters.
///
/// # Errors
/// [`Error::Conflict`] where another node stored this number at the same moment; the caller tries again.
pub async fn insert_parameters<V: MaySit>(tx: &Tx<V>, new: &StoredParameters) -> Result<(), Error> {
    let source = serde_json::to_string(&new.parameters);
    table::ActiveModel {
        scope: Set(new.scope.to_string()),
        number: Set(i64::from(new.number)),
        basis: Set(new.basis.clone()),
        source: Set(source.map_err(|_| corrupt("exam_parameters", "source", "a number that is none"))?),
        answers: Set(i64::from(new.answers)),
        reps: Set(i64::from(new.reps)),
        created_at: Set(tx.now().as_millis()),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// What was known when this attempt began; none where it was what is known about anybody.
///
/// # Errors
/// What the database says.
pub async fn attempt_prior<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: AttemptId,
) -> Result<Option<Ability>, Error> {
    let Some(row) = prior_table::Entity::find_by_id(id.0).one(source.connection()).await? else { return Ok(None) };
    let wrong = || corrupt("attempt_prior", "weights", &row.weights);
    let weights: Vec<f64> = serde_json::from_str(&row.weights).map_err(|_| wrong())?;
    Ability::from_weights(&weights).map(Some).map_err(|_| wrong())
}

/// Stores what is known when this attempt begins.
///
/// # Errors
/// What the database says.
pub async fn insert_prior(tx: &Tx<TakeAttempt>, id: AttemptId, prior: &Ability) -> Result<(), Error> {
    let weights = serde_json::to_string(&prior.weights());
    prior_table::ActiveModel {
        attempt_id: Set(id.0),
        weights: Set(weights.map_err(|_| corrupt("attempt_prior", "weights", "a number that is none"))?),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}
