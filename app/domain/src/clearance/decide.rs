//! The decision.

use super::{
    Action, CertificateFacts, Clearance, ContentChange, ExamStanding, Facts, Level, OverrideFacts, Policy, Reason,
    ReasonCode, change,
};
use crate::catalog::RevisionChange;
use crate::time::Timestamp;

/// Decides what a person may do in a scope at `now`.
///
/// - `solo` while the account is active, the latest certificate is neither revoked, suspended nor expired, and no change of its modules is past
///   its grace without a proof; until its expiry or the end of such a grace.
/// - `supervised` while a certificate holds and a material change is past its grace; and while the exam towards the next certificate is passed
///   and observed calls are open. Whoever has been certified is blocked by a critical change past its grace in both.
/// - `blocked` otherwise. In doubt it is `blocked`: what the facts do not show has not happened.
///
/// An override lifts the level that comes out until it is over; its reason comes first, those it lifts over follow. It lifts what rules ask
/// for, and nothing that somebody has decided: neither a closed account nor a suspension, nor a revocation.
///
/// A suspension blocks until it is lifted, whatever else was shown meanwhile. A pass counts towards the next
/// certificate only if it is later than the latest certificate's grant and revocation.
#[must_use]
pub fn decide(facts: &Facts, policy: &Policy<'_>, now: Timestamp) -> Clearance {
    if !facts.person_active {
        return blocked(vec![person_inactive()]);
    }
    let lapse = match &facts.certificate {
        None => None,
        Some(certificate) => match lapse(certificate, now) {
            None => return lifted(certified(certificate, facts, policy, now), facts, now),
            Some(suspended) if suspended.code == ReasonCode::CertificateSuspended => return blocked(vec![suspended]),
            Some(lapse) => Some(lapse),
        },
    };
    lifted(shown(facts, policy, lapse, now), facts, now)
}

/// What is shown, without a certificate that holds.
fn shown(facts: &Facts, policy: &Policy<'_>, lapse: Option<Reason>, now: Timestamp) -> Clearance {
    let reasons = lapse.into_iter().chain(steps_left(facts, policy, now));
    if !on_observed_calls(facts, policy) {
        return blocked(reasons.collect());
    }
    // Changes are asked of whoever has been certified; others are still on their way to it.
    let critical = |change: &&ContentChange| facts.certificate.is_some() && change.kind == RevisionChange::Critical;
    let critical: Vec<ContentChange> = facts.changes.iter().filter(critical).cloned().collect();
    if change::level(&critical, now) == Level::Blocked {
        return blocked(change::reasons(&critical, now).chain(reasons).collect());
    }
    let reasons = reasons.chain(change::reasons(&critical, now)).collect();
    Clearance { level: Level::Supervised, until: change::next_fall(&critical, Level::Supervised, now), reasons }
}

/// Whether they take calls with an assessor on the line, towards the next certificate.
fn on_observed_calls(facts: &Facts, policy: &Policy<'_>) -> bool {
    exam_counts(facts) && observed_calls_open(facts, policy).is_some()
}

/// The same, lifted by an override.
fn lifted(shown: Clearance, facts: &Facts, now: Timestamp) -> Clearance {
    let revoked = facts.certificate.and_then(|certificate| certificate.revoked_at);
    let counts = |over: &OverrideFacts| now < over.until && over.level > shown.level && revoked.is_none();
    let Some(over) = facts.overridden.filter(counts) else { return shown };
    let reason = Reason {
        code: ReasonCode::Override,
        message: format!("Under an override until {}.", in_words(over.until)),
        at: Some(over.until),
        action: Some(Action::AskManager),
    };
    let reasons = std::iter::once(reason).chain(shown.reasons).collect();
    Clearance { level: over.level, until: Some(over.until), reasons }
}

fn blocked(reasons: Vec<Reason>) -> Clearance {
    Clearance { level: Level::Blocked, until: None, reasons }
}

/// What is shown, with a certificate that holds.
fn certified(certificate: &CertificateFacts, facts: &Facts, policy: &Policy<'_>, now: Timestamp) -> Clearance {
    let expires_at = certificate.expires_at;
    let level = change::level(&facts.changes, now);
    let held = (level == Level::Solo).then(|| Reason {
        code: ReasonCode::Certified,
        message: format!("Certified until {}.", in_words(expires_at)),
        at: Some(expires_at),
        action: Some(Action::SeeCertificates),
    });
    // With observed calls under way, the certificate's end takes nothing from whoever is supervised.
    let falls = level == Level::Solo || (level == Level::Supervised && !on_observed_calls(facts, policy));
    let falls = falls.then_some(expires_at).into_iter().chain(change::next_fall(&facts.changes, level, now));
    let reasons = held.into_iter().chain(change::reasons(&facts.changes, now));
    Clearance { level, until: falls.min(), reasons: reasons.collect() }
}

fn person_inactive() -> Reason {
    Reason {
        code: ReasonCode::PersonInactive,
        message: "The account is not active.".to_owned(),
        at: None,
        action: Some(Action::AskManager),
    }
}

