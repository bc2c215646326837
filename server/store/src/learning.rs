//! Assignments and progress.

mod late;
mod notice;

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{AssignPath, AssignTeam, Identify, Learn, OperateSystem, Permit, TakeAttempt, Verb};
use domain::catalog::{LessonRef, ModuleRef, PathRef};
use domain::id::{AssignmentId, AttemptId, PersonId, TeamId};
use domain::learning::Progress;
use domain::time::Timestamp;
pub use late::{late, nobody_left, note_told, people_of, told};
pub use notice::{Notice, insert_notice, open_notices, put_away, withdraw_notices};
use sea_orm::sea_query::{LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect,
};

use uuid::Uuid;

use crate::entity::{assignment, attempt, lesson_read, module_pass, person, team};
use crate::identity::teams_of_members;
use crate::rows::{CHUNK, read, time};
use crate::{Backend, Error, Source, Store, Tx};

/// Verbs under which a path may be assigned.
pub trait MayAssign: Verb {}
impl MayAssign for AssignPath {}
impl MayAssign for AssignTeam {}
impl MayAssign for OperateSystem {}

/// Verbs under which a lesson may be marked as read.
pub trait MayLearn: Verb {}
impl MayLearn for Learn {}
impl MayLearn for OperateSystem {}

/// Verbs under which a module may be marked as finished.
pub trait MayFinish: Verb {}
impl MayFinish for TakeAttempt {}
impl MayFinish for OperateSystem {}

/// Whom a path is assigned to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Assignee {
    /// One person.
    Person(PersonId),
    /// Everybody who is a member of the team or of one nested in it, now or later.
    Team(TeamId),
}

/// A path given to a person or a team, with a due date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// The path.
    pub path: PathRef,
    /// Whom it is assigned to.
    pub to: Assignee,
    /// When it is due: the end of a day.
    pub due_at: Timestamp,
    /// IANA time zone in which that day ends.
    pub due_zone: String,
    /// Who assigned it; none for the system.
    pub by: Option<PersonId>,
    /// When it was assigned.
    pub created_at: Timestamp,
}

fn to_assignment(row: &assignment::Model) -> Result<Assignment, Error> {
    let to = match (row.person_id, row.team_id) {
        (Some(person), None) => Assignee::Person(PersonId(person)),
        (None, Some(team)) => Assignee::Team(TeamId(team)),
        _ => {
            return Err(Error::Corrupt { table: "assignment", column: "team_id", value: format!("{:?}", row.team_id) });
        }
    };
    Ok(Assignment {
        id: AssignmentId(row.id),
        path: read("assignment", "path", &row.path)?,
        to,
        due_at: time(row.due_at),
        due_zone: row.due_zone.clone(),
        by: row.assigned_by.map(PersonId),
        created_at: time(row.created_at),
    })
}

/// Assigns a path.
///
/// # Errors
/// [`Error::Conflict`] where the person or team is unknown.
pub async fn insert_assignment<V: MayAssign>(tx: &Tx<V>, new: &Assignment) -> Result<(), Error> {
    let (person, team) = match new.to {
        Assignee::Person(id) => (Some(id.0), None),
        Assignee::Team(id) => (None, Some(id.0)),
    };
    assignment::ActiveModel {
        id: Set(new.id.0),
        path: Set(new.path.to_string()),
        person_id: Set(person),
        team_id: Set(team),
        due_at: Set(new.due_at.as_millis()),
        assigned_by: Set(new.by.map(|id| id.0)),
        created_at: Set(new.created_at.as_millis()),
        withdrawn_at: Set(None),
        due_zone: Set(new.due_zone.clone()),
        overdue_told_at: Set(None),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Makes assignments to one person or team happen one after the other until this transaction ends, so that of two at once
/// one replaces the other. On SQLite the transaction holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn lock_assignee<V: MayAssign>(store: &Store, tx: &Tx<V>, to: Assignee) -> Result<(), Error> {
    if store.backend() == Backend::Postgres {
        match to {
            Assignee::Person(id) => {
                person::Entity::find_by_id(id.0).lock(LockType::Update).one(tx.connection()).await?;
            }
            Assignee::Team(id) => {
                team::Entity::find_by_id(id.0).lock(LockType::Update).one(tx.connection()).await?;
            }
        }
    }
    Ok(())
}

/// Withdraws open assignments of this path to this assignee, because a new one takes their place.
///
/// # Errors
/// What the database says.
pub async fn withdraw_assignments<V: MayAssign>(tx: &Tx<V>, path: &PathRef, to: Assignee) -> Result<u64, Error> {
    let whose = match to {
        Assignee::Person(id) => assignment::Column::PersonId.eq(id.0),
        Assignee::Team(id) => assignment::Column::TeamId.eq(id.0),
    };
    let done = assignment::Entity::update_many()
        .col_expr(assignment::Column::WithdrawnAt, sea_orm::sea_query::Expr::value(tx.now().as_millis()))
        .filter(whose.and(assignment::Column::Path.eq(path.to_string())))
        .filter(assignment::Column::WithdrawnAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(done.rows_affected)
}

/// What is assigned to each of these people, directly, through a team or through a team above it, soonest due first.
/// Callers hold a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn assignments_of<V: Verb>(
    source: &impl Source,
    permit: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Assignment>>, Error> {
    let mut found: BTreeMap<PersonId, Vec<Assignment>> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let ids = || chunk.iter().map(|id| id.0);
        let members = teams_of_members(source, permit, chunk).await?;
        let teams: BTreeSet<TeamId> = members.values().flatten().copied().collect();
        let rows = assignment::Entity::find()
            .filter(assignment::Column::WithdrawnAt.is_null())
            .filter(
                assignment::Column::PersonId
                    .is_in(ids())
                    .or(assignment::Column::TeamId.is_in(teams.iter().map(|team| team.0))),
            )
            .order_by_asc(assignment::Column::DueAt)
            .all(source.connection())
            .await?;
        for row in &rows {
            let assignment = to_assignment(row)?;
            match assignment.to {
                Assignee::Person(id) => found.entry(id).or_default().push(assignment),
                Assignee::Team(team) => {
                    for (person, _) in members.iter().filter(|(_, teams)| teams.contains(&team)) {
                        found.entry(*person).or_default().push(assignment.clone());
                    }
                }
            }
        }
    }
    Ok(found)
}

/// What each of these people has read and finished. Callers hold a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn progress_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Progress>, Error> {
    let mut found: BTreeMap<PersonId, Progress> = people.iter().map(|id| (*id, Progress::default())).collect();
    for chunk in people.chunks(CHUNK) {
        let ids = || chunk.iter().map(|id| id.0);
        for row in lesson_read::Entity::find()
            .filter(lesson_read::Column::PersonId.is_in(ids()))
            .all(source.connection())
            .await?
        {
            let lesson: LessonRef = read("lesson_read", "lesson", &row.lesson)?;
            found.entry(PersonId(row.person_id)).or_default().read.insert(lesson);
        }
        for row in module_pass::Entity::find()
            .filter(module_pass::Column::PersonId.is_in(ids()))
            .all(source.connection())
            .await?
        {
            let module: ModuleRef = read("module_pass", "module", &row.module)?;
            found.entry(PersonId(row.person_id)).or_default().passed.insert(module);
        }
    }
    Ok(found)
}

