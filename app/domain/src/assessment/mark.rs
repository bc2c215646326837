//! Grading one answer.

use super::Response;
use super::words::fold;
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

/// Grades an answer: a choice is right when exactly the right options are chosen, a number when it is within the
/// tolerance, an order when every item is in its place, a matching when every row has its option, words when they read
/// ([`fold`]) as an accepted answer. An answer of the wrong kind is wrong.
///
/// Where the question gives partial credit, the mark is in between:
/// * several options: (right chosen − wrong chosen) / right, at least 0, so that who ticks everything gains nothing;
/// * an order: the share of all pairs of items that stand in the right order to each other, (1 + τ) / 2 for Kendall's τ
///   (M. G. Kendall, "A New Measure of Rank Correlation", Biometrika 30, 1938); the reversed order is worth 0;
/// * a matching: the share of rows with the right option.
#[must_use]
pub fn grade(question: &Question, response: &Response) -> Mark {
    let partial = question.partial;
    match (&question.key, response) {
        (Key::Single(choices) | Key::TrueFalse(choices), Response::Choices(chosen)) => {
            whole(exactly_the_right_ones(choices, chosen))
        }
        (Key::Multiple(choices), Response::Choices(chosen)) if partial => right_less_wrong(choices, chosen),
        (Key::Multiple(choices), Response::Choices(chosen)) => whole(exactly_the_right_ones(choices, chosen)),
        (Key::Numeric(key), Response::Number(number)) => whole(within_tolerance(key, *number)),
        (Key::Ordering(steps), Response::Order(order)) => {
            let complete = order.len() == steps.len() && order.iter().all(|&item| usize::from(item) < steps.len());
            match concordant(order) {
                _ if !complete => Mark::WRONG,
                (right, of) if partial => share(right, of),
                (right, of) => whole(right == of),
            }
        }
        (Key::Matching(matching), Response::Pairs(pairs)) => {
            let right = matching.rows.iter().zip(pairs).filter(|((_, option), pair)| **pair == Some(*option)).count();
            let of = matching.rows.len();
            if partial { share(right, of) } else { whole(right == of) }
        }
        (Key::ShortText(key), Response::Text(text)) => {
            let given = fold(text);
            whole(key.accepted.iter().any(|accepted| fold(accepted) == given))
        }
        (
            Key::Single(_)
            | Key::Multiple(_)
            | Key::TrueFalse(_)
            | Key::Numeric(_)
            | Key::Ordering(_)
            | Key::Matching(_)
            | Key::ShortText(_),
            _,
        ) => Mark::WRONG,
    }
}

/// An answer that is right in full.
#[must_use]
pub fn solution(question: &Question) -> Response {
    match &question.key {
        Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices) => {
            Response::choices((0..).zip(choices).filter(|(_, choice)| choice.right).map(|(position, _)| position))
        }
        Key::Numeric(numeric) => Response::Number(numeric.value),
        Key::Ordering(steps) => Response::Order((0..).zip(steps).map(|(position, _)| position).collect()),
        Key::Matching(matching) => Response::Pairs(matching.rows.iter().map(|(_, option)| Some(*option)).collect()),
        Key::ShortText(key) => Response::text(key.accepted.first().map_or("", String::as_str)),
    }
}

const fn whole(right: bool) -> Mark {
    if right { Mark::RIGHT } else { Mark::WRONG }
}

/// So many of so many; nothing where there is nothing to be right about.
#[expect(clippy::cast_precision_loss, reason = "a question has a handful of parts")]
fn share(right: usize, of: usize) -> Mark {
    if right == of && of > 0 { Mark::RIGHT } else { Mark::new(right as f64 / of as f64) }
}

/// How many pairs of items stand in the right order to each other, and how many pairs there are; the right order is the
/// ascending one. An item that stands there twice is in no order to itself.
#[must_use]
pub fn concordant(order: &[u8]) -> (usize, usize) {
    let pairs = || order.iter().enumerate().flat_map(|(at, a)| order.iter().skip(at + 1).map(move |b| (a, b)));
    (pairs().filter(|(a, b)| a < b).count(), pairs().count())
}