/// Why a certificate does not hold at `now`; none where it does. A suspension comes first, because
/// nothing but lifting it helps. The grant is not compared with `now`: it has happened, and
/// the clock of the node that recorded it may be a little ahead.
fn lapse(certificate: &CertificateFacts, now: Timestamp) -> Option<Reason> {
    let reason = |code, what: &str, at, action| {
        Some(Reason {
            code,
            message: format!("The certificate {what} on {}.", in_words(at)),
            at: Some(at),
            action: Some(action),
        })
    };
    if let Some(at) = certificate.suspended_at {
        reason(ReasonCode::CertificateSuspended, "was suspended", at, Action::SeeCertificates)
    } else if let Some(at) = certificate.revoked_at {
        reason(ReasonCode::CertificateRevoked, "was revoked", at, Action::SeeCertificates)
    } else if now >= certificate.expires_at {
        reason(ReasonCode::CertificateExpired, "expired", certificate.expires_at, Action::SeeCertificates)
    } else {
        None
    }
}

/// Whether the exam is passed towards the next certificate.
fn exam_counts(facts: &Facts) -> bool {
    let ExamStanding::Passed { at } = facts.exam else { return false };
    facts.certificate.is_none_or(|last| at > last.granted_at && last.revoked_at.is_none_or(|revoked| at > revoked))
}

fn observed_calls_open(facts: &Facts, policy: &Policy<'_>) -> Option<Reason> {
    let required = policy.certification.observed_calls.as_ref()?.required;
    let passed = facts.observed_calls_passed;
    (passed < required).then(|| Reason {
        code: ReasonCode::ObservedCallsOpen,
        message: format!("{passed} of {required} observed calls are passed."),
        at: None,
        action: Some(Action::AskManager),
    })
}

/// What is left to do for the next certificate; never empty.
fn steps_left(facts: &Facts, policy: &Policy<'_>, now: Timestamp) -> Vec<Reason> {
    let modules = facts.missing_modules.iter().map(|(module, title)| Reason {
        code: ReasonCode::ModulesOpen,
        message: format!("The module “{title}” is not finished."),
        at: None,
        action: Some(Action::ReadModule(module.clone())),
    });
    let mut steps: Vec<Reason> = modules.collect();
    if exam_counts(facts) {
        steps.extend(observed_calls_open(facts, policy));
    } else if steps.is_empty() || facts.exam != ExamStanding::NotOpen {
        steps.push(exam_step(facts.exam, policy, now));
    }
    if steps.is_empty() {
        steps.push(Reason {
            code: ReasonCode::CertificatePending,
            message: "Everything is shown, but no certificate is recorded.".to_owned(),
            at: None,
            action: Some(Action::AskManager),
        });
    }
    steps
}

/// What the exam still asks for, given that no pass counts.
fn exam_step(exam: ExamStanding, policy: &Policy<'_>, now: Timestamp) -> Reason {
    let open = || (ReasonCode::ExamOpen, "The exam is still to be passed.".to_owned(), None);
    let (code, message, at) = match exam {
        ExamStanding::NotOpen | ExamStanding::Passed { .. } => open(),
        ExamStanding::Open { attempts_left: 1 } => {
            (ReasonCode::ExamOpen, "The exam is still to be passed; 1 attempt is left.".to_owned(), None)
        }
        ExamStanding::Open { attempts_left } => {
            (ReasonCode::ExamOpen, format!("The exam is still to be passed; {attempts_left} attempts are left."), None)
        }
        ExamStanding::Remedial { left, until } => {
            let lessons = if left == 1 { "1 lesson is".to_owned() } else { format!("{left} lessons are") };
            let until = until.filter(|until| now < *until);
            let opens = until.map_or_else(|| "opens".to_owned(), |at| format!("opens on {}", in_words(at)));
            (ReasonCode::ExamRemedial, format!("{lessons} to be read again; then the exam {opens}."), until)
        }
        ExamStanding::CoolingDown { until } if now < until => {
            (ReasonCode::ExamCooldown, format!("The exam can be taken again from {}.", in_words(until)), Some(until))
        }
        ExamStanding::CoolingDown { .. } => open(),
        ExamStanding::NoAttemptsLeft => {
            (ReasonCode::ExamAttemptsUsed, "The exam is not passed, and no attempt is left.".to_owned(), None)
        }
        ExamStanding::InProgress => (ReasonCode::ExamInProgress, "An exam is in progress.".to_owned(), None),
    };
    let action = match exam {
        ExamStanding::NoAttemptsLeft => Action::AskManager,
        _ => Action::OpenExam(policy.certification.scope.clone()),
    };
    Reason { code, message, at, action: Some(action) }
}

/// A moment as in `23 November 2026, 08:00 UTC`.
pub(super) fn in_words(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.as_millis())
        .map_or_else(|_| at.to_string(), |t| t.strftime("%-d %B %Y, %H:%M UTC").to_string())
}
