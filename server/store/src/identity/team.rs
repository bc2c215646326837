//! Teams, their members and managers.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{Identify, InvitePerson, ListPeople, ManageTeams, OperateSystem, Permit, Reach, Verb};
use domain::id::{PersonId, TeamId};
use domain::identity::Team;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use uuid::Uuid;

use crate::entity::{team, team_member};
use crate::rows::CHUNK;
use crate::{Error, Source, Store, Tx};

/// Verbs under which somebody may join a team.
pub trait MayJoinTeams: Verb {}
impl MayJoinTeams for InvitePerson {}
impl MayJoinTeams for ManageTeams {}
impl MayJoinTeams for OperateSystem {}

/// How somebody belongs to a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Is one of its people.
    Member,
    /// Answers for it.
    Manager,
}

impl Part {
    /// The word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Manager => "manager",
        }
    }
}

/// A team with the ids of its people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamRow {
    /// The team.
    pub team: Team,
    /// Its members.
    pub members: Vec<PersonId>,
    /// Its managers.
    pub managers: Vec<PersonId>,
}

fn to_team(row: team::Model) -> Team {
    Team { id: TeamId(row.id), name: row.name, parent: row.parent_id.map(TeamId) }
}

/// Teams that a person is a member of.
///
/// # Errors
/// What the database says.
pub async fn teams_of(source: &impl Source, _: &Permit<Identify>, person: PersonId) -> Result<Vec<TeamId>, Error> {
    ids_of(source, person, Part::Member).await
}

async fn ids_of(source: &impl Source, person: PersonId, part: Part) -> Result<Vec<TeamId>, Error> {
    let ids: Vec<Uuid> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .filter(team_member::Column::PersonId.eq(person.0))
        .filter(team_member::Column::Part.eq(part.as_str()))
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(ids.into_iter().map(TeamId).collect())
}

/// Teams that a person manages, with all teams nested in these.
///
/// # Errors
/// What the database says.
pub async fn managed_teams(
    source: &impl Source,
    _: &Permit<Identify>,
    person: PersonId,
) -> Result<BTreeSet<TeamId>, Error> {
    let mut all: BTreeSet<TeamId> = ids_of(source, person, Part::Manager).await?.into_iter().collect();
    let mut level: Vec<TeamId> = all.iter().copied().collect();
    while !level.is_empty() {
        let children: Vec<Uuid> = team::Entity::find()
            .select_only()
            .column(team::Column::Id)
            .filter(team::Column::ParentId.is_in(level.iter().map(|team| team.0)))
            .into_tuple()
            .all(source.connection())
            .await?;
        level = children.into_iter().map(TeamId).filter(|team| all.insert(*team)).collect();
    }
    Ok(all)
}

/// The teams each of these people is a member of, with all teams above these. Callers hold a permit for every person they
/// ask about.
///
/// # Errors
/// What the database says.
pub async fn teams_of_members<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, BTreeSet<TeamId>>, Error> {
    let memberships: Vec<(Uuid, Uuid)> = team_member::Entity::find()
        .select_only()
        .columns([team_member::Column::PersonId, team_member::Column::TeamId])
        .filter(team_member::Column::PersonId.is_in(people.iter().map(|id| id.0)))
        .filter(team_member::Column::Part.eq(Part::Member.as_str()))
        .into_tuple()
        .all(source.connection())
        .await?;
    let mut parents: BTreeMap<Uuid, Option<Uuid>> = BTreeMap::new();
    let mut level: BTreeSet<Uuid> = memberships.iter().map(|(_, team)| *team).collect();
    while !level.is_empty() {
        let rows: Vec<(Uuid, Option<Uuid>)> = team::Entity::find()
            .select_only()
            .columns([team::Column::Id, team::Column::ParentId])
            .filter(team::Column::Id.is_in(level))
            .into_tuple()
            .all(source.connection())
            .await?;
        parents.extend(rows.iter().copied());
        level = rows.iter().filter_map(|(_, parent)| *parent).filter(|parent| !parents.contains_key(parent)).collect();
    }
    let mut found: BTreeMap<PersonId, BTreeSet<TeamId>> = BTreeMap::new();
    for (person, team) in memberships {
        let teams = found.entry(PersonId(person)).or_default();
        let mut next = Some(team);
        while let Some(team) = next.filter(|team| teams.insert(TeamId(*team))) {
            next = parents.get(&team).copied().flatten();
        }
    }
    Ok(found)
}

/// Who manages a team that this person is a member of, or one above it; never the person themselves.
///
/// # Errors
/// What the database says.
pub async fn managers_of<V: Verb>(
    source: &impl Source,
    permit: &Permit<V>,
    person: PersonId,
) -> Result<BTreeSet<PersonId>, Error> {
    let teams = teams_of_members(source, permit, &[person]).await?.remove(&person).unwrap_or_default();
    let managers: Vec<Uuid> = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::PersonId)
        .filter(team_member::Column::TeamId.is_in(teams.iter().map(|team| team.0)))
        .filter(team_member::Column::Part.eq(Part::Manager.as_str()))
        .filter(team_member::Column::PersonId.ne(person.0))
        .into_tuple()
        .all(source.connection())
        .await?;
    Ok(managers.into_iter().map(PersonId).collect())
}

