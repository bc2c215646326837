//! Level 0 of the exam: how likely a person is to be above the standard, from counts alone.

use statrs::function::beta::checked_beta_reg;

/// The probability that a person who got `right` of `asked` questions right masters at least the share `cut` of all
/// such questions: P = 1 − I_cut(1 + x, 1 + n − x), I the regularised incomplete beta function, under a uniform prior.
///
/// `right` is a sum of marks and moved into 0 to `asked`. The answer is 0 where the input makes no sense (not a number,
/// or a cut outside 0 to 1), because a gate stays shut in doubt.
///
/// Source: Bayes' theorem with the beta distribution as conjugate prior of the binomial; `assessment.md` §3, level 0.
#[must_use]
pub fn probability_of_mastery(right: f64, asked: u32, cut: f64) -> f64 {
    let asked = f64::from(asked);
    if right.is_nan() || !(0.0..=1.0).contains(&cut) {
        return 0.0;
    }
    let right = right.clamp(0.0, asked);
    // 1 − I_c(a, b) = I_{1−c}(b, a): the mirror image keeps its precision where P is close to 0.
    checked_beta_reg(1.0 + asked - right, 1.0 + right, 1.0 - cut)
        .map_or(0.0, |p| if p.is_nan() { 0.0 } else { p.clamp(0.0, 1.0) })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::{prop_assert, proptest};
    use rstest::rstest;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        p: BTreeMap<String, BTreeMap<String, f64>>,
    }

    #[test]
    fn matches_the_known_answers() {
        let vectors: Vectors = serde_json::from_str(include_str!("../../tests/vectors/beta_binomial.json")).unwrap();
        let mut checked = 0;
        for (cut, answers) in &vectors.p {
            for (score, expected) in answers {
                let (right, asked) = score.split_once('/').unwrap();
                let p = probability_of_mastery(right.parse().unwrap(), asked.parse().unwrap(), cut.parse().unwrap());
                assert!((p - expected).abs() < 1e-4, "{score} at {cut}: {p}, not {expected}");
                checked += 1;
            }
        }
        assert_eq!(checked, 8);
    }

    #[rstest]
    #[case::nothing_asked(0.0, 0, 0.8, 0.2)]
    #[case::one_right(1.0, 1, 0.8, 0.36)]
    #[case::one_wrong(0.0, 1, 0.8, 0.04)]
    #[case::no_standard(0.0, 10, 0.0, 1.0)]
    #[case::perfection(10.0, 10, 1.0, 0.0)]
    fn matches_what_can_be_worked_out_by_hand(
        #[case] right: f64,
        #[case] asked: u32,
        #[case] cut: f64,
        #[case] p: f64,
    ) {
        assert!((probability_of_mastery(right, asked, cut) - p).abs() < 1e-12);
    }

    #[rstest]
    #[case(f64::NAN, 10, 0.8)]
    #[case(10.0, 10, f64::NAN)]
    #[case(10.0, 10, -0.1)]
    #[case(10.0, 10, 1.1)]
    fn nonsense_masters_nothing(#[case] right: f64, #[case] asked: u32, #[case] cut: f64) {
        assert_eq!(probability_of_mastery(right, asked, cut), 0.0);
    }

    #[test]
    fn more_right_than_asked_is_all_right() {
        assert_eq!(probability_of_mastery(12.0, 10, 0.8), probability_of_mastery(10.0, 10, 0.8));
        assert_eq!(probability_of_mastery(-1.0, 10, 0.8), probability_of_mastery(0.0, 10, 0.8));
    }

    proptest! {
        #[test]
        fn is_a_probability(right in 0.0..200.0, asked in 0_u32..200, cut in 0.0..=1.0) {
            prop_assert!((0.0..=1.0).contains(&probability_of_mastery(right, asked, cut)));
        }

        #[test]
        fn moves_the_right_way(asked in 1_u32..120, part in 0.0..1.0, cut in 0.01..0.98) {
            let right = f64::floor(part * f64::from(asked));
            let p = probability_of_mastery(right, asked, cut);
            prop_assert!(probability_of_mastery(right + 1.0, asked + 1, cut) >= p - 1e-12, "one more right");
            prop_assert!(probability_of_mastery(right, asked + 1, cut) <= p + 1e-12, "one more wrong");
            prop_assert!(probability_of_mastery(right + 1.0, asked, cut) >= p - 1e-12, "right instead of wrong");
            prop_assert!(probability_of_mastery(right, asked, cut + 0.01) <= p + 1e-12, "a higher standard");
        }
    }
}
