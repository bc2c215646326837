//! Grading one answer.

use super::Response;
use crate::catalog::{Choice, Key, Numeric, Question};

/// How right an answer is: 0 (wrong) to 1 (right).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Mark(f64);

impl Mark {
    /// Nothing right.
    pub const WRONG: Self = Self(0.0);
    /// All right.
    pub const RIGHT: Self = Self(1.0);

    /// A mark from a number, moved into 0 to 1; what is not a number is wrong.
    #[must_use]
    pub fn new(value: f64) -> Self {
        if value.is_nan() { Self::WRONG } else { Self(value.clamp(0.0, 1.0)) }
    }

    /// The mark as a number, 0 to 1.
    #[must_use]
    pub const fn value(self) -> f64 {
        self.0
    }

    /// Whether the answer is right in full.
    #[must_use]
    pub fn is_right(self) -> bool {
        self >= Self::RIGHT
    }
}

/// Grades an answer, all or nothing: a choice is right when exactly the right options are chosen, a number when it is
/// within the tolerance. An answer of the wrong kind is wrong.
#[must_use]
pub fn grade(question: &Question, response: &Response) -> Mark {
    let right = match (&question.key, response) {
        (Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices), Response::Choices(chosen)) => {
            exactly_the_right_ones(choices, chosen)
        }
        (Key::Numeric(key), Response::Number(number)) => within_tolerance(key, *number),
        (Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_), Response::Number(_))
        | (Key::Numeric(_), Response::Choices(_)) => false,
    };
    if right { Mark::RIGHT } else { Mark::WRONG }
}

fn exactly_the_right_ones(choices: &[Choice], chosen: &[u8]) -> bool {
    let exists = |&position: &u8| usize::from(position) < choices.len();
    let agrees =
        |(position, choice): (usize, &Choice)| choice.right == chosen.iter().any(|&c| usize::from(c) == position);
    !chosen.is_empty() && chosen.iter().all(exists) && choices.iter().enumerate().all(agrees)
}

/// Whether a number is within the tolerance, give or take what decimal fractions lose in binary (one part in 10⁹).
fn within_tolerance(key: &Numeric, number: f64) -> bool {
    let rounding = 1e-9 * key.value.abs().max(1.0);
    (number - key.value).abs() <= key.tolerance + rounding
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::{choices, module_ref, numeric, question};

    fn with(key: Key) -> Question {
        Question { key, ..question(&module_ref("m"), "q", "o") }
    }

    #[rstest]
    #[case::the_right_one(&[2], true)]
    #[case::another(&[0], false)]
    #[case::the_right_one_and_another(&[0, 2], false)]
    #[case::none(&[], false)]
    #[case::no_option(&[9], false)]
    fn one_option_is_right(#[case] chosen: &[u8], #[case] right: bool) {
        let mark = grade(&with(Key::Single(choices(4, &[2]))), &Response::Choices(chosen.to_vec()));
        assert_eq!(mark.is_right(), right);
    }

    #[rstest]
    #[case::all(&[1, 3], true)]
    #[case::all_in_another_order(&[3, 1], true)]
    #[case::one_missing(&[1], false)]
    #[case::one_too_many(&[1, 2, 3], false)]
    #[case::none(&[], false)]
    #[case::all_and_no_option(&[1, 3, 200], false)]
    fn every_box_counts(#[case] chosen: &[u8], #[case] right: bool) {
        let mark = grade(&with(Key::Multiple(choices(4, &[1, 3]))), &Response::Choices(chosen.to_vec()));
        assert_eq!(mark, if right { Mark::RIGHT } else { Mark::WRONG });
    }

    #[rstest]
    #[case(7_200.0, 0.0, 7_200.0, true)]
    #[case(7_200.0, 0.0, 7_200.01, false)]
    #[case(0.3, 0.0, 0.1 + 0.2, true)]
    #[case(10.0, 0.1, 10.1, true)]
    #[case(10.0, 0.1, 9.9, true)]
    #[case(10.0, 0.1, 10.11, false)]
    #[case(10.0, 0.1, f64::NAN, false)]
    #[case(10.0, 0.1, f64::INFINITY, false)]
    fn numbers_may_be_off_by_the_tolerance(
        #[case] value: f64,
        #[case] tolerance: f64,
        #[case] answer: f64,
        #[case] right: bool,
    ) {
        assert_eq!(grade(&numeric(value, tolerance), &Response::Number(answer)).is_right(), right);
    }

    #[test]
    fn the_wrong_kind_of_answer_is_wrong() {
        assert_eq!(grade(&numeric(0.0, 5.0), &Response::Choices(vec![0])), Mark::WRONG);
        assert_eq!(grade(&with(Key::TrueFalse(choices(2, &[0]))), &Response::Number(0.0)), Mark::WRONG);
    }

    #[test]
    fn marks_stay_between_wrong_and_right() {
        assert_eq!(Mark::new(f64::NAN), Mark::WRONG);
        assert_eq!(Mark::new(-1.0), Mark::WRONG);
        assert_eq!(Mark::new(2.0), Mark::RIGHT);
        assert!(!Mark::new(0.999).is_right());
    }

    proptest! {
        #[test]
        fn only_one_set_of_boxes_is_right(key in proptest::collection::vec(any::<bool>(), 1..8), chosen: u8) {
            let right: Vec<usize> = (0..key.len()).filter(|&n| key[n]).collect();
            let boxes: Vec<u8> = (0..8).filter(|n| chosen & (1 << n) != 0).collect();
            let same = boxes.iter().map(|&b| usize::from(b)).eq(right.iter().copied()) && !boxes.is_empty();
            let question = with(Key::Multiple(choices(key.len(), &right)));
            prop_assert_eq!(grade(&question, &Response::choices(boxes)).is_right(), same);
        }
    }
}
