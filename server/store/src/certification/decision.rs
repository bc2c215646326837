//! Suspending, reinstating and revoking certificates.

use std::collections::BTreeMap;

use domain::authz::{Permit, RevokeCertificate, SuspendCertificate, Verb};
use domain::certification::{Certificate, CertificateVerdict};
use domain::id::{CertificateDecisionId, CertificateId, PersonId};
use domain::time::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
};

use super::to_certificate;
use crate::entity::{certificate, certificate_decision as table};
use crate::rows::{CHUNK, read, time};
use crate::{Error, Source, Tx};

/// Verbs under which something is decided about a certificate.
pub trait MayDecide: Verb {}
impl MayDecide for SuspendCertificate {}
impl MayDecide for RevokeCertificate {}

/// What was decided about a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Its id.
    pub id: CertificateDecisionId,
    /// Which certificate.
    pub certificate: CertificateId,
    /// What.
    pub verdict: CertificateVerdict,
    /// Why.
    pub reason: String,
    /// By whom; none for Canoe itself.
    pub by: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// The certificate of this id.
///
/// # Errors
/// What the database says.
pub async fn certificate_by_id<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: CertificateId,
) -> Result<Option<Certificate>, Error> {
    certificate::Entity::find_by_id(id.0).one(source.connection()).await?.as_ref().map(to_certificate).transpose()
}

/// Stores what was decided about a certificate of this person, and what it is from then on.
///
/// # Errors
/// What the database says.
pub async fn decide_certificate<V: MayDecide>(tx: &Tx<V>, holder: PersonId, new: &Decided) -> Result<(), Error> {
    tx.touch(holder);
    table::ActiveModel {
        id: Set(new.id.0),
        certificate_id: Set(new.certificate.0),
        kind: Set(new.verdict.to_string()),
        reason: Set(new.reason.clone()),
        decided_by: Set(new.by.map(|id| id.0)),
        decided_at: Set(new.at.as_millis()),
    }
    .insert(tx.connection())
    .await?;
    let mut row = certificate::ActiveModel { id: Unchanged(new.certificate.0), ..Default::default() };
    match new.verdict {
        CertificateVerdict::Suspend => row.suspended_at = Set(Some(new.at.as_millis())),
        CertificateVerdict::Reinstate => row.suspended_at = Set(None),
        CertificateVerdict::Revoke => {
            // It is gone for good; what holds back the next one is a suspension of its own.
            row.suspended_at = Set(None);
            row.revoked_at = Set(Some(new.at.as_millis()));
        }
    }
    row.update(tx.connection()).await?;
    Ok(())
}

/// All that was decided about these certificates, oldest first.
///
/// # Errors
/// What the database says.
pub async fn decisions_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    certificates: &[CertificateId],
) -> Result<BTreeMap<CertificateId, Vec<Decided>>, Error> {
    let mut found: BTreeMap<CertificateId, Vec<Decided>> = BTreeMap::new();
    for chunk in certificates.chunks(CHUNK) {
        let rows = table::Entity::find()
            .filter(table::Column::CertificateId.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(table::Column::DecidedAt)
            .order_by_asc(table::Column::Id)
            .all(source.connection())
            .await?;
        for row in rows {
            let decided = Decided {
                id: CertificateDecisionId(row.id),
                certificate: CertificateId(row.certificate_id),
                verdict: read("certificate_decision", "kind", &row.kind)?,
                reason: row.reason,
                by: row.decided_by.map(PersonId),
                at: time(row.decided_at),
            };
            found.entry(decided.certificate).or_default().push(decided);
        }
    }
    Ok(found)
}
