//! Certificates as pages show them.

use domain::certification::Certificate;
use domain::time::Timestamp;

use super::{RequestContext, day};
use crate::certification::view::{CertificateState, CertificateView, CertificatesView};

/// Somebody's certificates, and the exams that earn one.
#[must_use]
pub fn certificates_view(context: &RequestContext, held: &[Certificate]) -> CertificatesView {
    let (zone, now) = (context.time_zone(), context.services.now());
    let material = context.services.material();
    let catalog = &material.catalog;
    let title = |certificate: &Certificate| match catalog.certification(&certificate.scope) {
        Some(certification) => certification.title.clone(),
        None => certificate.scope.to_string(),
    };
    let exams = catalog.certifications().map(|found| (found.scope.to_string(), found.title.clone()));
    CertificatesView {
        certificates: held.iter().map(|held| certificate_view(held, title(held), now, zone)).collect(),
        exams: exams.collect(),
    }
}

fn certificate_view(held: &Certificate, title: String, now: Timestamp, zone: &str) -> CertificateView {
    let state = match held.revoked_at {
        Some(at) => CertificateState::Revoked(day(at, zone)),
        None if now >= held.expires_at => CertificateState::Expired,
        None => CertificateState::Holds,
    };
    CertificateView { title, granted: day(held.granted_at, zone), until: day(held.expires_at, zone), state }
}

#[cfg(test)]
mod tests {
    use domain::id::{AttemptId, CertificateId, PersonId};
    use domain::time::Span;

    use super::*;

    #[test]
    fn a_revoked_certificate_is_revoked_also_after_its_time() {
        let granted = Timestamp::from_millis(1_764_806_400_000);
        let mut held = Certificate {
            id: CertificateId(Default::default()),
            person: PersonId(Default::default()),
            scope: "outbound".parse().unwrap(),
            policy_number: 2,
            attempt: AttemptId(Default::default()),
            term: 1,
            granted_at: granted,
            expires_at: granted + Span::days(365),
            revoked_at: None,
        };
        let view = |held: &Certificate, days| certificate_view(held, String::new(), granted + Span::days(days), "UTC");
        assert_eq!(view(&held, 364).state, CertificateState::Holds);
        assert_eq!(view(&held, 365).state, CertificateState::Expired);
        held.revoked_at = Some(granted + Span::days(3));
        assert_eq!(view(&held, 400).state, CertificateState::Revoked("7 Dec 2025".to_owned()));
    }
}
