//! What Canoe tells somebody once.

use domain::authz::{Permit, PutAwayNotice, Verb};
use domain::id::{NoticeId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::entity::notice as table;
use crate::rows::time;
use crate::{Error, Source, Tx};

/// Something that somebody is told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Who is told.
    pub person: PersonId,
    /// A stable word for what it is about: `appeal-decided`, `result-changed`.
    pub kind: String,
    /// What is told, in plain words.
    pub words: String,
    /// The page it is about, from the root.
    pub link: Option<String>,
    /// When it was written.
    pub created_at: Timestamp,
}

/// Writes a notice, with whatever it is about.
///
/// # Errors
/// [`Error::Conflict`] where there is no such person.
pub async fn insert_notice<V: Verb>(tx: &Tx<V>, new: &Notice) -> Result<(), Error> {
    table::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        kind: Set(new.kind.clone()),
        words: Set(new.words.clone()),
        link: Set(new.link.clone()),
        created_at: Set(new.created_at.as_millis()),
        seen_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// So many notices at most that somebody has not put away, the latest first. The caller holds a permit for this person.
///
/// # Errors
/// What the database says.
pub async fn open_notices<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
    most: u64,
) -> Result<Vec<Notice>, Error> {
    let rows = table::Entity::find()
        .filter(table::Column::PersonId.eq(person.0))
        .filter(table::Column::SeenAt.is_null())
        .order_by_desc(table::Column::CreatedAt)
        .order_by_desc(table::Column::Id)
        .limit(most)
        .all(source.connection())
        .await?;
    let notice = |row: table::Model| Notice {
        id: NoticeId(row.id),
        person: PersonId(row.person_id),
        kind: row.kind,
        words: row.words,
        link: row.link,
        created_at: time(row.created_at),
    };
    Ok(rows.into_iter().map(notice).collect())
}

/// Puts a notice of this person away; says whether it was there.
///
/// # Errors
/// What the database says.
pub async fn put_away(tx: &Tx<PutAwayNotice>, person: PersonId, id: NoticeId) -> Result<bool, Error> {
    let done = table::Entity::update_many()
        .col_expr(table::Column::SeenAt, Expr::value(tx.now().as_millis()))
        .filter(table::Column::Id.eq(id.0))
        .filter(table::Column::PersonId.eq(person.0))
        .filter(table::Column::SeenAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected == 1)
}

/// Puts away all notices of a kind that nobody has put away: those of one person, and those that lead to one page, where they are named.
///
/// # Errors
/// What the database says.
pub async fn withdraw_notices<V: Verb>(
    tx: &Tx<V>,
    kind: &str,
    person: Option<PersonId>,
    link: Option<&str>,
) -> Result<(), Error> {
    let mut which = table::Entity::update_many()
        .col_expr(table::Column::SeenAt, Expr::value(tx.now().as_millis()))
        .filter(table::Column::Kind.eq(kind))
        .filter(table::Column::SeenAt.is_null());
    if let Some(person) = person {
        which = which.filter(table::Column::PersonId.eq(person.0));
    }
    if let Some(link) = link {
        which = which.filter(table::Column::Link.eq(link));
    }
    which.exec(tx.connection()).await?;
    Ok(())
}
