//! Certification versions and certificates.

mod decision;

pub use decision::{Decided, MayDecide, certificate_by_id, decide_certificate, decisions_of};

use std::collections::BTreeMap;

use domain::assessment::AttemptState;
use domain::authz::{ManageQuestions, OperateSystem, Permit, TakeAttempt, Verb};
use domain::catalog::Slug;
use domain::certification::{Certificate, Certification};
use domain::id::{AttemptId, CertificateId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};

use crate::entity::{attempt, certificate, certification_version};
use crate::rows::{CHUNK, number, read, time};
use crate::{Error, Source, Tx};

/// Verbs under which a certificate may be granted.
pub trait MayGrant: Verb {}
impl MayGrant for TakeAttempt {}
impl MayGrant for OperateSystem {}
impl MayGrant for ManageQuestions {}

fn to_certificate(row: &certificate::Model) -> Result<Certificate, Error> {
    Ok(Certificate {
        id: CertificateId(row.id),
        person: PersonId(row.person_id),
        scope: read("certificate", "scope", &row.scope)?,
        policy_number: number("certificate", "policy_number", row.policy_number)?,
        attempt: AttemptId(row.attempt_id),
        term: number("certificate", "term", row.term)?,
        granted_at: time(row.granted_at),
        expires_at: time(row.expires_at),
        revoked_at: row.revoked_at.map(time),
        suspended_at: row.suspended_at.map(time),
    })
}

/// The number of this version of a certification, as in `outbound@3`; none where it has governed nothing yet.
///
/// # Errors
/// What the database says.
pub async fn version_number<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    certification: &Certification,
) -> Result<Option<u32>, Error> {
    let row = certification_version::Entity::find()
        .filter(certification_version::Column::Scope.eq(certification.scope.as_str()))
        .filter(certification_version::Column::Version.eq(certification.version.as_str()))
        .one(source.connection())
        .await?;
    row.map(|row| number("certification_version", "number", row.number)).transpose()
}

/// The number the next new version of this scope would get.
///
/// # Errors
/// What the database says.
pub async fn next_version_number<V: Verb>(source: &impl Source, _: &Permit<V>, scope: &Slug) -> Result<u32, Error> {
    let last = certification_version::Entity::find()
        .filter(certification_version::Column::Scope.eq(scope.as_str()))
        .order_by_desc(certification_version::Column::Number)
        .one(source.connection())
        .await?;
    number("certification_version", "number", last.map_or(0, |row| row.number) + 1)
}

/// Stores this version of a certification, and gives its number.
///
/// # Errors
/// [`Error::Conflict`] where another node stored a version at the same moment; the caller tries again.
pub async fn ensure_version<V: Verb>(tx: &Tx<V>, certification: &Certification) -> Result<u32, Error> {
    if let Some(number) = version_number(tx, tx.permit(), certification).await? {
        return Ok(number);
    }
    let number = next_version_number(tx, tx.permit(), &certification.scope).await?;
    certification_version::ActiveModel {
        scope: Set(certification.scope.to_string()),
        number: Set(i64::from(number)),
        version: Set(certification.version.clone()),
        source: Set(certification.source.clone()),
        first_used_at: Set(tx.now().as_millis()),
    }
    .insert(tx.connection())
    .await?;
    Ok(number)
}

/// The source of a stored version of a certification.
///
/// # Errors
/// What the database says.
pub async fn version_source<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    scope: &Slug,
    number: u32,
) -> Result<Option<String>, Error> {
    let row = certification_version::Entity::find_by_id((scope.to_string(), i64::from(number)))
        .one(source.connection())
        .await?;
    Ok(row.map(|row| row.source))
}

/// All certificates of each of these people, oldest first. One whose exam is not passed any more since a question of it was corrected is as if
/// it had never been granted; only what people have decided about it stays: it is suspended until somebody lifts that, and revoked for good. Callers hold
/// a permit for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn certificates_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
) -> Result<BTreeMap<PersonId, Vec<Certificate>>, Error> {
    let mut found: BTreeMap<PersonId, Vec<Certificate>> = BTreeMap::new();
    let columns = [attempt::Column::CorrectedState, attempt::Column::State];
    let standing = Expr::expr(Func::coalesce(columns.map(Expr::col)));
    for chunk in people.chunks(CHUNK) {
        let void = attempt::Entity::find()
            .select_only()
            .column(attempt::Column::Id)
            .filter(attempt::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(standing.clone().eq(AttemptState::NotYet.as_str()));
        let rows = certificate::Entity::find()
            .filter(certificate::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(
                Condition::any()
                    .add(certificate::Column::SuspendedAt.is_not_null())
                    .add(certificate::Column::RevokedAt.is_not_null())
                    .add(certificate::Column::AttemptId.not_in_subquery(void.into_query())),
            )
            .order_by_asc(certificate::Column::Term)
            .all(source.connection())
            .await?;
        for row in &rows {
            found.entry(PersonId(row.person_id)).or_default().push(to_certificate(row)?);
        }
    }
    Ok(found)
}

/// Whether a certificate of this scope was revoked at this moment or later.
///
/// # Errors
/// What the database says.
pub async fn revoked_since<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
    scope: &Slug,
    since: Timestamp,
) -> Result<bool, Error> {
    let revoked = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(person.0))
        .filter(certificate::Column::Scope.eq(scope.as_str()))
        .filter(certificate::Column::RevokedAt.gte(since.as_millis()))
        .one(source.connection())
        .await?;
    Ok(revoked.is_some())
}

/// Grants a certificate.
///
/// # Errors
/// [`Error::Conflict`] where this person already has one of this scope and term, or from this attempt.
pub async fn insert_certificate<V: MayGrant>(tx: &Tx<V>, new: &Certificate) -> Result<(), Error> {
    tx.touch(new.person);
    certificate::ActiveModel {
        id: Set(new.id.0),
        person_id: Set(new.person.0),
        scope: Set(new.scope.to_string()),
        policy_number: Set(i64::from(new.policy_number)),
        attempt_id: Set(new.attempt.0),
        term: Set(i64::from(new.term)),
        granted_at: Set(new.granted_at.as_millis()),
        expires_at: Set(new.expires_at.as_millis()),
        revoked_at: Set(new.revoked_at.map(|t| t.as_millis())),
        suspended_at: Set(new.suspended_at.map(|t| t.as_millis())),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// The last term of a person's certificates for a scope, those that do not count any more too; 0 where there were none.
///
/// # Errors
/// What the database says.
pub async fn last_term<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    person: PersonId,
    scope: &Slug,
) -> Result<u32, Error> {
    let last = certificate::Entity::find()
        .filter(certificate::Column::PersonId.eq(person.0))
        .filter(certificate::Column::Scope.eq(scope.as_str()))
        .order_by_desc(certificate::Column::Term)
        .one(source.connection())
        .await?;
    last.map_or(Ok(0), |row| number("certificate", "term", row.term))
}

/// Whether this exam ever earned a certificate.
///
/// # Errors
/// What the database says.
pub async fn has_certificate<V: Verb>(source: &impl Source, _: &Permit<V>, id: AttemptId) -> Result<bool, Error> {
    let row = certificate::Entity::find().filter(certificate::Column::AttemptId.eq(id.0)).one(source.connection());
    Ok(row.await?.is_some())
}
