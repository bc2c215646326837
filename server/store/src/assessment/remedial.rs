//! Lessons to read again before an exam is taken again.

use std::collections::BTreeMap;

use domain::assessment::{Attempt, RemedialLesson};
use domain::authz::{Learn, Permit, Verb};
use domain::catalog::LessonRef;
use domain::id::{AttemptId, PersonId};
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::MaySit;
use crate::entity::{attempt, remedial_lesson as table};
use crate::rows::{CHUNK, read, time};
use crate::{Error, Source, Tx};

/// Gives these lessons, and no others that are unread, with the decision of an attempt, in this order.
///
/// # Errors
/// What the database says.
pub async fn set_remedial<V: MaySit>(tx: &Tx<V>, attempt: &Attempt, lessons: &[LessonRef]) -> Result<(), Error> {
    tx.touch(attempt.person);
    table::Entity::delete_many()
        .filter(table::Column::AttemptId.eq(attempt.id.0))
        .filter(table::Column::ReadAt.is_null())
        .filter(table::Column::Lesson.is_not_in(lessons.iter().map(ToString::to_string)))
        .exec(tx.connection())
        .await?;
    if lessons.is_empty() {
        return Ok(());
    }
    let rows = (0..).zip(lessons).map(|(position, lesson)| table::ActiveModel {
        attempt_id: Set(attempt.id.0),
        lesson: Set(lesson.to_string()),
        position: Set(position),
        read_at: Set(None),
    });
    table::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([table::Column::AttemptId, table::Column::Lesson])
                .update_column(table::Column::Position)
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// The lessons that were given with each of these attempts, in their order. Callers hold a permit for the people whose they are.
///
/// # Errors
/// What the database says.
pub async fn remedial_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    attempts: &[AttemptId],
) -> Result<BTreeMap<AttemptId, Vec<RemedialLesson>>, Error> {
    let mut found: BTreeMap<AttemptId, Vec<RemedialLesson>> = BTreeMap::new();
    for chunk in attempts.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::AttemptId.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(table::Column::Position)
            .all(source.connection())
            .await?;
        for row in rows {
            let lesson = read("remedial_lesson", "lesson", &row.lesson)?;
            let given = RemedialLesson { lesson, read_at: row.read_at.map(time) };
            found.entry(AttemptId(row.attempt_id)).or_default().push(given);
        }
    }
    Ok(found)
}

/// Whether this lesson was given to this person to read again, and waits for it.
///
/// # Errors
/// What the database says.
pub async fn waits_to_be_read_again(
    source: &impl Source,
    _: &Permit<Learn>,
    person: PersonId,
    lesson: &LessonRef,
) -> Result<bool, Error> {
    let row = table::Entity::find()
        .filter(table::Column::AttemptId.in_subquery(attempts_of(person)))
        .filter(table::Column::Lesson.eq(lesson.to_string()))
        .filter(table::Column::ReadAt.is_null())
        .one(source.connection())
        .await?;
    Ok(row.is_some())
}

/// Marks a lesson as read again wherever it was given to this person and waits for it; says whether it was.
///
/// # Errors
/// What the database says.
pub async fn mark_read_again(tx: &Tx<Learn>, person: PersonId, lesson: &LessonRef) -> Result<bool, Error> {
    tx.touch(person);
    let done = table::Entity::update_many()
        .col_expr(table::Column::ReadAt, Expr::value(tx.now().as_millis()))
        .filter(table::Column::AttemptId.in_subquery(attempts_of(person)))
        .filter(table::Column::Lesson.eq(lesson.to_string()))
        .filter(table::Column::ReadAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected > 0)
}

fn attempts_of(person: PersonId) -> sea_orm::sea_query::SelectStatement {
    Query::select()
        .column(attempt::Column::Id)
        .from(attempt::Entity)
        .and_where(attempt::Column::PersonId.eq(person.0))
        .to_owned()
}
