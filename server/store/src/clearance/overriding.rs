//! Overrides of clearance.

use std::collections::BTreeMap;

use domain::authz::{OverrideClearance, Permit, ReadBoard, RevokeCertificate, SuspendCertificate, Verb};
use domain::clearance::Override;
use domain::id::{OverrideId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use crate::entity::clearance_override as table;
use crate::rows::{CHUNK, number, read, time};
use crate::{Error, Source, Tx};

/// Verbs under which an override ends.
pub trait MayEnd: Verb {}
impl MayEnd for OverrideClearance {}
impl MayEnd for SuspendCertificate {}
impl MayEnd for RevokeCertificate {}

fn to_override(row: table::Model) -> Result<Override, Error> {
    let pair = |by: Option<Uuid>, at: Option<i64>| by.zip(at).map(|(by, at)| (PersonId(by), time(at)));
    Ok(Override {
        id: OverrideId(row.id),
        person: PersonId(row.person_id),
        scope: read("clearance_override", "scope", &row.scope)?,
        level: read("clearance_override", "level", &row.level)?,
        hours: number("clearance_override", "hours", row.hours)?,
        reason: row.reason,
        asked_by: PersonId(row.asked_by),
        asked_at: time(row.asked_at),
        granted: pair(row.granted_by, row.granted_at),
        ended: pair(row.ended_by, row.ended_at),
    })
}

/// The overrides of these people that nobody has ended and that were not over at `now`, those that wait included, oldest first. Callers hold a
/// permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn open_overrides<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
    now: Timestamp,
) -> Result<BTreeMap<PersonId, Vec<Override>>, Error> {
    let mut found: BTreeMap<PersonId, Vec<Override>> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(table::Column::EndedAt.is_null())
            .filter(table::Column::Until.is_null().or(table::Column::Until.gt(now.as_millis())))
            .order_by_asc(table::Column::AskedAt)
            .order_by_asc(table::Column::Id)
            .all(source.connection())
            .await?;
        for row in rows {
            let row = to_override(row)?;
            found.entry(row.person).or_default().push(row);
        }
    }
    Ok(found)
}

/// The latest overrides of a person, whatever became of them, the latest first.
///
/// # Errors
/// What the database says.
pub async fn overrides_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
    most: u64,
) -> Result<Vec<Override>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::PersonId.eq(person.0))
        .order_by_desc(table::Column::AskedAt)
        .order_by_desc(table::Column::Id)
        .limit(most)
        .all(source.connection())
        .await?;
    rows.into_iter().map(to_override).collect()
}

/// An override without its words: whom it is about, and who answers for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// Which.
    pub id: OverrideId,
    /// Whom it is about.
    pub person: PersonId,
    /// Who asked.
    pub asked_by: PersonId,
    /// Who granted it.
    pub granted_by: Option<PersonId>,
}

/// All overrides that were asked for since, the latest first. Callers choose those that whoever asks may know of.
///
/// # Errors
/// What the database says.
pub async fn overrides_since(
    source: &impl Source,
    _: &Permit<ReadBoard>,
    since: Timestamp,
) -> Result<Vec<Outline>, Error> {
    use table::Column;
    let rows: Vec<(Uuid, Uuid, Uuid, Option<Uuid>)> = table::Entity::find()
        .select_only()
        .columns([Column::Id, Column::PersonId, Column::AskedBy, Column::GrantedBy])
        .filter(Column::AskedAt.gte(since.as_millis()))
        .order_by_desc(Column::AskedAt)
        .order_by_desc(Column::Id)
        .into_tuple()
        .all(source.connection())
        .await?;
    let outline = |(id, person, asked_by, granted_by): (Uuid, Uuid, Uuid, Option<Uuid>)| Outline {
        id: OverrideId(id),
        person: PersonId(person),
        asked_by: PersonId(asked_by),
        granted_by: granted_by.map(PersonId),
    };
    Ok(rows.into_iter().map(outline).collect())
}

/// The overrides of these ids, the latest first.
///
/// # Errors
/// What the database says.
pub async fn overrides_by_ids(
    source: &impl Source,
    _: &Permit<ReadBoard>,
    ids: &[OverrideId],
) -> Result<Vec<Override>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_desc(table::Column::AskedAt)
        .order_by_desc(table::Column::Id)
        .all(source.connection())
        .await?;
    rows.into_iter().map(to_override).collect()
}

/// The override of this id.
///
/// # Errors
/// What the database says.
pub async fn override_by_id<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: OverrideId,
) -> Result<Option<Override>, Error> {
    table::Entity::find_by_id(id.0).one(source.connection()).await?.map(to_override).transpose()
}

/// Stores a request.
///
/// # Errors
/// What the database says.
pub async fn insert_override(tx: &Tx<OverrideClearance>, new: &Override) -> Result<(), Error> {
    tx.touch(new.person);
    table::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        scope: Set(new.scope.to_string()),
        level: Set(new.level.to_string()),
        hours: Set(i64::from(new.hours)),
        reason: Set(new.reason.clone()),
        asked_by: Set(new.asked_by.0),
        asked_at: Set(new.asked_at.as_millis()),
        granted_by: Set(None),
        granted_at: Set(None),
        until: Set(None),
        ended_by: Set(None),
        ended_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Grants a request, as of the transaction's time; says whether it waited for that.
///
/// # Errors
/// What the database says.
pub async fn grant_override(
    tx: &Tx<OverrideClearance>,
    asked: &Override,
    by: PersonId,
    until: Timestamp,
) -> Result<bool, Error> {
    tx.touch(asked.person);
    let done = table::Entity::update_many()
        .col_expr(table::Column::GrantedBy, Expr::value(by.0))
        .col_expr(table::Column::GrantedAt, Expr::value(tx.now().as_millis()))
        .col_expr(table::Column::Until, Expr::value(until.as_millis()))
        .filter(table::Column::Id.eq(asked.id.0))
        .filter(table::Column::GrantedAt.is_null())
        .filter(table::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends one override, or declines a request; says whether it was there to end.
///
/// # Errors
/// What the database says.
pub async fn end_override<V: MayEnd>(tx: &Tx<V>, over: &Override, by: PersonId) -> Result<bool, Error> {
    tx.touch(over.person);
    let done = table::Entity::update_many()
        .col_expr(table::Column::EndedBy, Expr::value(by.0))
        .col_expr(table::Column::EndedAt, Expr::value(tx.now().as_millis()))
        .filter(table::Column::Id.eq(over.id.0))
        .filter(table::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}
