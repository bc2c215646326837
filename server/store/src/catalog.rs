//! Versions of questions and lessons that were ever shown.

mod lesson;
mod revision;

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{OperateSystem, Permit, TakeAttempt, Verb};
use domain::catalog::{Question, QuestionRef};
pub use lesson::{Reading, known_lessons, lesson_source, readings_of, store_lessons};
pub(crate) use revision::count as count_of_revisions;
pub use revision::{Published, insert_revisions, last_revisions, published};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::entity::question_version as table;
use crate::rows::{CHUNK, read};
use crate::{Error, Source, Tx};

/// Verbs under which versions of questions are stored: a draw's, and whatever goes live.
pub trait MayServe: Verb {}
impl MayServe for TakeAttempt {}
impl MayServe for OperateSystem {}

/// A stored version of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredQuestion {
    /// Which question.
    pub question: QuestionRef,
    /// Its Markdown.
    pub source: String,
}

/// Stores these versions, those that are there already excepted.
///
/// # Errors
/// What the database says.
pub async fn store_questions<V: MayServe>(tx: &Tx<V>, questions: &[&Question]) -> Result<(), Error> {
    // Always in the same order: two draws that store the same new versions wait for each other, and never in a circle.
    let questions: BTreeMap<&str, &Question> = questions.iter().map(|found| (found.version.as_str(), *found)).collect();
    let questions: Vec<&Question> = questions.into_values().collect();
    for chunk in questions.chunks(CHUNK) {
        let rows = chunk.iter().map(|question| table::ActiveModel {
            version: Set(question.version.clone()),
            question: Set(question.reference.to_string()),
            source: Set(question.source.clone()),
            first_served_at: Set(tx.now().as_millis()),
        });
        table::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(table::Column::Version).do_nothing().to_owned())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// Those of these versions of questions that are stored.
///
/// # Errors
/// What the database says.
pub async fn known_questions(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    versions: &[&str],
) -> Result<BTreeSet<String>, Error> {
    let mut known = BTreeSet::new();
    for chunk in versions.chunks(CHUNK) {
        let stored: Vec<String> = table::Entity::find()
            .select_only()
            .column(table::Column::Version)
            .filter(table::Column::Version.is_in(chunk.iter().copied()))
            .into_tuple()
            .all(source.connection())
            .await?;
        known.extend(stored);
    }
    Ok(known)
}

/// Stored questions by version.
///
/// # Errors
/// What the database says.
pub async fn stored_questions<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    versions: &[&str],
) -> Result<BTreeMap<String, StoredQuestion>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::Version.is_in(versions.iter().copied()))
        .all(source.connection())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok((
                row.version,
                StoredQuestion { question: read("question_version", "question", &row.question)?, source: row.source },
            ))
        })
        .collect()
}
