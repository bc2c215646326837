//! The gate, case by case and as properties (I1, I6).

use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};
use rstest::rstest;

use super::{
    Action, CertificateFacts, Clearance, ContentChange, ExamStanding, Facts, Level, OverrideFacts, Policy, ReasonCode,
    decide,
};
use crate::assessment::fixtures::{certification, module_ref, slug};
use crate::catalog::RevisionChange;
use crate::certification::{Certification, ObservedCallsPolicy};
use crate::time::{Span, Timestamp};

mod changes;

fn now() -> Timestamp {
    "2026-11-23T08:00:00Z".parse().unwrap()
}

fn nothing_done() -> Facts {
    Facts {
        person_active: true,
        missing_modules: vec![(module_ref("offering"), "The offering".to_owned())],
        exam: ExamStanding::NotOpen,
        certificate: None,
        observed_calls_passed: 0,
        changes: Vec::new(),
        overridden: None,
    }
}

fn at_the_exam(exam: ExamStanding) -> Facts {
    Facts { missing_modules: Vec::new(), exam, ..nothing_done() }
}

fn certificate() -> CertificateFacts {
    let granted_at = now() - Span::days(100);
    CertificateFacts { granted_at, expires_at: now() + Span::days(265), revoked_at: None, suspended_at: None }
}

fn holding(certificate: CertificateFacts) -> Facts {
    let at = certificate.granted_at;
    Facts { certificate: Some(certificate), ..at_the_exam(ExamStanding::Passed { at }) }
}

fn plain() -> Certification {
    certification(&[("offering", 1.0)])
}

fn with_observed_calls() -> Certification {
    let calls = ObservedCallsPolicy { rubric: slug("discovery-call"), required: 4, of_last: 5, pass_mark: 85 };
    Certification { observed_calls: Some(calls), ..plain() }
}

fn ask(facts: &Facts, certification: &Certification) -> Clearance {
    decide(facts, &Policy { certification, number: 3 }, now())
}

fn codes(clearance: &Clearance) -> Vec<&'static str> {
    clearance.reasons.iter().map(|reason| reason.code.as_str()).collect()
}

#[test]
fn a_valid_certificate_clears_until_it_expires() {
    let clearance = ask(&holding(certificate()), &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Solo, Some(certificate().expires_at)));
    assert_eq!(clearance.reasons[0].message, "Certified until 15 August 2027, 08:00 UTC.");
    assert_eq!(clearance.reasons[0].at, Some(certificate().expires_at));
}

#[test]
fn a_certificate_ends_at_the_very_moment_of_its_expiry() {
    let policy = plain();
    let policy = Policy { certification: &policy, number: 3 };
    let expiry = certificate().expires_at;
    let just_before = Timestamp::from_millis(expiry.as_millis() - 1);
    assert_eq!(decide(&holding(certificate()), &policy, just_before).level, Level::Solo);
    assert_eq!(decide(&holding(certificate()), &policy, expiry).level, Level::Blocked);
}

#[rstest]
#[case::expired(CertificateFacts { expires_at: now(), ..certificate() }, &["certificate-expired", "exam-open"])]
#[case::revoked(CertificateFacts { revoked_at: Some(now()), ..certificate() }, &["certificate-revoked", "exam-open"])]
#[case::suspended(CertificateFacts { suspended_at: Some(now()), ..certificate() }, &["certificate-suspended"])]
#[case::suspended_and_revoked(
    CertificateFacts { suspended_at: Some(now()), revoked_at: Some(now()), ..certificate() },
    &["certificate-suspended"]
)]
#[case::suspended_and_expired(
    CertificateFacts { suspended_at: Some(now()), expires_at: now(), ..certificate() },
    &["certificate-suspended"]
)]
fn a_certificate_that_does_not_hold_blocks(#[case] certificate: CertificateFacts, #[case] expected: &[&str]) {
    for certification in [plain(), with_observed_calls()] {
        let clearance = ask(&holding(certificate), &certification);
        assert_eq!((clearance.level, clearance.until), (Level::Blocked, None));
        assert_eq!(codes(&clearance), expected);
    }
}

#[test]
fn an_inactive_person_is_blocked_whatever_they_hold() {
    let clearance = ask(&Facts { person_active: false, ..holding(certificate()) }, &plain());
    assert_eq!(clearance.level, Level::Blocked);
    assert_eq!(codes(&clearance), ["person-inactive"]);
}

#[test]
fn every_open_module_is_named_with_its_link() {
    let clearance = ask(&nothing_done(), &plain());
    assert_eq!(codes(&clearance), ["modules-open"]);
    assert_eq!(clearance.reasons[0].message, "The module “The offering” is not finished.");
    assert_eq!(clearance.reasons[0].action, Some(Action::ReadModule(module_ref("offering"))));
}

