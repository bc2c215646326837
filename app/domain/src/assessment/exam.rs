//! Deciding an exam: pass, not yet, or one more question.
//!
//! Source: A. Wald, "Sequential tests of statistical hypotheses", 1945, for stopping early; T. J. H. M. Eggen, "Item
//! selection in adaptive testing with the sequential probability ratio test", 1999, for doing so in a mastery test.

use super::{GradedItem, ObjectiveRef};
use crate::certification::ExamPolicy;

/// What an exam has shown so far.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// Sum of the marks of the graded answers.
    pub right: f64,
    /// Graded answers.
    pub asked: u32,
    /// Questions in the frozen draw; the exam is never longer.
    pub drawn: u32,
    /// Probability of mastery that the graded answers give, 0 to 1: see [`super::mastery`].
    pub probability: f64,
    /// Objectives of critical questions that were answered wrong.
    pub critical_wrong: Vec<ObjectiveRef>,
    /// Critical questions in the draw that have not been graded yet. Nobody passes while there are any.
    pub critical_left: u32,
}

/// What the evidence says.
#[derive(Debug, Clone, PartialEq)]
pub enum ExamDecision {
    /// Ask the next question.
    Continue,
    /// Passed.
    Pass {
        /// Probability of mastery, 0 to 1.
        probability: f64,
    },
    /// Not passed this time.
    NotYet {
        /// Probability of mastery, 0 to 1.
        probability: f64,
        /// Why.
        why: NotYetReason,
    },
}

/// Why an exam is not passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotYetReason {
    /// A critical question was answered wrong: by objective, never which question.
    CriticalWrong(Vec<ObjectiveRef>),
    /// The answers show early that the standard is not met yet.
    ClearlyBelow,
    /// All questions were asked, or the time ran out, and mastery is not likely enough.
    BelowStandard,
    /// It ended, by time or by the end of the draw, with too few answers for a decision.
    TooFewAnswers,
    /// It ended before every critical question was answered.
    CriticalUnanswered,
}

impl Evidence {
    /// Gathers the evidence from the items of a frozen draw; those without a mark have not been graded. `probability` is that of
    /// mastery after them.
    #[must_use]
    pub fn gather(items: &[GradedItem], probability: f64) -> Self {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let mut critical_wrong: Vec<ObjectiveRef> = Vec::new();
        for item in items.iter().filter(|item| item.critical) {
            if item.mark.is_some_and(|mark| !mark.is_right()) && !critical_wrong.contains(&item.objective) {
                critical_wrong.push(item.objective.clone());
            }
        }
        Self {
            right: items.iter().filter_map(|item| item.mark).map(super::Mark::value).sum(),
            asked: count(items.iter().filter(|item| item.mark.is_some()).count()),
            drawn: count(items.len()),
            probability,
            critical_wrong,
            critical_left: count(items.iter().filter(|item| item.critical && item.mark.is_none()).count()),
        }
    }
}

