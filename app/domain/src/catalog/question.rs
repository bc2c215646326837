//! Questions with their key. Nothing here is serialisable: what leaves the server is a view without key and feedback.

use super::{QuestionRef, Slug};

/// One question of a bank.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Where it stands.
    pub reference: QuestionRef,
    /// SHA-256 in hex of the reference and `source`: the version.
    pub version: String,
    /// The Markdown of the question as its author wrote it: heading, situation, options, feedback.
    pub source: String,
    /// What is asked (the heading), as sanitised HTML without a surrounding paragraph.
    pub prompt_html: String,
    /// The situation before it, as sanitised HTML; empty where there is none.
    pub situation_html: String,
    /// The objective it tests.
    pub objective: Slug,
    /// Kind, options and key.
    pub key: Key,
    /// One rating a judge: the share of 100 minimally competent reps who get it right, 0 to 1. Empty where nobody rated it.
    pub ratings: Vec<f64>,
    /// Always asked in an exam; one wrong refuses.
    pub critical: bool,
    /// Whether options are shown in an order of their own for each attempt.
    pub shuffle: bool,
    /// Whether an answer that is right in part earns part of the mark; see [`crate::assessment::grade`].
    pub partial: bool,
    /// Explanation of the question as a whole, as sanitised HTML; shown after any answer where feedback is given.
    pub explanation_html: Option<String>,
}

/// The kind of a question, without its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum QuestionKind {
    /// One of several options.
    Single,
    /// Any number of several options.
    Multiple,
    /// True or false.
    TrueFalse,
    /// A number.
    Numeric,
    /// Items to put into order.
    Ordering,
    /// Rows, each with the one of several options that belongs to it.
    Matching,
    /// A few words.
    ShortText,
}

/// What is right, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// Exactly one option is right.
    Single(Vec<Choice>),
    /// At least one option is right; who chooses all of them and no other is right.
    Multiple(Vec<Choice>),
    /// The options are `True` and `False`, in this order.
    TrueFalse(Vec<Choice>),
    /// A number within a tolerance.
    Numeric(Numeric),
    /// The items in the right order; no two are the same.
    Ordering(Vec<Step>),
    /// Rows and what belongs to each.
    Matching(Matching),
    /// Words of which any is right.
    ShortText(ShortText),
}

/// One option of a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice {
    /// The option as sanitised HTML without a surrounding paragraph.
    pub html: String,
    /// Whether it is right.
    pub right: bool,
    /// What to tell somebody who chose it, as sanitised HTML.
    pub feedback_html: Option<String>,
}

/// The key of a numeric question.
#[derive(Debug, Clone, PartialEq)]
pub struct Numeric {
    /// The right number.
    pub value: f64,
    /// How far an answer may be off, in the same unit; 0 for exact.
    pub tolerance: f64,
    /// The unit shown behind the field.
    pub unit: Option<String>,
    /// What to tell afterwards, as sanitised HTML.
    pub feedback_html: Option<String>,
}

/// One item of an order.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The item as sanitised HTML without a surrounding paragraph.
    pub html: String,
    /// What to tell about its place afterwards, as sanitised HTML.
    pub feedback_html: Option<String>,
}

/// The key of a matching question.
#[derive(Debug, Clone, PartialEq)]
pub struct Matching {
    /// What heads the rows and what heads the options, as sanitised HTML without a surrounding paragraph.
    pub heads: [String; 2],
    /// The rows in the author's order, each as sanitised HTML with the place of its option in `options`.
    pub rows: Vec<(String, u8)>,
    /// The options as plain text, each once, in the order in which the author's rows name them.
    pub options: Vec<String>,
}

/// The key of a question that is answered in words.
#[derive(Debug, Clone, PartialEq)]
pub struct ShortText {
    /// The accepted answers as their author wrote them; the first is the one that is shown. Compared as
    /// [`crate::assessment::fold`] reads them.
    pub accepted: Vec<String>,
    /// What to tell afterwards, as sanitised HTML.
    pub feedback_html: Option<String>,
}

impl Key {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> QuestionKind {
        match self {
            Self::Single(_) => QuestionKind::Single,
            Self::Multiple(_) => QuestionKind::Multiple,
            Self::TrueFalse(_) => QuestionKind::TrueFalse,
            Self::Numeric(_) => QuestionKind::Numeric,
            Self::Ordering(_) => QuestionKind::Ordering,
            Self::Matching(_) => QuestionKind::Matching,
            Self::ShortText(_) => QuestionKind::ShortText,
        }
    }

    /// The options to choose from in the author's order; none where there is something else to do.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single(choices) | Self::Multiple(choices) | Self::TrueFalse(choices) => choices,
            Self::Numeric(_) | Self::Ordering(_) | Self::Matching(_) | Self::ShortText(_) => &[],
        }
    }

    /// How many things are shown in an order of their own for each attempt: options, the items of an order, the options of
    /// a matching question.
    #[must_use]
    pub fn shown(&self) -> usize {
        match self {
            Self::Ordering(steps) => steps.len(),
            Self::Matching(matching) => matching.options.len(),
            other => other.choices().len(),
        }
    }

    /// The probability of an answer that is right in full, for somebody who knows nothing and answers at random: 1/k for
    /// one of k options, 1/(2^k − 1) for any but none of them, 1/k! for an order of k items, 1/mⁿ for n rows with m options
    /// each, and 0 for what is typed.
    #[must_use]
    pub fn guessing(&self) -> f64 {
        let power = |n: usize| i32::from(i16::try_from(n).unwrap_or(i16::MAX));
        let chance = match self {
            Self::Single(choices) | Self::TrueFalse(choices) => count(choices.len()),
            Self::Multiple(choices) => ways_to_choose_some(choices.len()),
            Self::Ordering(steps) => (1..=steps.len()).map(count).product(),
            Self::Matching(matching) => count(matching.options.len()).powi(power(matching.rows.len())),
            Self::Numeric(_) | Self::ShortText(_) => f64::INFINITY,
        };
        // A question without options cannot be missed by whoever guesses.
        if chance >= 1.0 { 1.0 / chance } else { 1.0 }
    }
}

