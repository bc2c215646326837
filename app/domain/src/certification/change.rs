//! What another version of a policy asks for that the one before it did not.

use std::fmt::Display;

use super::Certification;
use crate::catalog::ModuleRef;

/// A term of a policy that has another value, both as people read them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyChange {
    /// The term.
    pub term: String,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

impl PolicyChange {
    /// A term whose value has changed; none where it has not.
    pub fn of<T: Display>(term: impl Into<String>, before: T, after: T) -> Option<Self> {
        let (before, after) = (before.to_string(), after.to_string());
        (before != after).then(|| Self { term: term.into(), before, after })
    }
}

/// Every term of a policy that is another one in its new version, in the order of the file.
#[must_use]
pub fn policy_changes(before: &Certification, after: &Certification) -> Vec<PolicyChange> {
    let (old, new) = (&before.exam, &after.exam);
    let terms = [
        PolicyChange::of("Title", &before.title, &after.title),
        PolicyChange::of("Modules before the exam", modules(&before.requires), modules(&after.requires)),
        PolicyChange::of("Shares of the exam", shares(&old.blueprint), shares(&new.blueprint)),
        PolicyChange::of("Fewest questions", old.min_items, new.min_items),
        PolicyChange::of("Most questions", old.max_items, new.max_items),
        PolicyChange::of("Passed early from", exactly(old.certify_at), exactly(new.certify_at)),
        PolicyChange::of("Missed early below", exactly(old.refuse_at), exactly(new.refuse_at)),
        PolicyChange::of("Passed at the end from", exactly(old.final_at), exactly(new.final_at)),
        PolicyChange::of("Minutes", old.time_limit_minutes, new.time_limit_minutes),
        PolicyChange::of("Attempts", old.attempts, new.attempts),
        PolicyChange::of("Hours between attempts", old.cooldown_hours, new.cooldown_hours),
        PolicyChange::of("Observed calls", calls(before), calls(after)),
        PolicyChange::of("Days a certificate holds", before.validity.days, after.validity.days),
        PolicyChange::of(
            "Days in which it can be renewed",
            before.validity.renew_window_days,
            after.validity.renew_window_days,
        ),
        PolicyChange::of("Recall to keep up", recall(before), recall(after)),
    ];
    terms.into_iter().flatten().collect()
}

/// A share as people read it.
#[must_use]
pub fn percent(share: f64) -> String {
    format!("{} %", (share * 1_000.0).round() / 10.0)
}

/// A share to the ten-thousandth of a percent: two that decide otherwise read otherwise.
fn exactly(share: f64) -> String {
    format!("{} %", (share * 1_000_000.0).round() / 10_000.0)
}

fn modules(modules: &[ModuleRef]) -> String {
    modules.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn shares(blueprint: &[(ModuleRef, f64)]) -> String {
    blueprint.iter().map(|(module, share)| format!("{module} {}", exactly(*share))).collect::<Vec<_>>().join(", ")
}

fn calls(certification: &Certification) -> String {
    certification.observed_calls.as_ref().map_or_else(
        || "none".to_owned(),
        |calls| {
            format!(
                "{} of the last {} by {}, from {} points",
                calls.required, calls.of_last, calls.rubric, calls.pass_mark
            )
        },
    )
}

fn recall(certification: &Certification) -> String {
    certification.recall.map_or_else(
        || "none".to_owned(),
        |recall| {
            let (floor, days, reviews) = (exactly(recall.floor), recall.grace_days, recall.minimum_reviews);
            format!("{floor} after {reviews} reviews, {days} days of grace")
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_that_decide_otherwise_read_otherwise() {
        let change = PolicyChange::of("Passed early from", exactly(0.975), exactly(0.9754)).unwrap();
        assert_eq!((change.before.as_str(), change.after.as_str()), ("97.5 %", "97.54 %"));
        assert_eq!(PolicyChange::of("Passed early from", exactly(0.3), exactly(0.1 + 0.2)), None, "no more than noise");
    }
}
