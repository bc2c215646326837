//! What each person may do in each scope, as of the last change of a fact it rests on.

use std::collections::BTreeMap;

use domain::authz::{AnswerClearance, OperateSystem, Permit, Verb};
use domain::catalog::Slug;
use domain::clearance::Clearance;
use domain::id::PersonId;
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult as _,
    IdenStatic as _, Iterable as _, QueryFilter, QueryOrder, QueryResult, QuerySelect,
};
use uuid::Uuid;

use super::reasons;
use crate::catalog::count_of_revisions;
use crate::entity::{clearance_state as table, person};
use crate::rows::{CHUNK, number, padded, read, time};
use crate::{Error, Source, Store, Tx};

/// A moment that is over by every node's clock.
const LONG_AGO: i64 = 0;

/// A clearance as it was decided, and for how long it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// What was decided.
    pub clearance: Clearance,
    /// Number of the certification's version that decided.
    pub policy_number: u32,
    /// What was decided by, besides the facts: rules and titles.
    pub basis: String,
    /// When.
    pub decided_at: Timestamp,
    /// The first moment at which something else may come out though no fact has changed.
    pub changes_at: Option<Timestamp>,
    /// How many revisions of modules there were; with one more something else may come out.
    pub revisions: u32,
}

impl State {
    /// Whether the same would be decided at `now`, by rules and titles of this basis.
    #[must_use]
    pub fn holds(&self, basis: &str, now: Timestamp) -> bool {
        self.basis == basis && self.changes_at.is_none_or(|at| now < at)
    }
}

impl TryFrom<table::Model> for State {
    type Error = Error;

    fn try_from(row: table::Model) -> Result<Self, Error> {
        let clearance = Clearance {
            level: read("clearance_state", "level", &row.level)?,
            until: row.until.map(time),
            reasons: reasons::from_text(&row.reasons)?,
        };
        Ok(Self {
            clearance,
            policy_number: number("clearance_state", "policy_number", row.policy_number)?,
            basis: row.basis,
            decided_at: time(row.decided_at),
            changes_at: row.changes_at.map(time),
            revisions: number("clearance_state", "revisions", row.revisions)?,
        })
    }
}

/// Somebody who was asked about, by the names they have, with what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Who.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Their id in other systems.
    pub external_id: Option<String>,
    /// What was last decided; none where nothing was yet, or a revision of a module went live since.
    pub state: Option<State>,
}

/// Everybody who has one of these ids, addresses or ids in other systems, with what they may do in a scope: one query.
///
/// # Errors
/// What the database says.
pub async fn named(
    store: &Store,
    _: &Permit<AnswerClearance>,
    scope: &Slug,
    (ids, emails, external): (&[PersonId], &[&str], &[&str]),
) -> Result<Vec<Named>, Error> {
    let mut any = Condition::any();
    if !ids.is_empty() {
        any = any.add(Expr::col(person::Column::Id).is_in(padded(ids).map(|id| id.0)));
    }
    if !emails.is_empty() {
        any = any.add(Expr::col(person::Column::Email).is_in(padded(emails)));
    }
    if !external.is_empty() {
        any = any.add(Expr::col(person::Column::ExternalId).is_in(padded(external)));
    }
    let rows = store.connection().query_all(&with_state(scope, any)).await?;
    rows.iter().map(to_named).collect()
}

/// The name under which the count of revisions is read beside a row.
const PUBLISHED: &str = "published";

fn with_state(scope: &Slug, which: Condition) -> SelectStatement {
    let of_person = Expr::col((table::Entity, table::Column::PersonId)).equals((person::Entity, person::Column::Id));
    let of_scope = Expr::col((table::Entity, table::Column::Scope)).eq(scope.as_str());
    let names = [person::Column::Id, person::Column::Email, person::Column::ExternalId];
    Query::select()
        .columns(names.map(|column| (person::Entity, column)))
        .columns(table::Column::iter().map(|column| (table::Entity, column)))
        .expr_as(count_of_revisions(), PUBLISHED)
        .from(person::Entity)
        .left_join(table::Entity, of_person.and(of_scope))
        .cond_where(which)
        .to_owned()
}

fn to_named(row: &QueryResult) -> Result<Named, Error> {
    let published: i64 = row.try_get("", PUBLISHED)?;
    let state = table::Model::from_query_result_optional(row, "")?.filter(|state| state.revisions == published);
    Ok(Named {
        person: PersonId(row.try_get("", person::Column::Id.as_str())?),
        email: row.try_get("", person::Column::Email.as_str())?,
        external_id: row.try_get("", person::Column::ExternalId.as_str())?,
        // A row that cannot be read is no answer, and keeps nobody from one: it is decided from the facts.
        state: state.and_then(|state| State::try_from(state).ok()),
    })
}