#[rstest]
#[case(ExamStanding::NotOpen, "exam-open", "The exam is still to be passed.")]
#[case(ExamStanding::Open { attempts_left: 3 }, "exam-open", "The exam is still to be passed; 3 attempts are left.")]
#[case(ExamStanding::Open { attempts_left: 1 }, "exam-open", "The exam is still to be passed; 1 attempt is left.")]
#[case(
    ExamStanding::CoolingDown { until: now() + Span::hours(5) },
    "exam-cooldown",
    "The exam can be taken again from 23 November 2026, 13:00 UTC."
)]
#[case(ExamStanding::CoolingDown { until: now() }, "exam-open", "The exam is still to be passed.")]
#[case(
    ExamStanding::Remedial { left: 2, until: Some(now() + Span::hours(5)) },
    "exam-remedial",
    "2 lessons are to be read again; then the exam opens on 23 November 2026, 13:00 UTC."
)]
#[case(
    ExamStanding::Remedial { left: 1, until: Some(now()) },
    "exam-remedial",
    "1 lesson is to be read again; then the exam opens."
)]
#[case(ExamStanding::NoAttemptsLeft, "exam-attempts-used", "The exam is not passed, and no attempt is left.")]
#[case(ExamStanding::InProgress, "exam-in-progress", "An exam is in progress.")]
#[case(ExamStanding::Passed { at: now() }, "certificate-pending", "Everything is shown, but no certificate is recorded.")]
fn without_a_certificate_the_exam_says_why(#[case] exam: ExamStanding, #[case] code: &str, #[case] message: &str) {
    let clearance = ask(&at_the_exam(exam), &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Blocked, None));
    assert_eq!(codes(&clearance), [code]);
    assert_eq!(clearance.reasons[0].message, message);
}

#[test]
fn a_pass_with_observed_calls_open_is_supervised() {
    let passed = at_the_exam(ExamStanding::Passed { at: now() });
    let clearance = ask(&Facts { observed_calls_passed: 2, ..passed.clone() }, &with_observed_calls());
    assert_eq!((clearance.level, clearance.until), (Level::Supervised, None));
    assert_eq!(codes(&clearance), ["observed-calls-open"]);
    assert_eq!(clearance.reasons[0].message, "2 of 4 observed calls are passed.");
    let all = ask(&Facts { observed_calls_passed: 4, ..passed }, &with_observed_calls());
    assert_eq!((all.level, codes(&all)), (Level::Blocked, vec!["certificate-pending"]));
}

#[test]
fn a_module_that_was_added_after_the_pass_is_named_beside_the_calls() {
    let facts = Facts { exam: ExamStanding::Passed { at: now() }, ..nothing_done() };
    let clearance = ask(&facts, &with_observed_calls());
    assert_eq!(clearance.level, Level::Supervised);
    assert_eq!(codes(&clearance), ["modules-open", "observed-calls-open"]);
}

#[test]
fn only_a_pass_after_the_end_of_a_certificate_counts_again() {
    let revoked_at = now() - Span::days(2);
    let revoked = CertificateFacts { revoked_at: Some(revoked_at), ..certificate() };
    let again = |at| Facts { exam: ExamStanding::Passed { at }, ..holding(revoked) };
    let level = |at| ask(&again(at), &with_observed_calls()).level;
    assert_eq!(level(revoked.granted_at), Level::Blocked);
    assert_eq!(level(revoked_at), Level::Blocked);
    assert_eq!(level(revoked_at + Span::days(1)), Level::Supervised);
    let clearance = ask(&again(revoked_at + Span::days(1)), &with_observed_calls());
    assert_eq!(codes(&clearance), ["certificate-revoked", "observed-calls-open"]);
}

#[test]
fn a_pass_does_not_lift_a_suspension() {
    let day = |n| now() - Span::days(n);
    let suspended = CertificateFacts { revoked_at: Some(day(2)), suspended_at: Some(day(3)), ..certificate() };
    let facts = Facts { exam: ExamStanding::Passed { at: day(1) }, ..holding(suspended) };
    assert_eq!(ask(&facts, &with_observed_calls()).level, Level::Blocked);
}

#[test]
fn a_renewal_passed_early_counts_when_the_certificate_runs_out() {
    let expired = CertificateFacts { expires_at: now(), ..certificate() };
    let renewed = Facts { exam: ExamStanding::Passed { at: now() - Span::days(3) }, ..holding(expired) };
    assert_eq!(ask(&renewed, &with_observed_calls()).level, Level::Supervised);
    assert_eq!(ask(&renewed, &plain()).level, Level::Blocked);
}

fn overridden(level: Level) -> OverrideFacts {
    OverrideFacts { level, until: now() + Span::hours(3) }
}

