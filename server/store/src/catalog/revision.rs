//! Revisions of modules that went live.

use std::collections::BTreeMap;

use domain::authz::{OperateSystem, Permit, Verb};
use domain::catalog::{LastRevision, Manifest, ModuleRef, Revision, RevisionChange, Slug};
use sea_orm::sea_query::{Expr, Func, Query, SelectStatement, SubQueryStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
};

use crate::entity::module_revision as table;
use crate::rows::{number, read, time};
use crate::{Error, Source, Tx};

/// The revisions that ask something of people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// How many revisions there are in all; what was decided with fewer is to be decided anew.
    pub count: u32,
    /// The material and the critical ones, oldest first.
    pub asking: Vec<Revision>,
}

#[derive(FromQueryResult)]
struct Row {
    module: String,
    revision: i64,
    change: String,
    grace_days: i64,
    published_at: i64,
    changed: String,
}

/// The revisions that ask something of people.
///
/// # Errors
/// What the database says.
pub async fn published<V: Verb>(source: &impl Source, _: &Permit<V>) -> Result<Published, Error> {
    // Counted first: one that goes live in between is known without being counted, and what is decided with it is decided once more.
    let counted = source.connection().query_one(&count_of()).await?;
    let counted: i64 = counted.map_or(Ok(0), |row| row.try_get_by_index(0))?;
    use table::Column;
    let rows = table::Entity::find()
        .select_only()
        .columns([Column::Module, Column::Revision, Column::Change])
        .columns([Column::GraceDays, Column::PublishedAt, Column::Changed])
        .filter(Column::Change.ne(RevisionChange::Editorial.as_str()))
        .order_by_asc(Column::PublishedAt)
        .order_by_asc(Column::Module)
        .order_by_asc(Column::Revision)
        .into_model::<Row>()
        .all(source.connection())
        .await?;
    let asking = rows.into_iter().map(to_revision).collect::<Result<_, Error>>()?;
    Ok(Published { count: number("module_revision", "revision", counted)?, asking })
}

fn count_of() -> SelectStatement {
    Query::select().expr(Func::count(Expr::col(table::Column::Module))).from(table::Entity).to_owned()
}

/// How many revisions there are, as part of another query.
pub(crate) fn count() -> Expr {
    SubQueryStatement::from(count_of()).into()
}

fn to_revision(row: Row) -> Result<Revision, Error> {
    Ok(Revision {
        module: read("module_revision", "module", &row.module)?,
        number: number("module_revision", "revision", row.revision)?,
        change: read("module_revision", "change", &row.change)?,
        grace_days: number("module_revision", "grace_days", row.grace_days)?,
        published_at: time(row.published_at),
        changed: from_json("changed", &row.changed)?,
    })
}

fn from_json<T: serde::de::DeserializeOwned>(column: &'static str, text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|_| corrupt(column, text.to_owned()))
}

fn to_json<T: serde::Serialize>(column: &'static str, value: &T) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| corrupt(column, error.to_string()))
}

fn corrupt(column: &'static str, value: String) -> Error {
    Error::Corrupt { table: "module_revision", column, value }
}

/// The last revision of each module, as far as the next is compared with it.
///
/// # Errors
/// What the database says.
pub async fn last_revisions<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
) -> Result<BTreeMap<ModuleRef, LastRevision>, Error> {
    let rows = table::Entity::find().order_by_asc(table::Column::Revision).all(source.connection()).await?;
    let mut last = BTreeMap::new();
    for row in rows {
        let found = LastRevision {
            number: number("module_revision", "revision", row.revision)?,
            questions: from_json::<Vec<(Slug, String)>>("questions", &row.questions)?.into_iter().collect(),
        };
        last.insert(read("module_revision", "module", &row.module)?, found);
    }
    Ok(last)
}

/// Adds revisions, with the questions that the next ones are compared with.
///
/// # Errors
/// [`Error::Conflict`] where one of them is there already.
pub async fn insert_revisions(tx: &Tx<OperateSystem>, new: &[(Revision, Manifest)]) -> Result<(), Error> {
    for (revision, questions) in new {
        let row = table::ActiveModel {
            module: Set(revision.module.to_string()),
            revision: Set(i64::from(revision.number)),
            change: Set(revision.change.as_str().to_owned()),
            grace_days: Set(i64::from(revision.grace_days)),
            published_at: Set(revision.published_at.as_millis()),
            changed: Set(to_json("changed", &revision.changed)?),
            questions: Set(to_json("questions", &questions.iter().collect::<Vec<_>>())?),
        };
        table::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}
