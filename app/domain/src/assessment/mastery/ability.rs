//! What is known about a person's ability.

use serde::{Deserialize, Serialize};

use super::Curve;
use crate::assessment::Mark;

/// Grid points on either side of the standard.
const SIDE: usize = 80;
/// Grid points in all: θ = −4, −3.95 … 4. The standard, 0, is one of them.
const POINTS: usize = 2 * SIDE + 1;
/// Distance of grid points, in logits.
const STEP: f64 = 0.05;
/// How far somebody may have come between two attempts: the standard deviation of the change, in logits.
const CHANGE: f64 = 0.8;
/// How much of a retake's prior is what everybody begins with.
const FRESH: f64 = 0.02;

/// A normal distribution.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Normal {
    /// Its mean, in logits.
    pub mean: f64,
    /// Its standard deviation, in logits.
    pub sd: f64,
}

impl Normal {
    /// What is known about anybody before the first answer: they may be far above the standard, or far below.
    pub const PRIOR: Self = Self { mean: 0.0, sd: 1.5 };

    fn log_density(self, at: f64) -> f64 {
        -0.5 * ((at - self.mean) / self.sd).powi(2)
    }
}

/// A distribution of ability over the grid −4, −3.95 … 4, in logits from the standard.
#[derive(Debug, Clone, PartialEq)]
pub struct Ability {
    /// Logarithms of the weights, up to a constant.
    log_weights: Vec<f64>,
}

/// A stored distribution is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these are not {POINTS} positive weights")]
pub struct InvalidAbility;

/// The grid's abilities, lowest first.
pub(super) fn grid() -> impl DoubleEndedIterator<Item = f64> + Clone {
    // Whole numbers times the step, so that the standard is 0 exactly.
    let side = i32::try_from(SIDE).unwrap_or(i32::MAX);
    (-side..=side).map(|point| f64::from(point) * STEP)
}

impl Ability {
    /// Normally distributed ability.
    #[must_use]
    pub fn normal(normal: Normal) -> Self {
        Self { log_weights: grid().map(|at| normal.log_density(at)).collect() }
    }

    /// From weights, as [`Ability::weights`] gives them.
    ///
    /// # Errors
    /// [`InvalidAbility`] where they are not as many as the grid has points, or not all of them positive and finite.
    pub fn from_weights(weights: &[f64]) -> Result<Self, InvalidAbility> {
        let sound = weights.len() == POINTS && weights.iter().all(|weight| *weight > 0.0 && weight.is_finite());
        if sound {
            Ok(Self { log_weights: weights.iter().map(|weight| weight.ln()).collect() })
        } else {
            Err(InvalidAbility)
        }
    }