/// Right options chosen less wrong ones, as a share of the right ones.
fn right_less_wrong(choices: &[Choice], chosen: &[u8]) -> Mark {
    if exactly_the_right_ones(choices, chosen) {
        return Mark::RIGHT;
    }
    let chosen = |position: usize| chosen.iter().any(|&c| usize::from(c) == position);
    let count = |right: bool| {
        choices.iter().enumerate().filter(|(position, choice)| choice.right == right && chosen(*position)).count()
    };
    share(count(true).saturating_sub(count(false)), choices.iter().filter(|choice| choice.right).count())
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
    use proptest::prelude::{Just, Strategy as _, any, prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::{choices, keyed, matching, module_ref, numeric, question, short_text, steps};

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

    #[rstest]
    #[case(&[1, 3], 1.0)]
    #[case(&[1], 0.5)]
    #[case(&[1, 2], 0.0)]
    #[case(&[1, 2, 3], 0.5)]
    #[case(&[0, 1, 2, 3], 0.0)]
    #[case(&[0], 0.0)]
    #[case(&[], 0.0)]
    fn a_wrong_box_costs_what_a_right_one_gives(#[case] chosen: &[u8], #[case] worth: f64) {
        let question = keyed(Key::Multiple(choices(4, &[1, 3])), true);
        assert_eq!(grade(&question, &Response::Choices(chosen.to_vec())).value(), worth);
    }

    #[rstest]
    #[case(&[0, 1, 2, 3], 1.0)]
    #[case(&[0, 1, 3, 2], 5.0 / 6.0)]
    #[case(&[1, 2, 3, 0], 0.5)]
    #[case(&[3, 2, 1, 0], 0.0)]
    #[case(&[0, 1, 2], 0.0)]
    #[case(&[0, 1, 2, 9], 0.0)]
    fn an_order_is_worth_its_pairs(#[case] order: &[u8], #[case] worth: f64) {
        let response = Response::Order(order.to_vec());
        assert_eq!(grade(&keyed(steps(4), true), &response).value(), worth);
        assert_eq!(grade(&keyed(steps(4), false), &response), whole(worth >= 1.0));
    }

    #[rstest]
    #[case(&[Some(0), Some(1), Some(1)], 1.0)]
    #[case(&[Some(0), Some(0), Some(1)], 2.0 / 3.0)]
    #[case(&[Some(0), None, None], 1.0 / 3.0)]
    #[case(&[Some(1), Some(0), Some(0)], 0.0)]
    #[case(&[], 0.0)]
    fn a_matching_is_worth_its_rows(#[case] pairs: &[Option<u8>], #[case] worth: f64) {
        let response = Response::Pairs(pairs.to_vec());
        assert_eq!(grade(&keyed(matching(2, &[0, 1, 1]), true), &response).value(), worth);
        assert_eq!(grade(&keyed(matching(2, &[0, 1, 1]), false), &response), whole(worth >= 1.0));
    }

    #[rstest]
    #[case("The watch captain.", true)]
    #[case("CAPTAIN", true)]
    #[case("the captains", false)]
    #[case("", false)]
    fn words_are_right_as_they_read(#[case] typed: &str, #[case] right: bool) {
        let question = keyed(short_text(&["the watch captain", "Captain"]), false);
        assert_eq!(grade(&question, &Response::text(typed)), whole(right));
    }

    #[test]
    fn a_solution_is_right() {
        for key in [
            Key::Single(choices(4, &[2])),
            Key::Multiple(choices(4, &[1, 3])),
            Key::TrueFalse(choices(2, &[1])),
            numeric(-0.1, 0.0).key,
            steps(5),
            matching(3, &[2, 0, 0, 1]),
            short_text(&[" The “captain” ", "captain"]),
        ] {
            for partial in [false, true] {
                let question = keyed(key.clone(), partial);
                assert_eq!(solution(&question).check(&question), Ok(()), "{key:?}");
                assert!(grade(&question, &solution(&question)).is_right(), "{key:?}");
            }
        }
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

        #[test]
        fn boxes_in_part_are_right_only_as_a_whole(
            key in proptest::collection::vec(any::<bool>(), 1..8),
            chosen in proptest::collection::vec(0_u8..10, 0..8),
        ) {
            let right: Vec<usize> = (0..key.len()).filter(|&n| key[n]).collect();
            let keys = |partial| keyed(Key::Multiple(choices(key.len(), &right)), partial);
            let response = Response::choices(chosen);
            let mark = grade(&keys(true), &response);
            prop_assert!((0.0..=1.0).contains(&mark.value()));
            if response.check(&keys(true)).is_ok() {
                prop_assert_eq!(mark.is_right(), grade(&keys(false), &response).is_right());
            }
        }

        #[test]
        fn an_order_and_its_reverse_share_the_point(order in Just((0..7_u8).collect::<Vec<u8>>()).prop_shuffle()) {
            let worth = |order: Vec<u8>| grade(&keyed(steps(7), true), &Response::Order(order)).value();
            let reversed = order.iter().rev().copied().collect();
            let whole = grade(&keyed(steps(7), false), &Response::Order(order.clone())).is_right();
            prop_assert_eq!(whole, order.is_sorted());
            prop_assert!((worth(order) + worth(reversed) - 1.0).abs() < 1e-12);
        }

        #[test]
        fn a_row_more_is_worth_a_row_more(
            rows in proptest::collection::vec(0_u8..4, 1..8),
            pairs in proptest::collection::vec(any::<Option<u8>>(), 0..10),
        ) {
            let mark = grade(&keyed(matching(4, &rows), true), &Response::Pairs(pairs.clone()));
            let right = rows.iter().zip(&pairs).filter(|(row, pair)| **pair == Some(**row)).count();
            prop_assert!((mark.value() - right as f64 / rows.len() as f64).abs() < 1e-12);
        }
    }
}
