//! Deciding a quiz: once all its questions are answered.

/// What a quiz's answers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuizDecision {
    /// Ask the next question.
    Continue,
    /// Passed: the module is finished.
    Pass,
    /// Not passed this time.
    NotYet,
}

/// Right answers that pass a quiz of so many questions: the smallest count with a share of at least `pass`, 0 to 1. At
/// least one, so that an empty quiz passes nobody.
#[must_use]
pub fn needed(pass: f64, drawn: u32) -> u32 {
    // 0.7 of 10 must be 7, although 0.7 × 10 is a little more than 7 for some shares in binary.
    let enough = |&right: &u32| f64::from(right) + 1e-9 >= pass * f64::from(drawn);
    (1..=drawn).find(enough).unwrap_or(drawn.saturating_add(1))
}

/// Decides a quiz of `drawn` questions, of which `answered` are answered with `points` as the sum of their marks; as many
/// points as [`needed`] pass it.
#[must_use]
pub fn decide(pass: f64, points: f64, answered: u32, drawn: u32) -> QuizDecision {
    if answered < drawn {
        QuizDecision::Continue
    // Three thirds must be 1.
    } else if points + 1e-9 >= f64::from(needed(pass, drawn)) {
        QuizDecision::Pass
    } else {
        QuizDecision::NotYet
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(0.75, 8, 6)]
    #[case(0.70, 10, 7)]
    #[case(0.80, 5, 4)]
    #[case(0.80, 7, 6)]
    #[case(1.00, 8, 8)]
    #[case(0.00, 8, 1)]
    #[case(0.75, 0, 1)]
    fn needs_the_smallest_sufficient_count(#[case] pass: f64, #[case] drawn: u32, #[case] right: u32) {
        assert_eq!(needed(pass, drawn), right);
    }

    #[rstest]
    #[case(7.0, 7, QuizDecision::Continue)]
    #[case(0.0, 7, QuizDecision::Continue)]
    #[case(6.0, 8, QuizDecision::Pass)]
    #[case(5.0, 8, QuizDecision::NotYet)]
    #[case(4.9 + 1.1, 8, QuizDecision::Pass)]
    #[case(5.99, 8, QuizDecision::NotYet)]
    fn decides_when_all_is_answered(#[case] points: f64, #[case] answered: u32, #[case] decision: QuizDecision) {
        assert_eq!(decide(0.75, points, answered, 8), decision);
    }

    #[test]
    fn an_empty_quiz_passes_nobody() {
        assert_eq!(decide(0.75, 0.0, 0, 0), QuizDecision::NotYet);
        assert_eq!(decide(0.0, 0.0, 0, 0), QuizDecision::NotYet);
    }

    proptest! {
        #[test]
        fn what_is_needed_is_the_share(items in 1_u32..200, pass in 0.01..=1.0) {
            let right = f64::from(needed(pass, items));
            let share = pass * f64::from(items);
            prop_assert!(right + 1e-6 >= share && right < share + 1.0);
        }
    }
}