/// Decides an exam after an answer was graded, or when its time ran out. With n answers and P the probability of
/// mastery:
///
/// 1. n = `max_items`, the end of the draw, or time out → not yet below `min_items`, after a critical question was answered
///    wrong, or with one open; else pass iff P ≥ `final_at`.
/// 2. n ≥ `min_items` and P ≥ `certify_at` and no critical question open → pass, unless one was answered wrong.
/// 3. n ≥ `min_items` and P ≤ `refuse_at` → not yet; else continue.
///
/// A critical question answered wrong decides what comes out, never when: an exam that ended with it would tell which
/// question it was. On time out, grade the saved answers first. At no n below `min_items` does anybody pass.
#[must_use]
pub fn decide(policy: &ExamPolicy, evidence: &Evidence, timed_out: bool) -> ExamDecision {
    let probability = evidence.probability;
    let not_yet = |why| ExamDecision::NotYet { probability, why };
    let critical_wrong = || NotYetReason::CriticalWrong(evidence.critical_wrong.clone());
    let all_critical_right = evidence.critical_wrong.is_empty();
    let enough = evidence.asked >= policy.min_items.max(1);
    let over = timed_out || evidence.asked >= policy.max_items.min(evidence.drawn);
    let sure = probability >= policy.certify_at && evidence.critical_left == 0;
    let hopeless = probability <= policy.refuse_at;
    match (enough, over) {
        (false, false) => ExamDecision::Continue,
        (false, true) => not_yet(NotYetReason::TooFewAnswers),
        (true, false) if !sure && !hopeless => ExamDecision::Continue,
        (true, _) if !all_critical_right => not_yet(critical_wrong()),
        (true, true) if evidence.critical_left > 0 => not_yet(NotYetReason::CriticalUnanswered),
        (true, true) if probability < policy.final_at => not_yet(NotYetReason::BelowStandard),
        (true, false) if hopeless => not_yet(NotYetReason::ClearlyBelow),
        (true, _) => ExamDecision::Pass { probability },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::{certification, module_ref, slug};
    use crate::assessment::{Mark, probability_of_mastery};

    fn policy() -> ExamPolicy {
        certification(&[("m", 1.0)]).exam
    }

    fn evidence(right: u32, asked: u32) -> Evidence {
        let right = f64::from(right);
        let probability = probability_of_mastery(right, asked, 0.80);
        Evidence { right, asked, drawn: 40, probability, critical_wrong: Vec::new(), critical_left: 0 }
    }

    fn objective(name: &str) -> ObjectiveRef {
        ObjectiveRef { module: module_ref("m"), objective: slug(name) }
    }

    fn outcome(decision: &ExamDecision) -> &'static str {
        match decision {
            ExamDecision::Continue => "continue",
            ExamDecision::Pass { .. } => "pass",
            ExamDecision::NotYet { why: NotYetReason::CriticalWrong(_), .. } => "critical wrong",
            ExamDecision::NotYet { why: NotYetReason::CriticalUnanswered, .. } => "critical unanswered",
            ExamDecision::NotYet { why: NotYetReason::ClearlyBelow, .. } => "clearly below",
            ExamDecision::NotYet { why: NotYetReason::BelowStandard, .. } => "below",
            ExamDecision::NotYet { why: NotYetReason::TooFewAnswers, .. } => "too few",
        }
    }

    // P at a standard of 0.80: 11/11 .931, 15/15 .972, 16/16 .977, 18/20 .821, 7/12 .019, 8/12 .073, 34/40 .739, 35/40
    // .852.
    #[rstest]
    #[case::first_question(1, 1, false, "continue")]
    #[case::not_before_the_minimum_up(11, 11, false, "continue")]
    #[case::not_before_the_minimum_down(0, 11, false, "continue")]
    #[case::not_quite_sure(15, 15, false, "continue")]
    #[case::sure(16, 16, false, "pass")]
    #[case::not_quite_hopeless(8, 12, false, "continue")]
    #[case::hopeless(7, 12, false, "clearly below")]
    #[case::likely_but_early(18, 20, false, "continue")]
    #[case::likely_at_the_end(35, 40, false, "pass")]
    #[case::unlikely_at_the_end(34, 40, false, "below")]
    #[case::time_out_with_nothing(0, 0, true, "too few")]
    #[case::time_out_below_the_minimum(11, 11, true, "too few")]
    #[case::time_out_when_likely(18, 20, true, "pass")]
    #[case::time_out_when_unlikely(17, 20, true, "below")]
    fn decides(#[case] right: u32, #[case] asked: u32, #[case] timed_out: bool, #[case] expected: &str) {
        assert_eq!(outcome(&decide(&policy(), &evidence(right, asked), timed_out)), expected);
    }

    #[test]
    fn a_short_draw_ends_the_exam() {
        assert_eq!(outcome(&decide(&policy(), &Evidence { drawn: 20, ..evidence(18, 20) }, false)), "pass");
        assert_eq!(outcome(&decide(&policy(), &Evidence { drawn: 20, ..evidence(17, 20) }, false)), "below");
        assert_eq!(outcome(&decide(&policy(), &Evidence { drawn: 8, ..evidence(8, 8) }, false)), "too few");
        assert_eq!(outcome(&decide(&policy(), &Evidence { drawn: 0, ..evidence(0, 0) }, false)), "too few");
    }

    #[test]
    fn a_critical_question_wrong_decides_what_but_not_when() {
        let wrong = |right, asked| Evidence { critical_wrong: vec![objective("limits")], ..evidence(right, asked) };
        for (right, asked) in [(0, 1), (2, 3), (11, 12), (15, 16), (8, 12)] {
            let expected = decide(&policy(), &evidence(right, asked), false) == ExamDecision::Continue;
            assert_eq!(decide(&policy(), &wrong(right, asked), false) == ExamDecision::Continue, expected);
        }
        for (right, asked, timed_out) in [(20, 20, false), (2, 20, false), (39, 40, false), (18, 20, true)] {
            let probability = wrong(right, asked).probability;
            let why = NotYetReason::CriticalWrong(vec![objective("limits")]);
            let expected = ExamDecision::NotYet { probability, why };
            assert_eq!(decide(&policy(), &wrong(right, asked), timed_out), expected, "{right} of {asked}");
        }
        assert_eq!(outcome(&decide(&policy(), &wrong(2, 3), true)), "too few", "so early it would tell which");
    }

    #[test]
    fn nobody_passes_before_every_critical_question_is_answered() {
        let open = Evidence { critical_left: 1, ..evidence(20, 20) };
        assert_eq!(outcome(&decide(&policy(), &open, false)), "continue");
        assert_eq!(outcome(&decide(&policy(), &open, true)), "critical unanswered");
        let hopeless = Evidence { critical_left: 1, ..evidence(2, 20) };
        assert_eq!(outcome(&decide(&policy(), &hopeless, false)), "clearly below");
    }

    #[test]
    fn gathers_evidence_from_graded_items() {
        let item = |name, critical, mark| GradedItem { objective: objective(name), critical, mark };
        let items = [
            item("a", false, Some(Mark::RIGHT)),
            item("b", true, Some(Mark::WRONG)),
            item("b", true, Some(Mark::WRONG)),
            item("c", true, Some(Mark::RIGHT)),
            item("d", true, None),
            item("e", false, Some(Mark::WRONG)),
            item("f", false, None),
        ];
        let expected = Evidence {
            right: 2.0,
            asked: 5,
            drawn: 7,
            probability: 0.75,
            critical_wrong: vec![objective("b")],
            critical_left: 1,
        };
        assert_eq!(Evidence::gather(&items, 0.75), expected);
    }

    proptest! {
        #[test]
        fn only_the_sure_pass(
            right in 0_u32..=45, wrong in 0_u32..=45, drawn in 0_u32..=45, probability in 0.0..=1.0,
            critical_wrong: bool, critical_left in 0_u32..3, timed_out: bool,
        ) {
            let policy = policy();
            let evidence = Evidence {
                drawn,
                probability,
                critical_wrong: if critical_wrong { vec![objective("o")] } else { Vec::new() },
                critical_left,
                ..evidence(right, right + wrong)
            };
            let decision = decide(&policy, &evidence, timed_out);
            if let ExamDecision::Pass { probability } = decision {
                prop_assert!(evidence.asked >= policy.min_items);
                prop_assert!(!critical_wrong && critical_left == 0);
                prop_assert!(probability >= policy.final_at);
            }
            let over = timed_out || evidence.asked >= policy.max_items.min(drawn);
            prop_assert!(!over || decision != ExamDecision::Continue, "it ends");
            prop_assert_eq!(decide(&policy, &evidence, timed_out), decision);
        }

        #[test]
        fn a_right_answer_in_place_of_a_wrong_one_never_hurts(
            right in 0_u32..40, asked in 1_u32..=40, timed_out: bool,
        ) {
            let rank = |right| match decide(&policy(), &evidence(right, asked), timed_out) {
                ExamDecision::NotYet { .. } => 0,
                ExamDecision::Continue => 1,
                ExamDecision::Pass { .. } => 2,
            };
            prop_assert!(rank((right + 1).min(asked)) >= rank(right.min(asked)));
        }
    }
}