/// When each of these people first read a lesson, and last read one or began or ended a quiz or an exam.
///
/// # Errors
/// What the database says.
pub async fn last_learned<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, (Timestamp, Timestamp)>, Error> {
    let mut found: BTreeMap<PersonId, (Timestamp, Timestamp)> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows = lesson_read::Entity::find()
            .filter(lesson_read::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .all(source.connection())
            .await?;
        for row in rows {
            let at = time(row.read_at);
            found
                .entry(PersonId(row.person_id))
                .and_modify(|(first, last)| {
                    *first = at.min(*first);
                    *last = at.max(*last);
                })
                .or_insert((at, at));
        }
        let sat: Vec<(Uuid, i64, Option<i64>)> = attempt::Entity::find()
            .select_only()
            .column(attempt::Column::PersonId)
            .column_as(attempt::Column::StartedAt.max(), "started_at")
            .column_as(attempt::Column::FinishedAt.max(), "finished_at")
            .filter(attempt::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .group_by(attempt::Column::PersonId)
            .into_tuple()
            .all(source.connection())
            .await?;
        for (person, started, finished) in sat {
            if let Some((_, last)) = found.get_mut(&PersonId(person)) {
                *last = (*last).max(time(started)).max(time(finished.unwrap_or(started)));
            }
        }
    }
    Ok(found)
}

/// Marks a lesson as read in this version. The first time counts; once more changes nothing.
///
/// # Errors
/// What the database says.
pub async fn insert_lesson_read<V: MayLearn>(
    tx: &Tx<V>,
    person: PersonId,
    lesson: &LessonRef,
    version: &str,
) -> Result<(), Error> {
    let row = lesson_read::ActiveModel {
        person_id: Set(person.0),
        lesson: Set(lesson.to_string()),
        version: Set(version.to_owned()),
        read_at: Set(tx.now().as_millis()),
    };
    lesson_read::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([lesson_read::Column::PersonId, lesson_read::Column::Lesson])
                .update_column(lesson_read::Column::PersonId)
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// Marks a module as finished by an attempt. The first time counts; once more changes nothing.
///
/// # Errors
/// What the database says.
pub async fn insert_module_pass<V: MayFinish>(
    tx: &Tx<V>,
    person: PersonId,
    module: &ModuleRef,
    attempt: AttemptId,
) -> Result<(), Error> {
    let row = module_pass::ActiveModel {
        person_id: Set(person.0),
        module: Set(module.to_string()),
        attempt_id: Set(attempt.0),
        passed_at: Set(tx.now().as_millis()),
    };
    tx.touch(person);
    module_pass::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([module_pass::Column::PersonId, module_pass::Column::Module])
                .update_column(module_pass::Column::PersonId)
                .to_owned(),
        )
        .exec_without_returning(tx.connection())
        .await?;
    Ok(())
}

/// The open assignment of this path to the assignee.
///
/// # Errors
/// What the database says.
pub async fn open_assignment(
    source: &impl Source,
    _: &Permit<Identify>,
    path: &PathRef,
    to: Assignee,
) -> Result<Option<Assignment>, Error> {
    let whose = match to {
        Assignee::Person(id) => assignment::Column::PersonId.eq(id.0),
        Assignee::Team(id) => assignment::Column::TeamId.eq(id.0),
    };
    let row = assignment::Entity::find()
        .filter(whose.and(assignment::Column::Path.eq(path.to_string())))
        .filter(assignment::Column::WithdrawnAt.is_null())
        .one(source.connection())
        .await?;
    row.as_ref().map(to_assignment).transpose()
}