#[test]
fn an_override_lifts_the_level_says_so_first_and_ends_to_the_moment() {
    let over = overridden(Level::Solo);
    let facts = Facts { overridden: Some(over), ..nothing_done() };
    let clearance = ask(&facts, &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Solo, Some(over.until)));
    assert_eq!(codes(&clearance), ["override", "modules-open"]);
    assert_eq!(clearance.reasons[0].message, "Under an override until 23 November 2026, 11:00 UTC.");
    let certification = plain();
    let policy = Policy { certification: &certification, number: 3 };
    assert_eq!(decide(&facts, &policy, over.until).level, Level::Blocked);
    let certified = Facts { overridden: Some(over), ..holding(certificate()) };
    assert_eq!(codes(&ask(&certified, &plain())), ["certified"], "nothing to lift");
}

fn change(kind: RevisionChange, due: Timestamp) -> ContentChange {
    let title = "The offering".to_owned();
    ContentChange { module: module_ref("offering"), title, kind, published_at: now() - Span::days(20), due }
}

fn changed(changes: &[ContentChange]) -> Facts {
    Facts { changes: changes.to_vec(), ..holding(certificate()) }
}

#[rstest]
#[case::a_closed_account(Facts { person_active: false, ..nothing_done() }, Level::Blocked)]
#[case::a_suspension(holding(CertificateFacts { suspended_at: Some(now() - Span::days(1)), ..certificate() }), Level::Blocked)]
#[case::a_revocation(holding(CertificateFacts { revoked_at: Some(now() - Span::days(1)), ..certificate() }), Level::Blocked)]
#[case::an_expiry(holding(CertificateFacts { expires_at: now() - Span::days(1), ..certificate() }), Level::Solo)]
fn an_override_lifts_nothing_that_somebody_has_decided(#[case] facts: Facts, #[case] expected: Level) {
    let facts = Facts { overridden: Some(overridden(Level::Solo)), ..facts };
    assert_eq!(ask(&facts, &plain()).level, expected);
}

#[test]
fn asking_for_less_is_answered_with_yes_and_asking_for_nothing_with_no() {
    let at = |level| Clearance { level, until: None, reasons: Vec::new() };
    assert!(at(Level::Solo).clears(Level::Solo) && at(Level::Solo).clears(Level::Supervised));
    assert!(!at(Level::Supervised).clears(Level::Solo) && at(Level::Supervised).clears(Level::Supervised));
    assert!(Level::ALL.into_iter().all(|level| !at(level).clears(Level::Blocked)));
    assert!(Level::ALL.into_iter().all(|asked| !at(Level::Blocked).clears(asked)));
}

#[test]
fn reasons_have_stable_words() {
    let words: Vec<&str> = ReasonCode::ALL.iter().map(|code| code.as_str()).collect();
    let expected = [
        "person-inactive",
        "override",
        "certificate-revoked",
        "certificate-suspended",
        "certificate-expired",
        "modules-open",
        "exam-open",
        "exam-remedial",
        "exam-cooldown",
        "exam-attempts-used",
        "exam-in-progress",
        "observed-calls-open",
        "content-changed",
        "certificate-pending",
        "certified",
    ];
    assert_eq!(words, expected);
    assert!(ReasonCode::ALL.iter().all(|code| code.as_str().parse() == Ok(*code)));
}

fn changes() -> impl Strategy<Value = Vec<ContentChange>> {
    let kinds = proptest::sample::select(vec![RevisionChange::Material, RevisionChange::Critical]);
    proptest::collection::vec((kinds, moments()).prop_map(|(kind, due)| change(kind, due)), 0..3)
}

fn moments() -> impl Strategy<Value = Timestamp> {
    (-40_i64..40).prop_map(|days| now() + Span::days(days))
}

fn standings() -> impl Strategy<Value = ExamStanding> {
    prop_oneof![
        Just(ExamStanding::NotOpen),
        (1_u32..4).prop_map(|attempts_left| ExamStanding::Open { attempts_left }),
        (1_u32..6, proptest::option::of(moments())).prop_map(|(left, until)| ExamStanding::Remedial { left, until }),
        moments().prop_map(|until| ExamStanding::CoolingDown { until }),
        Just(ExamStanding::NoAttemptsLeft),
        Just(ExamStanding::InProgress),
        moments().prop_map(|at| ExamStanding::Passed { at }),
    ]
}

fn certificates() -> impl Strategy<Value = CertificateFacts> {
    let maybe = || proptest::option::weighted(0.3, moments());
    (moments(), moments(), maybe(), maybe()).prop_map(|(granted_at, expires_at, revoked_at, suspended_at)| {
        CertificateFacts { granted_at, expires_at, revoked_at, suspended_at }
    })
}

