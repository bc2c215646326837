//! How likely a right answer is.

/// The chance of a right answer by ability: P(θ) = c + (1 − c) / (1 + e^(−a(θ − b))).
///
/// Source: A. Birnbaum, "Some latent trait models and their use in inferring an examinee's ability", in F. M. Lord and M. R.
/// Novick, Statistical Theories of Mental Test Scores, 1968 (the three-parameter logistic model).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Curve {
    /// How steeply it rises: a, in 1 per logit. Canoe's own curves have 1.
    pub slope: f64,
    /// Where it is halfway between guessing and 1: b, in logits.
    pub difficulty: f64,
    /// The chance of somebody who knows nothing: c, 0 to below 1.
    pub guessing: f64,
}

impl Curve {
    /// A curve of slope 1.
    #[must_use]
    pub const fn new(difficulty: f64, guessing: f64) -> Self {
        Self { slope: 1.0, difficulty, guessing }
    }

    /// The chance of a right answer at this ability, 0 to 1.
    #[must_use]
    pub fn probability(&self, ability: f64) -> f64 {
        self.guessing + (1.0 - self.guessing) * self.knowing(ability)
    }

    /// The chance of knowing the answer at this ability, guessing aside.
    pub(super) fn knowing(&self, ability: f64) -> f64 {
        logistic(self.slope * (ability - self.difficulty))
    }

    /// ln P and ln(1 − P) at this ability; both finite for any finite ability, however far away.
    pub(super) fn log_probabilities(&self, ability: f64) -> (f64, f64) {
        let x = self.slope * (ability - self.difficulty);
        // 1 − P = (1 − c) / (1 + e^x), whose logarithm is exact where 1 − P itself would round to 0.
        let wrong = (1.0 - self.guessing).ln() - softplus(x);
        let right = if self.guessing > 0.0 { self.probability(ability).ln() } else { -softplus(-x) };
        (right, wrong)
    }
}

/// 1 / (1 + e^−x).
pub(super) fn logistic(x: f64) -> f64 {
    if x >= 0.0 {
        1.0 / (1.0 + (-x).exp())
    } else {
        let e = x.exp();
        e / (1.0 + e)
    }
}

/// ln(p / (1 − p)).
pub(super) fn logit(p: f64) -> f64 {
    (p / (1.0 - p)).ln()
}

/// ln(1 + e^x), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;

    #[test]
    fn a_curve_rises_from_guessing_to_certainty() {
        let curve = Curve::new(0.5, 0.25);
        assert!((curve.probability(0.5) - 0.625).abs() < 1e-12, "halfway at its difficulty");
        assert!((curve.probability(-40.0) - 0.25).abs() < 1e-12);
        assert!((curve.probability(40.0) - 1.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn logarithms_agree_with_the_curve(b in -5.0..5.0, c in 0.0..0.9, ability in -8.0..8.0) {
            let curve = Curve::new(b, c);
            let p = curve.probability(ability);
            let (right, wrong) = curve.log_probabilities(ability);
            prop_assert!((right.exp() - p).abs() < 1e-12);
            prop_assert!((wrong.exp() - (1.0 - p)).abs() < 1e-12);
        }

        #[test]
        fn the_able_do_better(b in -5.0..5.0, c in 0.0..0.9, ability in -8.0..8.0, more in 0.01..3.0) {
            let curve = Curve::new(b, c);
            prop_assert!(curve.probability(ability + more) > curve.probability(ability));
        }

        #[test]
        fn logarithms_are_finite_however_far_away(ability in -1e6..1e6) {
            let (right, wrong) = Curve::new(0.0, 0.0).log_probabilities(ability);
            prop_assert!(right.is_finite() && wrong.is_finite());
        }
    }
}
