//! Assignments that are past their day, and who was told.

use std::collections::BTreeSet;

use domain::authz::{OperateSystem, Permit, Verb};
use domain::id::{AssignmentId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::{Assignee, Assignment, to_assignment};
use crate::entity::{assignment, assignment_overdue as table, person, team, team_member};
use crate::identity::Part;
use crate::{Error, Source, Store, Tx};

/// Assignments past their day of which somebody may still have to be told, the longest past first, so many at most.
///
/// # Errors
/// What the database says.
pub async fn late(
    store: &Store,
    _: &Permit<OperateSystem>,
    now: Timestamp,
    most: u64,
) -> Result<Vec<Assignment>, Error> {
    let rows = assignment::Entity::find()
        .filter(assignment::Column::OverdueToldAt.is_null())
        .filter(assignment::Column::WithdrawnAt.is_null())
        .filter(assignment::Column::DueAt.lt(now.as_millis()))
        .order_by_asc(assignment::Column::DueAt)
        .limit(most)
        .all(store.connection())
        .await?;
    rows.iter().map(to_assignment).collect()
}

/// Everybody with an account in use whom something is assigned to: the person, or the members of the team and of the teams nested in it, in the
/// order of their ids. The caller holds a permit for the assignee.
///
/// # Errors
/// What the database says.
pub async fn people_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    to: Assignee,
) -> Result<BTreeSet<PersonId>, Error> {
    let mut ids: Vec<Uuid> = Vec::new();
    match to {
        Assignee::Person(id) => ids.push(id.0),
        Assignee::Team(id) => {
            let (mut teams, mut level) = (BTreeSet::from([id.0]), vec![id.0]);
            while !level.is_empty() {
                let nested: Vec<Uuid> = team::Entity::find()
                    .select_only()
                    .column(team::Column::Id)
                    .filter(team::Column::ParentId.is_in(level))
                    .into_tuple()
                    .all(source.connection())
                    .await?;
                level = nested.into_iter().filter(|team| teams.insert(*team)).collect();
            }
            ids = team_member::Entity::find()
                .select_only()
                .column(team_member::Column::PersonId)
                .filter(team_member::Column::TeamId.is_in(teams))
                .filter(team_member::Column::Part.eq(Part::Member.as_str()))
                .into_tuple()
                .all(source.connection())
                .await?;
        }
    }
    let mut active = BTreeSet::new();
    for chunk in ids.chunks(crate::rows::CHUNK) {
        let found: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(chunk.iter().copied()))
            .filter(person::Column::DeactivatedAt.is_null())
            .into_tuple()
            .all(source.connection())
            .await?;
        active.extend(found.into_iter().map(PersonId));
    }
    Ok(active)
}

/// Whose lateness in an assignment was told already.
///
/// # Errors
/// What the database says.
pub async fn told(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    assignment: AssignmentId,
) -> Result<BTreeSet<PersonId>, Error> {
    let ids: Vec<Uuid> = table::Entity::find()
        .select_only()
        .column(table::Column::PersonId)
        .filter(table::Column::AssignmentId.eq(assignment.0))
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(ids.into_iter().map(PersonId).collect())
}

/// Notes that somebody's lateness is told.
///
/// # Errors
/// [`Error::Conflict`] where it was.
pub async fn note_told(tx: &Tx<OperateSystem>, assignment: AssignmentId, person: PersonId) -> Result<(), Error> {
    table::ActiveModel {
        assignment_id: Set(assignment.0),
        person_id: Set(person.0),
        told_at: Set(tx.now().as_millis()),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Notes that nobody's lateness in an assignment is left to tell. Book-keeping without an audit row: each of those who were told has one.
///
/// # Errors
/// What the database says.
pub async fn nobody_left(
    store: &Store,
    _: &Permit<OperateSystem>,
    assignment: AssignmentId,
    now: Timestamp,
) -> Result<(), Error> {
    assignment::Entity::update_many()
        .col_expr(assignment::Column::OverdueToldAt, Expr::value(now.as_millis()))
        .filter(assignment::Column::Id.eq(assignment.0))
        .exec(&store.writer)
        .await?;
    Ok(())
}
