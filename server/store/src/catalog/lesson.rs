//! Lesson versions that were ever served, and who read which.

use std::collections::BTreeSet;

use domain::authz::{OperateSystem, Permit, Verb};
use domain::catalog::{Lesson, LessonRef};
use domain::id::PersonId;
use domain::time::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::{lesson_read, lesson_version as table};
use crate::rows::{CHUNK, read, time};
use crate::{Error, Source, Tx};

/// A lesson as somebody read it first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Which lesson.
    pub lesson: LessonRef,
    /// The version read: SHA-256 in hex of its reference and source.
    pub version: String,
    /// When.
    pub at: Timestamp,
}

/// Those of these versions of lessons that are stored.
///
/// # Errors
/// What the database says.
pub async fn known_lessons(
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

/// Stores these versions, those that are there already excepted.
///
/// # Errors
/// What the database says.
pub async fn store_lessons(tx: &Tx<OperateSystem>, lessons: &[&Lesson]) -> Result<(), Error> {
    for chunk in lessons.chunks(CHUNK) {
        let rows = chunk.iter().map(|lesson| table::ActiveModel {
            version: Set(lesson.version.clone()),
            lesson: Set(lesson.reference.to_string()),
            source: Set(lesson.source.clone()),
            first_served_at: Set(tx.now().as_millis()),
        });
        table::Entity::insert_many(rows)
            .on_conflict(OnConflict::column(table::Column::Version).do_nothing().to_owned())
            .exec_without_returning(tx.connection())
            .await?;
    }
    Ok(())
}

/// The source of a stored version of a lesson.
///
/// # Errors
/// What the database says.
pub async fn lesson_source<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    version: &str,
) -> Result<Option<String>, Error> {
    Ok(table::Entity::find_by_id(version).one(source.connection()).await?.map(|row| row.source))
}

/// What a person has read, the latest first. Callers hold a permit for them.
///
/// # Errors
/// What the database says.
pub async fn readings_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
) -> Result<Vec<Reading>, Error> {
    let rows = lesson_read::Entity::find()
        .filter(lesson_read::Column::PersonId.eq(person.0))
        .order_by_desc(lesson_read::Column::ReadAt)
        .order_by_asc(lesson_read::Column::Lesson)
        .all(source.connection())
        .await?;
    let reading = |row: lesson_read::Model| {
        let lesson = read("lesson_read", "lesson", &row.lesson)?;
        Ok(Reading { lesson, version: row.version, at: time(row.read_at) })
    };
    rows.into_iter().map(reading).collect()
}
