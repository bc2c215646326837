//! Versions of questions that were thrown out or given another key, and the exams that asked them.

use std::collections::BTreeMap;

use domain::assessment::correct::{Correction, CorrectionKind};
use domain::assessment::{Attempt, AttemptKind, AttemptState, Response};
use domain::authz::{ManageQuestions, Permit, Verb};
use domain::catalog::QuestionRef;
use domain::id::{AttemptId, CorrectionId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Unchanged,
};
use uuid::Uuid;

use crate::assessment::{MaySit, to_attempt};
use crate::entity::{attempt, attempt_item, person, question_correction as table};
use crate::rows::{read, time};
use crate::{Backend, Error, Source, Store, Tx};

/// A correction as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredCorrection {
    /// Its id.
    pub id: CorrectionId,
    /// The question.
    pub question: QuestionRef,
    /// The version: SHA-256 in hex of its reference and source.
    pub version: String,
    /// What was done.
    pub correction: Correction,
    /// Why.
    pub reason: String,
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Timestamp,
    /// Who took it back, and when; none while it stands.
    pub undone: Option<(PersonId, Timestamp)>,
}

fn to_correction(row: table::Model) -> Result<StoredCorrection, Error> {
    let corrupt =
        |column, value: &str| Error::Corrupt { table: "question_correction", column, value: value.to_owned() };
    let correction = match read("question_correction", "kind", &row.kind)? {
        CorrectionKind::ThrowOut => Correction::ThrowOut,
        CorrectionKind::ReKey => {
            let stored = row.response.as_deref().unwrap_or_default();
            Correction::ReKey(Response::from_stored(stored).map_err(|_| corrupt("response", stored))?)
        }
    };
    Ok(StoredCorrection {
        id: CorrectionId(row.id),
        question: read("question_correction", "question", &row.question)?,
        version: row.version,
        correction,
        reason: row.reason,
        by: PersonId(row.applied_by),
        at: time(row.applied_at),
        undone: row.undone_by.map(PersonId).zip(row.undone_at.map(time)),
    })
}

/// Locks everybody for whom this version was drawn in an exam, in the order of their ids, before corrections are locked: whoever decides an exam
/// holds its person, too, when they come to the corrections. On SQLite the transaction holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn lock_people_with(store: &Store, tx: &Tx<ManageQuestions>, version: &str) -> Result<(), Error> {
    if store.backend() == Backend::Sqlite {
        return Ok(());
    }
    let drawn = attempt_item::Entity::find()
        .select_only()
        .column(attempt_item::Column::AttemptId)
        .filter(attempt_item::Column::Version.eq(version));
    let people = attempt::Entity::find()
        .select_only()
        .column(attempt::Column::PersonId)
        .filter(attempt::Column::Kind.eq(AttemptKind::Exam.as_str()))
        .filter(attempt::Column::Id.in_subquery(drawn.into_query()));
    let _: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.in_subquery(people.into_query()))
        .order_by_asc(person::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .all(tx.connection())
        .await?;
    Ok(())
}

/// Makes corrections happen one after the other, and exams be decided before or after them, until this transaction ends. On SQLite it
/// holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn lock_corrections(store: &Store, tx: &Tx<ManageQuestions>) -> Result<(), Error> {
    if store.backend() == Backend::Postgres {
        tx.connection().execute_unprepared("LOCK TABLE question_correction IN EXCLUSIVE MODE").await?;
    }
    Ok(())
}

/// The corrections that stand, by version. There are as many as questions went wrong, which is a few.
///
/// # Errors
/// What the database says.
pub async fn standing_corrections<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
) -> Result<BTreeMap<String, Correction>, Error> {
    by_version(table::Entity::find().filter(table::Column::UndoneAt.is_null()).all(source.connection()).await?)
}

