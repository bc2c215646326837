//! People.

use std::collections::{BTreeMap, BTreeSet};

use domain::authz::{
    ChangeAccount, ChangePerson, CloseAccount, Identify, InvitePerson, ListPeople, OperateSystem, Permit, Reach,
    RedeemLink, SignIn, Verb,
};
use domain::id::PersonId;
use domain::identity::{Email, Person, PersonName, Role};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select, Unchanged,
};
use uuid::Uuid;

use crate::entity::{person, team_member};
use crate::rows::{CHUNK, read, time};
use crate::{Backend, Error, Source, Store, Tx};

/// Verbs under which an account may be made.
pub trait MayAddPeople: Verb {}
impl MayAddPeople for InvitePerson {}
impl MayAddPeople for RedeemLink {}
impl MayAddPeople for OperateSystem {}

/// Verbs under which a password may be set.
pub trait MaySetPassword: Verb {}
impl MaySetPassword for SignIn {}
impl MaySetPassword for RedeemLink {}
impl MaySetPassword for ChangeAccount {}
impl MaySetPassword for OperateSystem {}

/// A person with the hash of their password.
#[derive(Debug, Clone)]
pub struct Credentials {
    /// Who.
    pub person: Person,
    /// PHC string; none while the invitation is open.
    pub password_hash: Option<String>,
}

pub(crate) fn to_person(row: &person::Model) -> Result<Person, Error> {
    let corrupt = |column, value: &str| Error::Corrupt { table: "person", column, value: value.to_owned() };
    Ok(Person {
        id: PersonId(row.id),
        email: Email::parse(&row.email).map_err(|_| corrupt("email", &row.email))?,
        name: PersonName::parse(&row.name).map_err(|_| corrupt("name", &row.name))?,
        role: read("person", "role", &row.role)?,
        external_id: row.external_id.clone(),
        time_zone: row.time_zone.clone(),
        created_at: time(row.created_at),
        activated_at: row.activated_at.map(time),
        deactivated_at: row.deactivated_at.map(time),
    })
}

async fn one(
    source: &impl Source,
    column: person::Column,
    value: impl Into<sea_orm::Value>,
) -> Result<Option<person::Model>, Error> {
    Ok(person::Entity::find().filter(column.eq(value)).one(source.connection()).await?)
}

/// The person of this id.
///
/// # Errors
/// What the database says.
pub async fn person_by_id(source: &impl Source, _: &Permit<Identify>, id: PersonId) -> Result<Option<Person>, Error> {
    one(source, person::Column::Id, id.0).await?.as_ref().map(to_person).transpose()
}

/// The person of this address.
///
/// # Errors
/// What the database says.
pub async fn person_by_email(
    source: &impl Source,
    _: &Permit<Identify>,
    email: &Email,
) -> Result<Option<Person>, Error> {
    one(source, person::Column::Email, email.as_str()).await?.as_ref().map(to_person).transpose()
}

/// The person of this id in another system.
///
/// # Errors
/// What the database says.
pub async fn person_by_external_id(
    source: &impl Source,
    _: &Permit<Identify>,
    id: &str,
) -> Result<Option<Person>, Error> {
    one(source, person::Column::ExternalId, id).await?.as_ref().map(to_person).transpose()
}

/// The person of this address, with the hash of their password.
///
/// # Errors
/// What the database says.
pub async fn credentials(
    source: &impl Source,
    _: &Permit<SignIn>,
    email: &Email,
) -> Result<Option<Credentials>, Error> {
    one(source, person::Column::Email, email.as_str()).await?.map(to_credentials).transpose()
}

/// This person, whom nobody else changes until this transaction ends. On SQLite it holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn hold_person<V: Verb>(store: &Store, tx: &Tx<V>, id: PersonId) -> Result<Option<Person>, Error> {
    held(store, tx, id).await?.as_ref().map(to_person).transpose()
}