    /// The weights of the grid's points, lowest ability first; they add up to 1.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        let most = self.log_weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let weights: Vec<f64> = self.log_weights.iter().map(|weight| (weight - most).exp()).collect();
        normalised(weights)
    }

    /// What an answer tells: each weight times P where it was right, 1 − P where it was wrong; a mark between counts as that
    /// share of a right answer and the rest of a wrong one.
    ///
    /// Source: Bayes' theorem; R. D. Bock and R. J. Mislevy, "Adaptive EAP estimation of ability in a microcomputer environment",
    /// Applied Psychological Measurement 6(4), 1982.
    pub fn observe(&mut self, curve: &Curve, mark: Mark) {
        let share = mark.value();
        for (weight, at) in self.log_weights.iter_mut().zip(grid()) {
            let (right, wrong) = curve.log_probabilities(at);
            *weight += share * right + (1.0 - share) * wrong;
        }
    }

    /// What would be known without this answer, which was observed.
    #[must_use]
    pub fn without(&self, curve: &Curve, mark: Mark) -> Self {
        let share = mark.value();
        let log_weights = self.log_weights.iter().zip(grid()).map(|(weight, at)| {
            let (right, wrong) = curve.log_probabilities(at);
            weight - share * right - (1.0 - share) * wrong
        });
        Self { log_weights: log_weights.collect() }
    }

    /// The chance of a right answer, 0 to 1.
    #[must_use]
    pub fn expected(&self, curve: &Curve) -> f64 {
        self.weights().iter().zip(grid()).map(|(weight, at)| weight * curve.probability(at)).sum()
    }

    /// The probability that the person is above the standard, 0 to 1; the point of the standard itself counts half.
    #[must_use]
    pub fn mastery(&self) -> f64 {
        let weights = self.weights();
        let above: f64 = weights.iter().skip(SIDE + 1).sum();
        above + 0.5 * weights.get(SIDE).copied().unwrap_or_default()
    }

    /// The expected ability, in logits from the standard.
    #[must_use]
    pub fn mean(&self) -> f64 {
        self.weights().iter().zip(grid()).map(|(weight, at)| weight * at).sum()
    }

    /// The standard deviation, in logits.
    #[must_use]
    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        let squares = self.weights().iter().zip(grid()).map(|(weight, at)| weight * (at - mean).powi(2)).sum::<f64>();
        squares.sqrt()
    }

    /// What is known when somebody comes again: where they stood, blurred by what they may have learned or lost since
    /// (N(0, 0.8²)), and a little of what everybody begins with, so that no first attempt follows anybody for ever.
    #[must_use]
    pub fn for_retake(&self, base: &Self) -> Self {
        let before = self.weights();
        // The kernel by distance, so that it is computed once and not for every pair.
        let change = Normal { mean: 0.0, sd: CHANGE };
        let kernel: Vec<f64> =
            (0..POINTS).zip(0_u32..).map(|(_, steps)| change.log_density(f64::from(steps) * STEP).exp()).collect();
        let blurred = (0..POINTS).map(|to| {
            before
                .iter()
                .enumerate()
                .map(|(from, weight)| weight * kernel.get(from.abs_diff(to)).copied().unwrap_or_default())
                .sum()
        });
        let blurred = normalised(blurred.collect());
        let mixed = blurred.iter().zip(base.weights()).map(|(blurred, base)| (1.0 - FRESH) * blurred + FRESH * base);
        Self { log_weights: mixed.map(f64::ln).collect() }
    }
}

