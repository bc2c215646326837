//! Sessions.

use domain::authz::{
    ChangeAccount, CloseAccount, Identify, ManageSessions, OperateSystem, Permit, RedeemLink, SignIn, Verb,
};
use domain::id::{PersonId, SessionId};
use domain::identity::{Person, Session};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder};

use super::person::to_person;
use crate::entity::{person, session};
use crate::rows::time;
use crate::{Error, Source, Store, Tx};

/// Verbs under which a session may begin.
pub trait MayStartSession: Verb {}
impl MayStartSession for SignIn {}
impl MayStartSession for RedeemLink {}

/// Verbs under which sessions may be ended.
pub trait MayEndSessions: Verb {}
impl MayEndSessions for ManageSessions {}
impl MayEndSessions for CloseAccount {}
impl MayEndSessions for ChangeAccount {}
impl MayEndSessions for RedeemLink {}
impl MayEndSessions for OperateSystem {}

fn to_session(row: &session::Model) -> Session {
    Session {
        id: SessionId(row.id),
        person: PersonId(row.person_id),
        created_at: time(row.created_at),
        last_seen_at: time(row.last_seen_at),
        ended_at: row.ended_at.map(time),
        user_agent: row.user_agent.clone(),
        address: row.address.clone(),
    }
}

/// The session whose token has this hash, with its person.
///
/// # Errors
/// What the database says.
pub async fn session_by_token(
    source: &impl Source,
    _: &Permit<Identify>,
    token_hash: &str,
) -> Result<Option<(Session, Person)>, Error> {
    let Some(row) =
        session::Entity::find().filter(session::Column::TokenHash.eq(token_hash)).one(source.connection()).await?
    else {
        return Ok(None);
    };
    let owner = person::Entity::find_by_id(row.person_id).one(source.connection()).await?;
    owner.map(|owner| Ok((to_session(&row), to_person(&owner)?))).transpose()
}

/// Begins a session.
///
/// # Errors
/// What the database says.
pub async fn insert_session<V: MayStartSession>(tx: &Tx<V>, session: &Session, token_hash: &str) -> Result<(), Error> {
    session::ActiveModel {
        id: Set(session.id.0),
        token_hash: Set(token_hash.to_owned()),
        person_id: Set(session.person.0),
        created_at: Set(session.created_at.as_millis()),
        last_seen_at: Set(session.last_seen_at.as_millis()),
        ended_at: Set(None),
        user_agent: Set(session.user_agent.clone()),
        address: Set(session.address.clone()),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Ends one session of a person; says whether there was one to end.
///
/// # Errors
/// What the database says.
pub async fn end_session<V: MayEndSessions>(tx: &Tx<V>, person: PersonId, id: SessionId) -> Result<bool, Error> {
    Ok(end_all(tx, session::Column::Id.eq(id.0).and(session::Column::PersonId.eq(person.0))).await? > 0)
}

/// Ends all sessions of a person; says how many.
///
/// # Errors
/// What the database says.
pub async fn end_sessions_of<V: MayEndSessions>(tx: &Tx<V>, person: PersonId) -> Result<u64, Error> {
    end_all(tx, session::Column::PersonId.eq(person.0)).await
}

/// Ends all sessions of a person but this one; says how many.
///
/// # Errors
/// What the database says.
pub async fn end_other_sessions_of<V: MayEndSessions>(
    tx: &Tx<V>,
    person: PersonId,
    keep: SessionId,
) -> Result<u64, Error> {
    end_all(tx, session::Column::PersonId.eq(person.0).and(session::Column::Id.ne(keep.0))).await
}

async fn end_all<V: MayEndSessions>(tx: &Tx<V>, which: SimpleExpr) -> Result<u64, Error> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(tx.now().as_millis()))
        .filter(which)
        .filter(session::Column::EndedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected)
}

/// Sessions of a person that nobody ended, newest first. Some of them may be too old to be open.
///
/// # Errors
/// What the database says.
pub async fn open_sessions_of(
    store: &Store,
    _: &Permit<ManageSessions>,
    person: PersonId,
) -> Result<Vec<Session>, Error> {
    let rows = session::Entity::find()
        .filter(session::Column::PersonId.eq(person.0))
        .filter(session::Column::EndedAt.is_null())
        .order_by_desc(session::Column::CreatedAt)
        .all(store.connection())
        .await?;
    Ok(rows.iter().map(to_session).collect())
}

/// Notes that a session was used. Book-keeping, so that idle sessions end; without an audit row, like a key's last use.
///
/// # Errors
/// What the database says.
pub async fn touch_session(store: &Store, _: &Permit<Identify>, id: SessionId, now: Timestamp) -> Result<(), Error> {
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(now.as_millis()))
        .filter(session::Column::Id.eq(id.0))
        .exec(&store.writer)
        .await?;
    Ok(())
}