impl Question {
    /// What somebody who knows nothing and answers at random gets of this question on average, 0 to 1: with partial credit a share of the
    /// point (½ of an order, 1/m of rows with m options each), otherwise the probability of an answer that is right in full.
    #[must_use]
    pub fn guessing(&self) -> f64 {
        match &self.key {
            Key::Ordering(steps) if self.partial && steps.len() > 1 => 0.5,
            Key::Matching(matching) if self.partial => 1.0 / count(matching.options.len().max(1)),
            Key::Multiple(choices) if self.partial => guessing_less_wrong(choices),
            key => key.guessing(),
        }
    }

    /// Mean of the judges' ratings, 0 to 1; none where nobody rated the question.
    #[must_use]
    pub fn mean_rating(&self) -> Option<f64> {
        if self.ratings.is_empty() {
            return None;
        }
        #[expect(clippy::cast_precision_loss, reason = "a panel has a handful of judges")]
        let judges = self.ratings.len() as f64;
        Some(self.ratings.iter().sum::<f64>() / judges)
    }
}

/// Nobody writes more than `u16::MAX` options; more of them would make any probability 0 all the same.
fn count(n: usize) -> f64 {
    f64::from(u16::try_from(n).unwrap_or(u16::MAX))
}

/// The mean of (right chosen − wrong chosen) / right, at least 0, over all ways to choose some of the options.
fn guessing_less_wrong(choices: &[Choice]) -> f64 {
    let right = choices.iter().filter(|choice| choice.right).count();
    let wrong = choices.len() - right;
    let points = |(right_chosen, wrong_chosen): (usize, usize)| {
        let worth = count(right_chosen.saturating_sub(wrong_chosen)) / count(right.max(1));
        worth * ways(right, right_chosen) * ways(wrong, wrong_chosen)
    };
    let all = (0..=right).flat_map(|r| (0..=wrong).map(move |w| (r, w)));
    let ways_in_all = ways_to_choose_some(choices.len());
    all.map(points).sum::<f64>() / ways_in_all
}

/// n over k.
fn ways(n: usize, k: usize) -> f64 {
    (0..k).map(|i| count(n - i) / count(i + 1)).product()
}

/// 2ⁿ − 1, at least 1.
fn ways_to_choose_some(n: usize) -> f64 {
    (2_f64.powi(i32::from(i16::try_from(n).unwrap_or(i16::MAX))) - 1.0).max(1.0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::assessment::fixtures::{choices, keyed, matching, numeric, short_text, steps};
    use crate::assessment::{Response, grade};

    #[test]
    fn who_knows_nothing_is_right_by_chance() {
        for (key, chance) in [
            (Key::Single(choices(4, &[0])), 1.0 / 4.0),
            (Key::TrueFalse(choices(2, &[0])), 1.0 / 2.0),
            (Key::Multiple(choices(4, &[0, 1])), 1.0 / 15.0),
            (steps(4), 1.0 / 24.0),
            (matching(2, &[0, 1, 1]), 1.0 / 8.0),
            (numeric(1.0, 0.0).key, 0.0),
            (short_text(&["yes"]), 0.0),
        ] {
            assert!((key.guessing() - chance).abs() < 1e-12, "{key:?}");
        }
    }

    /// The mean mark of everything that can be chosen.
    fn mean_mark(question: &Question, all: &[Response]) -> f64 {
        all.iter().map(|response| grade(question, response).value()).sum::<f64>() / count(all.len())
    }

    proptest! {
        #[test]
        fn guessing_at_several_is_the_mean_of_all_ways_to_choose(options in 3_usize..=8, right in proptest::sample::subsequence((0_u8..8).collect::<Vec<_>>(), 1..8), partial: bool) {
            let right: Vec<usize> = right.into_iter().map(usize::from).filter(|place| *place < options).collect();
            proptest::prop_assume!(!right.is_empty());
            let question = keyed(Key::Multiple(choices(options, &right)), partial);
            let all: Vec<Response> = (1_u32..1 << options)
                .map(|set| Response::choices((0..8).filter(move |place| set >> place & 1 == 1)))
                .collect();
            prop_assert!((question.guessing() - mean_mark(&question, &all)).abs() < 1e-12);
        }
    }

    #[test]
    fn guessing_at_orders_and_pairs_gets_a_share() {
        let orders: Vec<Response> = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
            .map(|order| Response::Order(order.to_vec()))
            .to_vec();
        let order = keyed(steps(3), true);
        assert!((order.guessing() - mean_mark(&order, &orders)).abs() < 1e-12);
        let pairs: Vec<Response> =
            [[0, 0], [0, 1], [1, 0], [1, 1]].map(|pairs| Response::Pairs(pairs.map(Some).to_vec())).to_vec();
        let pair = keyed(matching(2, &[0, 1]), true);
        assert!((pair.guessing() - mean_mark(&pair, &pairs)).abs() < 1e-12);
        assert!((keyed(steps(3), false).guessing() - 1.0 / 6.0).abs() < 1e-12);
    }

    #[test]
    fn every_chance_is_a_probability() {
        for count in [0, 1, 2, 8, 100, 1_000, 40_000] {
            for key in [Key::Single(choices(count, &[])), Key::Multiple(choices(count, &[])), steps(count)] {
                let chance = key.guessing();
                assert!((0.0..=1.0).contains(&chance), "{count}: {chance}");
            }
        }
    }
}
