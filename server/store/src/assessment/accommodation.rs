//! More time in exams, for one person.

use domain::assessment::ExtraTime;
use domain::authz::{GrantAccommodation, Permit, Verb};
use domain::id::{AccommodationId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::accommodation as table;
use crate::rows::{number, time};
use crate::{Error, Source, Tx};

/// More time in exams, for one person, while it lasts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accommodation {
    /// Its id.
    pub id: AccommodationId,
    /// Whose.
    pub person: PersonId,
    /// How much.
    pub extra: ExtraTime,
    /// Why; for admins alone.
    pub reason: String,
    /// Who granted it; none for Canoe itself.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// What this person has now; none where exams take as long as for everybody.
///
/// # Errors
/// What the database says.
pub async fn accommodation_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
) -> Result<Option<Accommodation>, Error> {
    let row = table::Entity::find()
        .filter(table::Column::PersonId.eq(person.0))
        .filter(table::Column::EndedAt.is_null())
        .one(source.connection())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let percent = number("accommodation", "extra_percent", row.extra_percent)?;
    let corrupt =
        |_| Error::Corrupt { table: "accommodation", column: "extra_percent", value: row.extra_percent.to_string() };
    Ok(Some(Accommodation {
        id: AccommodationId(row.id),
        person,
        extra: ExtraTime::new(percent).map_err(corrupt)?,
        reason: row.reason,
        by: row.granted_by.map(PersonId),
        at: time(row.granted_at),
    }))
}

/// Grants more time.
///
/// # Errors
/// [`Error::Conflict`] where the person has some already.
pub async fn insert_accommodation(tx: &Tx<GrantAccommodation>, new: &Accommodation) -> Result<(), Error> {
    table::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        extra_percent: Set(i64::from(new.extra.percent())),
        reason: Set(new.reason.clone()),
        granted_by: Set(new.by.map(|id| id.0)),
        granted_at: Set(new.at.as_millis()),
        ended_by: Set(None),
        ended_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Ends what this person has; says whether they had any.
///
/// # Errors
/// What the database says.
pub async fn end_accommodation(
    tx: &Tx<GrantAccommodation>,
    person: PersonId,
    by: Option<PersonId>,
) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::EndedAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::EndedBy, Expr::value(by.map(|id| id.0)))
        .filter(table::Column::PersonId.eq(person.0))
        .filter(table::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected > 0)
}
