//! One-time links.

use domain::authz::{ChangeAccount, Identify, InvitePerson, OperateSystem, Permit, RedeemLink, ResetPassword, Verb};
use domain::id::{LinkId, PersonId};
use domain::identity::{LinkKind, OneTimeLink};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

use crate::entity::one_time_link;
use crate::rows::time;
use crate::{Error, Source, Tx};

/// Verbs under which links may be taken out of use.
pub trait MayRetireLinks: Verb {}
impl MayRetireLinks for InvitePerson {}
impl MayRetireLinks for ResetPassword {}
impl MayRetireLinks for ChangeAccount {}
impl MayRetireLinks for RedeemLink {}
impl MayRetireLinks for OperateSystem {}

/// Verbs under which a link may be made, in the place of those before it.
pub trait MayMakeLinks: MayRetireLinks {}
impl MayMakeLinks for InvitePerson {}
impl MayMakeLinks for ResetPassword {}
impl MayMakeLinks for OperateSystem {}

fn to_link(row: &one_time_link::Model) -> Result<OneTimeLink, Error> {
    let kind = LinkKind::ALL.into_iter().find(|kind| kind.as_str() == row.kind).ok_or_else(|| Error::Corrupt {
        table: "one_time_link",
        column: "kind",
        value: row.kind.clone(),
    })?;
    Ok(OneTimeLink {
        id: LinkId(row.id),
        kind,
        person: row.person_id.map(PersonId),
        expires_at: time(row.expires_at),
        used_at: row.used_at.map(time),
    })
}

/// Stores a link by the hash of its token.
///
/// # Errors
/// What the database says.
pub async fn insert_link<V: MayMakeLinks>(
    tx: &Tx<V>,
    link: &OneTimeLink,
    token_hash: &str,
    by: Option<PersonId>,
) -> Result<(), Error> {
    one_time_link::ActiveModel {
        id: Set(link.id.0),
        token_hash: Set(token_hash.to_owned()),
        kind: Set(link.kind.as_str().to_owned()),
        person_id: Set(link.person.map(|id| id.0)),
        created_by: Set(by.map(|id| id.0)),
        created_at: Set(tx.now().as_millis()),
        expires_at: Set(link.expires_at.as_millis()),
        used_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// The link whose token has this hash, used ones included.
///
/// # Errors
/// What the database says.
pub async fn link_by_token(
    source: &impl Source,
    _: &Permit<Identify>,
    token_hash: &str,
) -> Result<Option<OneTimeLink>, Error> {
    let row = one_time_link::Entity::find()
        .filter(one_time_link::Column::TokenHash.eq(token_hash))
        .one(source.connection())
        .await?;
    row.as_ref().map(to_link).transpose()
}

/// Marks a link as used; says whether it was still open, so that of two uses at once only one goes through.
///
/// # Errors
/// What the database says.
pub async fn use_link(tx: &Tx<RedeemLink>, id: LinkId) -> Result<bool, Error> {
    Ok(retire(tx, one_time_link::Column::Id.eq(id.0), tx.now()).await? == 1)
}

/// Marks all open links of one kind and person as used, because a new one takes their place or nobody needs them.
///
/// # Errors
/// What the database says.
pub async fn retire_links_of<V: MayRetireLinks>(
    tx: &Tx<V>,
    kind: LinkKind,
    person: Option<PersonId>,
) -> Result<u64, Error> {
    let whose = match person {
        Some(id) => one_time_link::Column::PersonId.eq(id.0),
        None => one_time_link::Column::PersonId.is_null(),
    };
    retire(tx, whose.and(one_time_link::Column::Kind.eq(kind.as_str())), tx.now()).await
}

async fn retire(source: &impl Source, which: sea_orm::sea_query::SimpleExpr, now: Timestamp) -> Result<u64, Error> {
    let done = one_time_link::Entity::update_many()
        .col_expr(one_time_link::Column::UsedAt, Expr::value(now.as_millis()))
        .filter(which)
        .filter(one_time_link::Column::UsedAt.is_null())
        .exec(source.connection())
        .await?;
    Ok(done.rows_affected)
}
