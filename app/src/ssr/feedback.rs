//! Feedback on an answer, in words.

use domain::catalog::QuestionKind;
use services::assessment::{Credit, Feedback};

use crate::assessment::view::{FeedbackView, OptionFeedbackView};

/// The feedback on a question of this kind.
pub(super) fn feedback_view(feedback: Feedback, kind: QuestionKind, last: bool) -> FeedbackView {
    let answer = typed_answer(&feedback);
    let options = feedback.options.into_iter().map(|option| OptionFeedbackView {
        right: option.right,
        chosen: option.chosen,
        html: option.html,
    });
    let partly = feedback.worth.is_some_and(|worth| worth > 0.0);
    let credit = feedback.credit.filter(|_| !feedback.right).map(|credit| credit_words(credit, feedback.worth, kind));
    FeedbackView {
        right: feedback.right,
        title: match (feedback.right, partly) {
            (true, _) => "Right.".to_owned(),
            (false, true) => "Partly right. Here is why.".to_owned(),
            (false, false) => "Not quite. Here is why.".to_owned(),
        },
        detail: answer.or(credit),
        options: options.collect(),
        explanation_html: feedback.explanation_html,
        last,
    }
}

/// What would have been right where something was typed.
pub(super) fn typed_answer(feedback: &Feedback) -> Option<String> {
    match (&feedback.number, &feedback.words) {
        (Some(number), _) => Some(format!("The answer is {}.", grouped(number))),
        (None, Some(words)) => Some(format!("The answer is “{words}”.")),
        (None, None) => None,
    }
}

/// How much of an answer was right, and what that is worth.
fn credit_words(Credit { right, of, wrong }: Credit, worth: Option<f64>, kind: QuestionKind) -> String {
    let parts = match kind {
        QuestionKind::Ordering => {
            let stand = if right == 1 { "stands" } else { "stand" };
            format!("Taking every two items together, {right} of {of} pairs {stand} in the right order.")
        }
        QuestionKind::Matching => format!("{right} of {of} pairs are right."),
        _ if wrong == 0 => format!("You found {right} of {of}."),
        _ => format!("You found {right} of {of}, and each wrong one takes one away: {wrong}."),
    };
    match worth {
        Some(worth) => format!("{parts} That is worth {} of the point.", share(worth)),
        None => parts,
    }
}

/// A share of a point as percent, rounded to one decimal; what is not all of it never looks as if it were.
fn share(worth: f64) -> String {
    let tenths = (worth * 1_000.0).round();
    let tenths = if worth < 1.0 { tenths.min(999.0) } else { tenths };
    format!("{} %", tenths / 10.0)
}

/// A number with its thousands apart, as lessons write it: "22,080 EUR".
pub(super) fn grouped(number: &str) -> String {
    let end = number.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(number.len());
    let (whole, rest) = number.split_at(end);
    let mut words = String::with_capacity(number.len() + 2);
    for (at, c) in whole.char_indices() {
        let left = whole.len() - at;
        if left % 3 == 0 && words.ends_with(|before: char| before.is_ascii_digit()) {
            words.push(',');
        }
        words.push(c);
    }
    words + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_is_told_in_words() {
        let credit = |right, of, wrong| Credit { right, of, wrong };
        for (credit, worth, kind, words) in [
            (credit(2, 3, 0), None, QuestionKind::Matching, "2 of 3 pairs are right."),
            (
                credit(2, 3, 0),
                Some(2.0 / 3.0),
                QuestionKind::Matching,
                "2 of 3 pairs are right. That is worth 66.7 % of the point.",
            ),
            (
                credit(3, 4, 1),
                Some(0.5),
                QuestionKind::Multiple,
                "You found 3 of 4, and each wrong one takes one away: 1. That is worth 50 % of the point.",
            ),
            (
                credit(1, 15, 0),
                Some(1.0 / 15.0),
                QuestionKind::Ordering,
                "Taking every two items together, 1 of 15 pairs stands in the right order. That is worth 6.7 % of the point.",
            ),
            (
                credit(12, 15, 0),
                None,
                QuestionKind::Ordering,
                "Taking every two items together, 12 of 15 pairs stand in the right order.",
            ),
            (credit(1, 2, 0), Some(0.5), QuestionKind::Multiple, "You found 1 of 2. That is worth 50 % of the point."),
        ] {
            assert_eq!(credit_words(credit, worth, kind), words);
        }
    }

    #[test]
    fn a_share_of_a_point_is_rounded_but_never_up_to_all_of_it() {
        assert_eq!([1.0 / 15.0, 0.5, 0.9999, 1.0].map(share), ["6.7 %", "50 %", "99.9 %", "100 %"]);
    }

    #[test]
    fn thousands_stand_apart() {
        for (number, words) in [
            ("22080 EUR", "22,080 EUR"),
            ("1234567.25", "1,234,567.25"),
            ("-1500", "-1,500"),
            ("-150 min", "-150 min"),
            ("999", "999"),
            ("0.12345 %", "0.12345 %"),
        ] {
            assert_eq!(grouped(number), words);
        }
    }
}
