//! Question versions that were ever shown.

use std::collections::BTreeMap;

use domain::authz::{Permit, TakeAttempt, Verb};
use domain::catalog::{Question, QuestionRef};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::question_version as table;
use crate::rows::read;
use crate::{Error, Source, Tx};

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
pub async fn store_questions(tx: &Tx<TakeAttempt>, questions: &[&Question]) -> Result<(), Error> {
    if questions.is_empty() {
        return Ok(());
    }
    // Always in the same order: two draws that store the same new versions wait for each other, and never in a circle.
    let questions: BTreeMap<&str, &Question> = questions.iter().map(|found| (found.version.as_str(), *found)).collect();
    let rows = questions.into_values().map(|question| table::ActiveModel {
        version: Set(question.version.clone()),
        question: Set(question.reference.to_string()),
        source: Set(question.source.clone()),
        first_served_at: Set(tx.now().as_millis()),
    });
    table::Entity::insert_many(rows)
        .on_conflict(OnConflict::column(table::Column::Version).do_nothing().to_owned())
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
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
