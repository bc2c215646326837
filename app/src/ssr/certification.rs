//! Certificates as pages show them.

use std::collections::BTreeMap;

use domain::certification::{Certificate, percent};
use domain::id::CertificateId;
use domain::time::Timestamp;

use services::certification::{Against, Decided, ParametersInUse, Standard};

use super::gate::decision_words;
use super::{RequestContext, day, moment};
use crate::certification::view::{CertificateState, CertificateView, CertificatesView, StandardView};

/// Somebody's certificates, and the exams that earn one.
#[must_use]
pub fn certificates_view(
    context: &RequestContext,
    held: &[Certificate],
    decided: &BTreeMap<CertificateId, Vec<(Decided, String)>>,
) -> CertificatesView {
    let (zone, now) = (context.time_zone(), context.services.now());
    let material = context.services.material();
    let catalog = &material.catalog;
    let title = |certificate: &Certificate| match catalog.certification(&certificate.scope) {
        Some(certification) => certification.title.clone(),
        None => certificate.scope.to_string(),
    };
    let exams = catalog.certifications().map(|found| (found.scope.to_string(), found.title.clone()));
    CertificatesView {
        certificates: held
            .iter()
            .map(|one| {
                let decisions = decided.get(&one.id).map_or(&[][..], Vec::as_slice);
                let decisions = decisions.iter().map(|(decided, by)| decision_words(decided, by, zone)).collect();
                CertificateView { decisions, ..certificate_view(one, following(one, held), title(one), (now, zone)) }
            })
            .collect(),
        exams: exams.collect(),
    }
}

/// What stands against somebody's calls, in sentences to them: since when, why, and what helps.
#[must_use]
pub fn against_words(against: &Against, time_zone: &str) -> Vec<String> {
    let Against { suspended, at, reason, managers, .. } = against;
    let what = if *suspended { "suspended" } else { "revoked" };
    let mut words = vec![format!("Your certificate was {what} on {}.", moment(*at, time_zone))];
    words.extend((!reason.is_empty()).then(|| format!("Reason: {reason}")));
    let whom = match managers.as_slice() {
        [] => "an admin".to_owned(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} or {last}", all.join(", ")),
    };
    words.push(match suspended {
        true => format!("Nothing that you do here lifts it. Talk to {whom}, who can reinstate it."),
        false => format!(
            "You take these calls again once you have passed the exam anew. If you have questions, talk to {whom}."
        ),
    });
    words
}

/// The standard of an exam in words.
#[must_use]
pub fn standard_view(found: &Standard) -> StandardView {
    let (panel, exam) = (&found.panel, &found.exam);
    let judges = panel.judges;
    let warning = match judges {
        0 => Some(
            "Nobody has rated a question, so the usual 80 % stands in for a standard. Ask three people who know the work at least.",
        ),
        1 | 2 => {
            Some("Below three judges the standard is one opinion or two. Ask three at least; five to eight are best.")
        }
        _ => None,
    };
    let rests_on = match (found.by_counts, found.parameters) {
        (true, _) => "It goes by counts, because a module of it has no ratings: it needs more questions to be as sure."
            .to_owned(),
        (false, None) => "Nobody has sat it. The panel’s ratings say how hard each question is.".to_owned(),
        (false, Some(ParametersInUse { number, answers: 0, .. })) => {
            format!(
                "The panel’s ratings say how hard each question is (parameters {number}). Answers correct that overnight."
            )
        }
        (false, Some(ParametersInUse { number, answers, reps })) => format!(
            "How hard each question is rests on the panel’s ratings and on {answers} answers of {reps} people (parameters {number})."
        ),
    };
    let rule = |name: &str, value: String, meaning: &str| (name.to_owned(), value, meaning.to_owned());
    StandardView {
        scope: found.scope.to_string(),
        title: found.title.clone(),
        cut: percent(panel.cut),
        error: panel
            .standard_error
            .map_or_else(|| "unknown".to_owned(), |error| format!("± {} points", (error * 1_000.0).round() / 10.0)),
        judges: format!("{judges} {}", if judges == 1 { "judge" } else { "judges" }),
        warning: warning.map(str::to_owned),
        rests_on,
        rules: vec![
            rule(
                "Rated questions",
                format!("{} of {}", panel.rated, panel.rated + panel.unrated),
                "the others are not part of the standard",
            ),
            rule(
                "Questions asked",
                format!("{} to {}", exam.min_items, exam.max_items),
                "it stops as soon as it is sure",
            ),
            rule("Passed as soon as", percent(exam.certify_at), "sure that somebody meets the standard"),
            rule("Not yet as soon as", percent(exam.refuse_at), "or less"),
            rule("Enough at the end", percent(exam.final_at), "how sure one must be when all questions are asked"),
            rule("Time", format!("{} min", exam.time_limit_minutes), "by the server’s clock"),
            rule("Attempts", exam.attempts.to_string(), "towards one certificate"),
            rule("Between them", format!("{} h", exam.cooldown_hours), "and the lessons that the last result names"),
        ],
    }
}