/// What was last decided for these people, by scope; none for a row that cannot be read here, as one that a newer Canoe has written. Callers hold
/// a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn states_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<(PersonId, Slug), Option<State>>, Error> {
    let mut found = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .all(source.connection())
            .await?;
        for row in rows {
            let key = (PersonId(row.person_id), read("clearance_state", "scope", &row.scope)?);
            found.insert(key, row.try_into().ok());
        }
    }
    Ok(found)
}

/// Stores what was decided for a person in these scopes, after which the transaction may be committed as far as they are concerned. The caller
/// holds the lock on the person, and has read the facts since.
///
/// # Errors
/// What the database says.
pub async fn write_states<V: Verb>(tx: &Tx<V>, person: PersonId, new: &[(Slug, State)]) -> Result<(), Error> {
    use table::Column;
    if !new.is_empty() {
        let rows: Vec<table::ActiveModel> =
            new.iter().map(|(scope, state)| to_row(person, scope, state)).collect::<Result<_, Error>>()?;
        let anew = [
            Column::Level,
            Column::Until,
            Column::Reasons,
            Column::PolicyNumber,
            Column::Basis,
            Column::DecidedAt,
            Column::ChangesAt,
            Column::Revisions,
        ];
        let again = OnConflict::columns([Column::PersonId, Column::Scope]).update_columns(anew).to_owned();
        table::Entity::insert_many(rows).on_conflict(again).exec_without_returning(tx.connection()).await?;
    }
    tx.settle(person);
    Ok(())
}

/// Makes what was decided for a person in these scopes count no more: checks decide from the facts, and whoever knows the scope decides anew.
///
/// # Errors
/// What the database says.
pub async fn void_states<V: Verb>(tx: &Tx<V>, person: PersonId, scopes: &[Slug]) -> Result<(), Error> {
    if scopes.is_empty() {
        return Ok(());
    }
    table::Entity::update_many()
        .col_expr(table::Column::ChangesAt, Expr::value(LONG_AGO))
        .filter(table::Column::PersonId.eq(person.0))
        .filter(table::Column::Scope.is_in(scopes.iter().map(Slug::as_str)))
        .exec(tx.connection())
        .await?;
    Ok(())
}

fn to_row(person: PersonId, scope: &Slug, state: &State) -> Result<table::ActiveModel, Error> {
    Ok(table::ActiveModel {
        person_id: Set(person.0),
        scope: Set(scope.to_string()),
        level: Set(state.clearance.level.to_string()),
        until: Set(state.clearance.until.map(Timestamp::as_millis)),
        reasons: Set(reasons::to_text(&state.clearance.reasons)?),
        policy_number: Set(i64::from(state.policy_number)),
        basis: Set(state.basis.clone()),
        decided_at: Set(state.decided_at.as_millis()),
        changes_at: Set(state.changes_at.map(Timestamp::as_millis)),
        revisions: Set(i64::from(state.revisions)),
    })
}

/// People for whom something else may come out by `now` than what was last decided in one of these scopes, the longest due first: because a
/// time has come, or a revision of a module has gone live.
///
/// # Errors
/// What the database says.
pub async fn due(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    scopes: &[&Slug],
    now: Timestamp,
    most: u64,
) -> Result<Vec<PersonId>, Error> {
    let rows: Vec<Uuid> = table::Entity::find()
        .select_only()
        .column(table::Column::PersonId)
        .filter(table::Column::ChangesAt.lte(now.as_millis()).or(behind_revisions()))
        .filter(table::Column::Scope.is_in(scopes.iter().map(|scope| scope.as_str())))
        .order_by_asc(table::Column::ChangesAt)
        .limit(most)
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(rows.into_iter().map(PersonId).collect())
}

/// Whether a revision of a module went live since.
fn behind_revisions() -> Expr {
    Expr::col((table::Entity, table::Column::Revisions)).lt(count_of_revisions())
}

/// People after this one, by id, for whom nothing was decided yet in a scope, or not on this basis and with all revisions.
///
/// # Errors
/// What the database says.
pub async fn behind(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    (scope, basis): (&Slug, &str),
    after: PersonId,
    most: u64,
) -> Result<Vec<PersonId>, Error> {
    let which = Condition::any()
        .add(Expr::col((table::Entity, table::Column::Basis)).is_null())
        .add(Expr::col((table::Entity, table::Column::Basis)).ne(basis))
        .add(behind_revisions());
    let mut select = with_state(scope, which);
    select
        .and_where(Expr::col((person::Entity, person::Column::Id)).gt(after.0))
        .order_by((person::Entity, person::Column::Id), sea_orm::Order::Asc)
        .limit(most);
    let rows = source.connection().query_all(&select).await?;
    rows.iter().map(|row| Ok(PersonId(row.try_get_by_index(0)?))).collect()
}
