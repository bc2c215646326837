//! What changes of modules make of a clearance.

use super::*;

#[test]
fn a_change_is_named_during_its_grace_and_lowers_the_level_after_it() {
    let due = now() + Span::hours(25);
    for (kind, after) in [(RevisionChange::Material, Level::Supervised), (RevisionChange::Critical, Level::Blocked)] {
        let facts = changed(&[change(kind, due)]);
        let clearance = ask(&facts, &plain());
        assert_eq!((clearance.level, clearance.until), (Level::Solo, Some(due)));
        assert_eq!(codes(&clearance), ["certified", "content-changed"]);
        let reason = &clearance.reasons[1];
        let message = "The module “The offering” has changed. Pass its short quiz by 24 November 2026, 09:00 UTC.";
        assert_eq!((reason.message.as_str(), reason.at), (message, Some(due)));
        assert_eq!(reason.action, Some(Action::ReadModule(module_ref("offering"))));
        let policy = plain();
        let policy = Policy { certification: &policy, number: 3 };
        let before = Timestamp::from_millis(due.as_millis() - 1);
        assert_eq!(decide(&facts, &policy, before).level, Level::Solo);
        let lowered = decide(&facts, &policy, due);
        assert_eq!((lowered.level, codes(&lowered)), (after, vec!["content-changed"]));
        assert!(lowered.reasons[0].message.contains("until then"), "{}", lowered.reasons[0].message);
    }
}

#[test]
fn the_most_serious_change_past_its_grace_counts() {
    let (material, critical) = (RevisionChange::Material, RevisionChange::Critical);
    let later = now() + Span::days(2);
    let clearance = ask(&changed(&[change(material, now()), change(critical, later)]), &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Supervised, Some(later)));
    assert_eq!(codes(&clearance), ["content-changed", "content-changed"]);
    let clearance = ask(&changed(&[change(material, now()), change(critical, now())]), &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Blocked, None));
}

#[test]
fn who_was_never_certified_has_nothing_to_prove() {
    let passed = at_the_exam(ExamStanding::Passed { at: now() });
    let facts = Facts { changes: vec![change(RevisionChange::Critical, now())], ..passed };
    let clearance = ask(&facts, &with_observed_calls());
    assert_eq!((clearance.level, codes(&clearance)), (Level::Supervised, vec!["observed-calls-open"]));
}

#[test]
fn an_override_lifts_over_a_change() {
    let critical = changed(&[change(RevisionChange::Critical, now())]);
    let over = overridden(Level::Solo);
    let clearance = ask(&Facts { overridden: Some(over), ..critical }, &plain());
    assert_eq!((clearance.level, clearance.until), (Level::Solo, Some(over.until)));
    assert_eq!(codes(&clearance), ["override", "content-changed"]);
}