/// The same, for an exam that is being decided: a correction that is being made is waited for.
///
/// # Errors
/// What the database says.
pub async fn corrections_to_decide_by<V: MaySit>(
    store: &Store,
    tx: &Tx<V>,
) -> Result<BTreeMap<String, Correction>, Error> {
    let mut standing = table::Entity::find().filter(table::Column::UndoneAt.is_null());
    if store.backend() == Backend::Postgres {
        standing = standing.lock(LockType::Share);
    }
    by_version(standing.all(tx.connection()).await?)
}

fn by_version(rows: Vec<table::Model>) -> Result<BTreeMap<String, Correction>, Error> {
    rows.into_iter().map(|row| to_correction(row).map(|made| (made.version, made.correction))).collect()
}

/// All corrections of a question's versions, the latest first.
///
/// # Errors
/// What the database says.
pub async fn corrections_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    question: &QuestionRef,
) -> Result<Vec<StoredCorrection>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::Question.eq(question.to_string()))
        .order_by_desc(table::Column::AppliedAt)
        .order_by_desc(table::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(to_correction).collect()
}

/// The correction of this id.
///
/// # Errors
/// What the database says.
pub async fn correction_by_id<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: CorrectionId,
) -> Result<Option<StoredCorrection>, Error> {
    table::Entity::find_by_id(id.0).one(source.connection()).await?.map(to_correction).transpose()
}

/// Stores a correction.
///
/// # Errors
/// [`Error::Conflict`] where one of this version stands.
pub async fn insert_correction(tx: &Tx<ManageQuestions>, new: &StoredCorrection) -> Result<(), Error> {
    let response = match &new.correction {
        Correction::ThrowOut => None,
        Correction::ReKey(response) => Some(response.to_stored()),
    };
    table::ActiveModel {
        id: Set(new.id.0),
        question: Set(new.question.to_string()),
        version: Set(new.version.clone()),
        kind: Set(new.correction.kind().to_string()),
        response: Set(response),
        reason: Set(new.reason.clone()),
        applied_by: Set(new.by.0),
        applied_at: Set(new.at.as_millis()),
        undone_by: Set(None),
        undone_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Takes a correction back, as of the transaction's time; says whether it stood.
///
/// # Errors
/// What the database says.
pub async fn undo_correction(tx: &Tx<ManageQuestions>, id: CorrectionId, by: PersonId) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::UndoneAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::UndoneBy, Expr::value(by.0))
        .filter(table::Column::Id.eq(id.0))
        .filter(table::Column::UndoneAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// So many decided exams at most for which this version was drawn, answered or not, by id, those after `after`.
///
/// # Errors
/// What the database says.
pub async fn decided_exams_with<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    version: &str,
    after: Option<AttemptId>,
    most: u64,
) -> Result<Vec<Attempt>, Error> {
    let asked = attempt_item::Entity::find()
        .select_only()
        .column(attempt_item::Column::AttemptId)
        .filter(attempt_item::Column::Version.eq(version));
    let rows = attempt::Entity::find()
        .filter(attempt::Column::Id.gt(after.map_or_else(Uuid::nil, |id| id.0)))
        .filter(attempt::Column::Id.in_subquery(asked.into_query()))
        .filter(attempt::Column::Kind.eq(AttemptKind::Exam.as_str()))
        .filter(attempt::Column::State.ne(AttemptState::Open.as_str()))
        .order_by_asc(attempt::Column::Id)
        .limit(most)
        .all(source.connection())
        .await?;
    rows.iter().map(to_attempt).collect()
}

/// Stores what a decided exam comes to under the corrections that stand; none where it is what was decided.
///
/// # Errors
/// What the database says.
pub async fn set_corrected<V: MaySit>(
    tx: &Tx<V>,
    changed: &Attempt,
    outcome: Option<(AttemptState, f64)>,
) -> Result<(), Error> {
    tx.touch(changed.person);
    attempt::ActiveModel {
        id: Unchanged(changed.id.0),
        corrected_state: Set(outcome.map(|(state, _)| state.to_string())),
        corrected_probability: Set(outcome.map(|(_, probability)| probability)),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    Ok(())
}
