//! Difficulties from a panel's ratings, and where the standard lies.
//!
//! Source: W. H. Angoff, "Scales, norms, and equivalent scores", 1971, for the ratings; G. Engelhard and others on setting a standard
//! through an item response model: a minimally competent person is at the ability at which the expected score is the panel's cut.

use super::Curve;
use super::curve::logit;

/// Lowest and highest chance of knowing that a rating may stand for: judges cannot tell rarer cases apart.
const KNOWING: (f64, f64) = (0.02, 0.98);
/// How much of a rating's distance from the mean is believed: judges agree on the order of questions, and exaggerate the distances.
const BELIEVED: f64 = 0.7;
/// Abilities between which the standard is looked for, in logits.
const WITHIN: (f64, f64) = (-12.0, 12.0);

/// A question as the standard sees it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// Its share of the exam: the weight of its cell by the number of rated questions in it.
    pub weight: f64,
    /// Its curve.
    pub curve: Curve,
}

/// The difficulty that a rating stands for, in logits from the ability of the rep whom the panel had in mind: b = −logit q, where
/// q = (π − c) / (1 − c), kept between 0.02 and 0.98, is the chance of knowing when π is that of a right answer.
#[must_use]
pub fn rated_difficulty(rating: f64, guessing: f64) -> f64 {
    let knowing = (rating - guessing) / (1.0 - guessing);
    -logit(knowing.clamp(KNOWING.0, KNOWING.1))
}

/// Moves difficulties towards their mean: b̄ + 0.7 (b − b̄). None stay none.
#[must_use]
pub fn shrink(difficulties: &[f64]) -> Vec<f64> {
    let count = f64::from(u32::try_from(difficulties.len()).unwrap_or(u32::MAX)).max(1.0);
    let mean = difficulties.iter().sum::<f64>() / count;
    difficulties.iter().map(|difficulty| mean + BELIEVED * (difficulty - mean)).collect()
}

/// The ability at which the expected share of right answers is `cut`, 0 to 1: θ with Σ W_i P_i(θ) = cut, W relative to its sum. By
/// bisection, and the nearer end of −12 to 12 where no ability in between fits.
#[must_use]
pub fn ability_at(cut: f64, items: &[Weighted]) -> f64 {
    let total: f64 = items.iter().map(|item| item.weight).sum();
    let expected =
        |ability| items.iter().map(|item| item.weight * item.curve.probability(ability)).sum::<f64>() / total;
    let (mut low, mut high) = WITHIN;
    // 24 halved 80 times is below the distance of neighbouring numbers.
    for _ in 0..80 {
        let middle = f64::midpoint(low, high);
        if expected(middle) < cut { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use serde_json::Value;

    use super::*;

    fn vectors() -> Value {
        serde_json::from_str(include_str!("../../../tests/vectors/panel.json")).unwrap()
    }

    fn numbers(value: &Value) -> Vec<f64> {
        value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
    }

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    #[test]
    fn difficulties_agree_with_an_independent_implementation() {
        let vectors = vectors();
        let expected = vectors["difficulty_before_shrinking"].as_object().unwrap();
        assert_eq!(expected.len(), 3);
        for (rating, b) in expected {
            let found = rated_difficulty(rating.parse().unwrap(), 0.25);
            assert!(close(found, b.as_f64().unwrap()), "{rating}: {found}");
        }
    }

    #[test]
    fn the_standard_agrees_with_an_independent_implementation() {
        let cut = &vectors()["cut"];
        let ratings = numbers(&cut["ratings"]);
        let difficulties: Vec<f64> = ratings.iter().map(|rating| rated_difficulty(*rating, 0.25)).collect();
        let shrunk = shrink(&difficulties);
        for (found, expected) in shrunk.iter().zip(numbers(&cut["b_shrunk"])) {
            assert!(close(*found, expected), "{found} {expected}");
        }
        let items: Vec<Weighted> =
            shrunk.iter().map(|b| Weighted { weight: 0.2, curve: Curve::new(*b, 0.25) }).collect();
        let mean = ratings.iter().sum::<f64>() / 5.0;
        let found = ability_at(mean, &items);
        assert!(close(found, cut["theta_cut"].as_f64().unwrap()), "{found}");
    }

    #[test]
    fn ratings_beyond_what_guessing_allows_stay_finite() {
        assert!(close(rated_difficulty(0.1, 0.25), -logit(0.02)), "below guessing");
        assert!(close(rated_difficulty(1.0, 0.25), -logit(0.98)), "everybody");
        assert!(shrink(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn the_expected_score_at_the_standard_is_the_cut(
            bs in proptest::collection::vec((-3.0..3.0, 0.0..0.3, 0.01..1.0), 1..40), cut in 0.4..0.95,
        ) {
            let items: Vec<Weighted> =
                bs.iter().map(|(b, c, weight)| Weighted { weight: *weight, curve: Curve::new(*b, *c) }).collect();
            let at = ability_at(cut, &items);
            let total: f64 = items.iter().map(|item| item.weight).sum();
            let score: f64 = items.iter().map(|item| item.weight * item.curve.probability(at)).sum::<f64>() / total;
            prop_assert!((score - cut).abs() < 1e-9, "{score} at {at}");
        }
    }
}