/// The certificate that took the place of this one.
fn following<'a>(one: &Certificate, held: &'a [Certificate]) -> Option<&'a Certificate> {
    let later = held.iter().filter(|other| other.scope == one.scope && other.term > one.term);
    later.min_by_key(|other| other.term)
}

fn certificate_view(
    held: &Certificate,
    next: Option<&Certificate>,
    title: String,
    (now, zone): (Timestamp, &str),
) -> CertificateView {
    let state = match held.revoked_at {
        Some(at) => CertificateState::Revoked(day(at, zone)),
        None if held.suspended_at.is_some() => {
            CertificateState::Suspended(held.suspended_at.map_or_else(String::new, |at| day(at, zone)))
        }
        None if now >= held.expires_at => CertificateState::Expired,
        None => next.map_or(CertificateState::Holds, |next| CertificateState::Followed(day(next.granted_at, zone))),
    };
    CertificateView {
        id: held.id.to_string(),
        title,
        granted: day(held.granted_at, zone),
        until: day(held.expires_at, zone),
        state,
        decisions: Vec::new(),
    }
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
            suspended_at: None,
        };
        let view =
            |held: &Certificate, days| certificate_view(held, None, String::new(), (granted + Span::days(days), "UTC"));
        assert_eq!(view(&held, 364).state, CertificateState::Holds);
        assert_eq!(view(&held, 365).state, CertificateState::Expired);
        held.revoked_at = Some(granted + Span::days(3));
        assert_eq!(view(&held, 400).state, CertificateState::Revoked("7 Dec 2025".to_owned()));
    }

    #[test]
    fn a_renewed_certificate_names_the_one_that_follows() {
        let granted = Timestamp::from_millis(1_764_806_400_000);
        let term = |term, days| Certificate {
            id: CertificateId(Default::default()),
            person: PersonId(Default::default()),
            scope: "outbound".parse().unwrap(),
            policy_number: 2,
            attempt: AttemptId(Default::default()),
            term,
            granted_at: granted + Span::days(days),
            expires_at: granted + Span::days(days + 365),
            revoked_at: None,
            suspended_at: None,
        };
        let held = [term(3, 690), term(2, 345), term(1, 0)];
        let state = |one: &Certificate, days| {
            certificate_view(one, following(one, &held), String::new(), (granted + Span::days(days), "UTC")).state
        };
        assert_eq!(state(&held[2], 350), CertificateState::Followed("14 Nov 2026".to_owned()));
        assert_eq!(state(&held[2], 365), CertificateState::Expired);
        assert_eq!(state(&held[1], 700), CertificateState::Followed("25 Oct 2027".to_owned()));
        assert_eq!(state(&held[0], 700), CertificateState::Holds);
    }
}