/// The team of this name.
///
/// # Errors
/// What the database says.
pub async fn team_by_name(source: &impl Source, _: &Permit<Identify>, name: &str) -> Result<Option<Team>, Error> {
    Ok(team::Entity::find().filter(team::Column::Name.eq(name)).one(source.connection()).await?.map(to_team))
}

/// Teams the permit reaches, by name, with their people.
///
/// # Errors
/// What the database says.
pub async fn teams(store: &Store, permit: &Permit<ListPeople>) -> Result<Vec<TeamRow>, Error> {
    let rows = in_reach(permit).all(store.connection()).await?;
    let parts = team_member::Entity::find()
        .filter(team_member::Column::TeamId.is_in(rows.iter().map(|row| row.id)))
        .all(store.connection())
        .await?;
    let mut of: BTreeMap<(Uuid, String), Vec<PersonId>> = BTreeMap::new();
    for row in parts {
        of.entry((row.team_id, row.part)).or_default().push(PersonId(row.person_id));
    }
    let mut take = |team: Uuid, part: Part| of.remove(&(team, part.as_str().to_owned())).unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|row| TeamRow {
            members: take(row.id, Part::Member),
            managers: take(row.id, Part::Manager),
            team: to_team(row),
        })
        .collect())
}

/// The names of the teams that each of these people is a member of, as far as the permit reaches, in the order of the names.
///
/// # Errors
/// What the database says.
pub async fn team_names_of(
    store: &Store,
    permit: &Permit<ListPeople>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<String>>, Error> {
    let mut found: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let memberships: Vec<(Uuid, Uuid)> = team_member::Entity::find()
            .select_only()
            .columns([team_member::Column::PersonId, team_member::Column::TeamId])
            .filter(team_member::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(team_member::Column::Part.eq(Part::Member.as_str()))
            .into_tuple()
            .all(store.connection())
            .await?;
        let teams: BTreeSet<Uuid> = memberships.iter().map(|(_, team)| *team).collect();
        let rows = in_reach(permit).filter(team::Column::Id.is_in(teams)).all(store.connection()).await?;
        for row in rows {
            for (person, _) in memberships.iter().filter(|(_, team)| *team == row.id) {
                found.entry(PersonId(*person)).or_default().push(row.name.clone());
            }
        }
    }
    Ok(found)
}

/// Id and name of the teams that the permit reaches, in the order of the names.
///
/// # Errors
/// What the database says.
pub async fn team_names(store: &Store, permit: &Permit<ListPeople>) -> Result<Vec<(TeamId, String)>, Error> {
    let rows = in_reach(permit).all(store.connection()).await?;
    Ok(rows.into_iter().map(|row| (TeamId(row.id), row.name)).collect())
}

/// The teams that the permit reaches, in the order of their names.
fn in_reach(permit: &Permit<ListPeople>) -> Select<team::Entity> {
    let query = team::Entity::find().order_by_asc(team::Column::Name);
    match permit.reach() {
        Reach::All => query,
        Reach::Own(_) => query.filter(team::Column::Id.is_in(Vec::<Uuid>::new())),
        Reach::Teams(teams) => query.filter(team::Column::Id.is_in(teams.iter().map(|team| team.0))),
    }
}

/// Adds a team.
///
/// # Errors
/// [`Error::Conflict`] where the name is taken or the parent unknown.
pub async fn insert_team(tx: &Tx<ManageTeams>, new: &Team) -> Result<(), Error> {
    team::ActiveModel {
        id: Set(new.id.0),
        name: Set(new.name.clone()),
        parent_id: Set(new.parent.map(|id| id.0)),
        created_at: Set(tx.now().as_millis()),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Makes somebody a member or manager of a team; once more changes nothing.
///
/// # Errors
/// [`Error::Conflict`] where the team or the person is unknown.
pub async fn insert_member<V: MayJoinTeams>(
    tx: &Tx<V>,
    team: TeamId,
    person: PersonId,
    part: Part,
) -> Result<(), Error> {
    let row = team_member::ActiveModel {
        team_id: Set(team.0),
        person_id: Set(person.0),
        part: Set(part.as_str().to_owned()),
        joined_at: Set(tx.now().as_millis()),
    };
    team_member::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                team_member::Column::TeamId,
                team_member::Column::PersonId,
                team_member::Column::Part,
            ])
            .update_column(team_member::Column::TeamId)
            .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Takes somebody out of a team; says whether they were in it.
///
/// # Errors
/// What the database says.
pub async fn remove_member(tx: &Tx<ManageTeams>, team: TeamId, person: PersonId, part: Part) -> Result<bool, Error> {
    let done =
        team_member::Entity::delete_by_id((team.0, person.0, part.as_str().to_owned())).exec(tx.connection()).await?;
    Ok(done.rows_affected > 0)
}