async fn held<V: Verb>(store: &Store, tx: &Tx<V>, id: PersonId) -> Result<Option<person::Model>, Error> {
    let mut row = person::Entity::find_by_id(id.0);
    if store.backend() == Backend::Postgres {
        row = row.lock(LockType::Update);
    }
    Ok(row.one(tx.connection()).await?)
}

/// The person of this id, with the hash of their password. Until this transaction ends, nobody else changes either.
///
/// On SQLite the transaction holds the only write lock already.
///
/// # Errors
/// What the database says.
pub async fn hold_credentials<V: MaySetPassword>(
    store: &Store,
    tx: &Tx<V>,
    id: PersonId,
) -> Result<Option<Credentials>, Error> {
    held(store, tx, id).await?.map(to_credentials).transpose()
}

fn to_credentials(row: person::Model) -> Result<Credentials, Error> {
    Ok(Credentials { person: to_person(&row)?, password_hash: row.password_hash })
}

/// Whether there is any account at all.
///
/// # Errors
/// What the database says.
pub async fn anybody_exists(source: &impl Source, _: &Permit<Identify>) -> Result<bool, Error> {
    Ok(person::Entity::find().limit(1).one(source.connection()).await?.is_some())
}

/// Everybody the permit reaches, by name; closed accounts only when asked for.
///
/// # Errors
/// What the database says.
pub async fn people(store: &Store, permit: &Permit<ListPeople>, closed_too: bool) -> Result<Vec<Person>, Error> {
    let mut query = within(permit).order_by_asc(person::Column::Name).order_by_asc(person::Column::Id);
    if !closed_too {
        query = query.filter(person::Column::DeactivatedAt.is_null());
    }
    query.all(store.connection()).await?.iter().map(to_person).collect()
}

/// Those of these people whom the permit reaches and whose accounts are not closed, in no order.
///
/// # Errors
/// What the database says.
pub async fn people_among(
    store: &Store,
    permit: &Permit<ListPeople>,
    people: &[PersonId],
) -> Result<Vec<Person>, Error> {
    let mut found = Vec::with_capacity(people.len());
    for chunk in people.chunks(CHUNK) {
        let query = within(permit)
            .filter(person::Column::DeactivatedAt.is_null())
            .filter(person::Column::Id.is_in(chunk.iter().map(|id| id.0)));
        for row in query.all(store.connection()).await? {
            found.push(to_person(&row)?);
        }
    }
    Ok(found)
}

/// Everybody whom the permit reaches.
fn within(permit: &Permit<ListPeople>) -> Select<person::Entity> {
    let query = person::Entity::find();
    match permit.reach() {
        Reach::All => query,
        Reach::Own(id) => query.filter(person::Column::Id.eq(id.0)),
        Reach::Teams(teams) => query.filter(
            person::Column::Id.in_subquery(
                team_member::Entity::find()
                    .select_only()
                    .column(team_member::Column::PersonId)
                    .filter(team_member::Column::TeamId.is_in(teams.iter().map(|team| team.0)))
                    .into_query(),
            ),
        ),
    }
}

/// Admins whose account is in use.
///
/// # Errors
/// What the database says.
pub async fn active_admins(source: &impl Source, _: &Permit<OperateSystem>) -> Result<Vec<Person>, Error> {
    let rows = person::Entity::find()
        .filter(person::Column::Role.eq(Role::Admin.as_str()))
        .filter(person::Column::DeactivatedAt.is_null())
        .all(source.connection())
        .await?;
    rows.iter().map(to_person).collect()
}

/// Those of these people whose account is in use: activated, and not closed. Callers hold a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn active_among<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeSet<PersonId>, Error> {
    let mut active = BTreeSet::new();
    for chunk in people.chunks(CHUNK) {
        let rows: Vec<Uuid> = person::Entity::find()
            .select_only()
            .column(person::Column::Id)
            .filter(person::Column::Id.is_in(chunk.iter().map(|id| id.0)))
            .filter(person::Column::ActivatedAt.is_not_null())
            .filter(person::Column::DeactivatedAt.is_null())
            .into_tuple()
            .all(source.connection())
            .await?;
        active.extend(rows.into_iter().map(PersonId));
    }
    Ok(active)
}