fn overrides() -> impl Strategy<Value = OverrideFacts> {
    let levels = proptest::sample::select(vec![Level::Supervised, Level::Solo]);
    (levels, moments(), 1_i64..=24)
        .prop_map(|(level, granted_at, hours)| OverrideFacts { level, until: granted_at + Span::hours(hours) })
}

/// Whether an override may lift anything at all now.
fn lifts(facts: &Facts) -> Option<OverrideFacts> {
    let over = facts.overridden.filter(|over| facts.person_active && now() < over.until)?;
    let stands = |c: CertificateFacts| c.suspended_at.is_none() && c.revoked_at.is_none();
    facts.certificate.is_none_or(stands).then_some(over)
}

fn all_facts() -> impl Strategy<Value = Facts> {
    let certificates = proptest::option::of(certificates());
    let overrides = proptest::option::weighted(0.3, overrides());
    (any::<bool>(), any::<bool>(), standings(), certificates, 0_u32..6, changes(), overrides).prop_map(
        |(person_active, finished, exam, certificate, observed_calls_passed, changes, overridden)| {
            let missing_modules = if finished { Vec::new() } else { nothing_done().missing_modules };
            Facts { person_active, missing_modules, exam, certificate, observed_calls_passed, changes, overridden }
        },
    )
}

proptest! {
    #[test]
    fn i1_solo_needs_an_active_person_and_a_certificate_that_holds_or_an_override(facts in all_facts(), observed: bool) {
        let certification = if observed { with_observed_calls() } else { plain() };
        let clearance = ask(&facts, &certification);
        let holds = |c: &CertificateFacts| c.revoked_at.is_none() && c.suspended_at.is_none() && now() < c.expires_at;
        let certified = facts.person_active && facts.certificate.as_ref().is_some_and(holds);
        let certified = certified && facts.changes.iter().all(|change| now() < change.due);
        let over = lifts(&facts).filter(|over| !certified && over.level == Level::Solo);
        prop_assert_eq!(clearance.level == Level::Solo, certified || over.is_some(), "exactly then");
        if clearance.level == Level::Solo {
            let first_due = facts.changes.iter().map(|change| change.due).min();
            let held = facts.certificate.filter(|_| certified).map(|c| first_due.map_or(c.expires_at, |due| due.min(c.expires_at)));
            prop_assert_eq!(clearance.until, over.map(|over| over.until).or(held));
        }
    }

    #[test]
    fn i1_supervised_needs_an_active_person_and_open_calls_or_a_certificate_or_an_override(facts in all_facts(), observed: bool) {
        let certification = if observed { with_observed_calls() } else { plain() };
        if ask(&facts, &certification).level == Level::Supervised {
            let passed = matches!(facts.exam, ExamStanding::Passed { .. });
            let shown = observed && passed && facts.observed_calls_passed < 4;
            let holds = |c: &CertificateFacts| c.revoked_at.is_none() && now() < c.expires_at;
            let held = facts.certificate.as_ref().is_some_and(holds);
            let over = |kind| facts.changes.iter().any(|change| change.kind == kind && change.due <= now());
            let critical = facts.certificate.is_some() && over(RevisionChange::Critical);
            let changed = held && over(RevisionChange::Material);
            prop_assert!(facts.person_active && (((shown || changed) && !critical) || lifts(&facts).is_some()));
            prop_assert!(facts.certificate.is_none_or(|certificate| certificate.suspended_at.is_none()));
        }
    }

    #[test]
    fn i1_the_same_facts_have_the_same_answer_and_always_a_reason(facts in all_facts()) {
        let clearance = ask(&facts, &with_observed_calls());
        prop_assert_eq!(&clearance, &ask(&facts, &with_observed_calls()));
        prop_assert!(!clearance.reasons.is_empty());
        prop_assert!(clearance.reasons.iter().all(|reason| reason.message.ends_with('.')));
        let first = clearance.reasons[0].code;
        prop_assert!(clearance.level != Level::Solo || matches!(first, ReasonCode::Certified | ReasonCode::Override));
        let rest = &clearance.reasons[1..];
        let others = rest.iter().all(|reason| reason.code == ReasonCode::ContentChanged);
        prop_assert!(first != ReasonCode::Certified || (clearance.level == Level::Solo && others));
        prop_assert!(rest.iter().all(|reason| reason.code != ReasonCode::Certified));
    }

    #[test]
    fn i6_no_level_rises_by_itself(facts in all_facts(), days in 0_i64..400) {
        let certification = with_observed_calls();
        let policy = Policy { certification: &certification, number: 3 };
        let later = decide(&facts, &policy, now() + Span::days(days)).level;
        let today = decide(&facts, &policy, now());
        prop_assert!(later <= today.level);
        if today.until.is_none_or(|until| now() + Span::days(days) < until) {
            prop_assert_eq!(later, today.level, "and none falls before its time");
        }
    }
}
