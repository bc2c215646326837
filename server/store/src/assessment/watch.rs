//! What came of questions in exams, beside what was expected.

use std::collections::BTreeMap;

use domain::assessment::watch::Watch;
use domain::authz::{Permit, Verb};
use domain::catalog::QuestionRef;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

use super::MaySit;
use crate::entity::question_watch as table;
use crate::rows::{CHUNK, number};
use crate::{Error, Source, Tx};

/// Adds what came of these versions of questions to what is known of them. Two exams that end at once wait for each other, and never in a
/// circle: versions come in their own order.
///
/// # Errors
/// What the database says.
pub async fn watch_answers<V: MaySit>(tx: &Tx<V>, new: &BTreeMap<String, (QuestionRef, Watch)>) -> Result<(), Error> {
    if new.is_empty() {
        return Ok(());
    }
    let rows = new.iter().map(|(version, (question, watch))| table::ActiveModel {
        version: Set(version.clone()),
        question: Set(question.to_string()),
        answers: Set(i64::from(watch.answers)),
        observed: Set(watch.observed),
        expected: Set(watch.expected),
        variance: Set(watch.variance),
    });
    let columns = [table::Column::Answers, table::Column::Observed, table::Column::Expected, table::Column::Variance];
    let mut added = OnConflict::column(table::Column::Version);
    for column in columns {
        added.value(column, Expr::col((table::Entity, column)).add(Expr::col(("excluded", column))));
    }
    table::Entity::insert_many(rows).on_conflict(added).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// What came of these versions of questions so far, by version.
///
/// # Errors
/// What the database says.
pub async fn watches<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    versions: &[&str],
) -> Result<BTreeMap<String, Watch>, Error> {
    let mut found = BTreeMap::new();
    for chunk in versions.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::Version.is_in(chunk.iter().copied()))
            .all(source.connection())
            .await?;
        for row in rows {
            let watch = Watch {
                answers: number("question_watch", "answers", row.answers)?,
                observed: row.observed,
                expected: row.expected,
                variance: row.variance,
            };
            found.insert(row.version, watch);
        }
    }
    Ok(found)
}