/// Names of these people, for lists of who did something.
///
/// # Errors
/// What the database says.
pub async fn person_names(
    store: &Store,
    _: &Permit<Identify>,
    ids: &[PersonId],
) -> Result<BTreeMap<PersonId, String>, Error> {
    let rows: Vec<(Uuid, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Name])
        .filter(person::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(store.connection())
        .await?;
    Ok(rows.into_iter().map(|(id, name)| (PersonId(id), name)).collect())
}

/// Adds an account.
///
/// # Errors
/// [`Error::Conflict`] where the address or the external id is taken.
pub async fn insert_person<V: MayAddPeople>(
    tx: &Tx<V>,
    person: &Person,
    password_hash: Option<&str>,
) -> Result<(), Error> {
    tx.touch(person.id);
    person::ActiveModel {
        id: Set(person.id.0),
        email: Set(person.email.as_str().to_owned()),
        name: Set(person.name.as_str().to_owned()),
        role: Set(person.role.as_str().to_owned()),
        external_id: Set(person.external_id.clone()),
        time_zone: Set(person.time_zone.clone()),
        password_hash: Set(password_hash.map(str::to_owned)),
        created_at: Set(person.created_at.as_millis()),
        activated_at: Set(person.activated_at.map(|t| t.as_millis())),
        deactivated_at: Set(person.deactivated_at.map(|t| t.as_millis())),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Gives an invited person their name and password, which activates the account.
///
/// # Errors
/// What the database says.
pub async fn activate<V: MaySetPassword>(tx: &Tx<V>, id: PersonId, name: &PersonName, hash: &str) -> Result<(), Error> {
    tx.touch(id);
    person::ActiveModel {
        id: Unchanged(id.0),
        name: Set(name.as_str().to_owned()),
        password_hash: Set(Some(hash.to_owned())),
        activated_at: Set(Some(tx.now().as_millis())),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    Ok(())
}

/// Replaces the hash of a password.
///
/// # Errors
/// What the database says.
pub async fn set_password_hash<V: MaySetPassword>(tx: &Tx<V>, id: PersonId, hash: &str) -> Result<(), Error> {
    person::ActiveModel { id: Unchanged(id.0), password_hash: Set(Some(hash.to_owned())), ..Default::default() }
        .update(tx.connection())
        .await?;
    Ok(())
}

/// Sets somebody's name, address and id in other systems.
///
/// # Errors
/// [`Error::Conflict`] where the address or the external id is somebody else's.
pub async fn set_details(
    tx: &Tx<ChangePerson>,
    id: PersonId,
    email: &Email,
    name: &PersonName,
    external_id: Option<&str>,
) -> Result<(), Error> {
    person::ActiveModel {
        id: Unchanged(id.0),
        email: Set(email.as_str().to_owned()),
        name: Set(name.as_str().to_owned()),
        external_id: Set(external_id.map(str::to_owned)),
        ..Default::default()
    }
    .update(tx.connection())
    .await?;
    Ok(())
}

/// Sets the time zone in which somebody reads times.
///
/// # Errors
/// What the database says.
pub async fn set_time_zone(tx: &Tx<ChangeAccount>, id: PersonId, time_zone: &str) -> Result<(), Error> {
    person::ActiveModel { id: Unchanged(id.0), time_zone: Set(time_zone.to_owned()), ..Default::default() }
        .update(tx.connection())
        .await?;
    Ok(())
}

/// Closes an account.
///
/// # Errors
/// What the database says.
pub async fn close_account(tx: &Tx<CloseAccount>, id: PersonId) -> Result<(), Error> {
    tx.touch(id);
    person::ActiveModel { id: Unchanged(id.0), deactivated_at: Set(Some(tx.now().as_millis())), ..Default::default() }
        .update(tx.connection())
        .await?;
    Ok(())
}