fn normalised(mut weights: Vec<f64>) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    weights
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, prop_assert, proptest};
    use serde_json::Value;

    use super::*;

    fn close(a: f64, b: f64, tolerance: f64) -> bool {
        (a - b).abs() <= tolerance
    }

    /// The ability after `right` of `asked` right answers to one curve.
    fn after(curve: &Curve, right: u32, asked: u32) -> Ability {
        let mut ability = Ability::normal(Normal::PRIOR);
        (0..asked).for_each(|n| ability.observe(curve, if n < right { Mark::RIGHT } else { Mark::WRONG }));
        ability
    }

    #[test]
    fn agrees_with_an_independent_implementation() {
        let vectors: Value = serde_json::from_str(include_str!("../../../tests/vectors/mastery.json")).unwrap();
        let item = &vectors["item"];
        let number = |value: &Value| value.as_f64().unwrap();
        let curve = Curve { slope: number(&item["a"]), difficulty: number(&item["b"]), guessing: number(&item["c"]) };
        let counts = |name: &str| {
            let (right, asked) = name.split_once('/').unwrap();
            (right.parse::<u32>().unwrap(), asked.parse::<u32>().unwrap())
        };
        let expected = vectors["p_master"].as_object().unwrap();
        assert_eq!(expected.len(), 14);
        for (name, p) in expected {
            let (right, asked) = counts(name);
            let found = after(&curve, right, asked).mastery();
            assert!(close(found, number(p), 1e-6), "{name}: {found}");
        }
        for (name, moments) in vectors["eap_sd"].as_object().unwrap() {
            let (right, asked) = counts(name);
            let found = after(&curve, right, asked);
            assert!(close(found.mean(), number(&moments[0]), 1e-6), "{name}: {}", found.mean());
            assert!(close(found.sd(), number(&moments[1]), 1e-6), "{name}: {}", found.sd());
        }
    }

    #[test]
    fn a_stored_distribution_is_the_same_again() {
        let ability = after(&Curve::new(-0.5, 0.2), 9, 14);
        let again = Ability::from_weights(&ability.weights()).unwrap();
        assert!(close(again.mastery(), ability.mastery(), 1e-12));
        assert_eq!(Ability::from_weights(&[0.1; 3]), Err(InvalidAbility));
        assert_eq!(Ability::from_weights(&[0.0; POINTS]), Err(InvalidAbility));
        assert_eq!(Ability::from_weights(&[f64::NAN; POINTS]), Err(InvalidAbility));
    }

    #[test]
    fn a_retake_remembers_and_forgives() {
        let base = Ability::normal(Normal::PRIOR);
        let failed = after(&Curve::new(-0.7, 0.25), 5, 14);
        let retake = failed.for_retake(&base);
        assert!(failed.mastery() < retake.mastery() && retake.mastery() < base.mastery());
        assert!(retake.sd() > failed.sd());
        // By hand: at the far end nothing is left but the share of everybody's prior.
        let end = retake.weights().last().copied().unwrap() / base.weights().last().copied().unwrap();
        assert!(close(end, FRESH, 1e-3), "{end}");
    }

    #[test]
    fn half_a_mark_lies_between() {
        let curve = Curve::new(0.0, 0.0);
        let with = |mark| {
            let mut ability = Ability::normal(Normal::PRIOR);
            ability.observe(&curve, mark);
            ability.mastery()
        };
        assert!(close(with(Mark::new(0.5)), 0.5, 1e-12), "half right at the standard says nothing of the side");
        assert!(with(Mark::WRONG) < with(Mark::new(0.25)) && with(Mark::new(0.75)) < with(Mark::RIGHT));
    }

    fn answers() -> impl Strategy<Value = Vec<(f64, f64, f64)>> {
        proptest::collection::vec((-3.0..3.0, 0.0..0.5, 0.0..=1.0), 0..40)
    }

    fn observed(answers: &[(f64, f64, f64)]) -> Ability {
        let mut ability = Ability::normal(Normal::PRIOR);
        answers.iter().for_each(|(b, c, mark)| ability.observe(&Curve::new(*b, *c), Mark::new(*mark)));
        ability
    }

    proptest! {
        #[test]
        fn it_is_a_distribution_after_any_answers(answers in answers()) {
            let ability = observed(&answers);
            let weights = ability.weights();
            prop_assert!(close(weights.iter().sum(), 1.0, 1e-9));
            prop_assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
            prop_assert!((0.0..=1.0).contains(&ability.mastery()));
            prop_assert!((-4.0..=4.0).contains(&ability.mean()));
        }

        #[test]
        fn the_order_of_answers_does_not_matter(answers in answers()) {
            let backwards: Vec<_> = answers.iter().rev().copied().collect();
            prop_assert!(close(observed(&answers).mastery(), observed(&backwards).mastery(), 1e-9));
        }

        #[test]
        fn a_better_answer_never_lowers_it(answers in answers(), better in 0.0..=1.0, at: proptest::sample::Index) {
            if answers.is_empty() { return Ok(()); }
            let at = at.index(answers.len());
            let mut improved = answers.clone();
            improved[at].2 = improved[at].2.max(better);
            prop_assert!(observed(&improved).mastery() >= observed(&answers).mastery() - 1e-12);
        }

        #[test]
        fn a_retake_begins_no_surer_than_the_last_one_ended(answers in answers()) {
            let base = Ability::normal(Normal::PRIOR);
            let last = observed(&answers);
            let retake = last.for_retake(&base);
            let weights = retake.weights();
            prop_assert!(close(weights.iter().sum(), 1.0, 1e-9));
            prop_assert!(weights.iter().zip(base.weights()).all(|(retake, base)| *retake >= FRESH * base * 0.999_999));
        }
    }
}
