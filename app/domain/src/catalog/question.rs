//! Questions with their key. Nothing here is serialisable: what leaves the server is a view without key and feedback.

use super::{QuestionRef, Slug};

/// One question of a bank.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Where it stands.
    pub reference: QuestionRef,
    /// SHA-256 in hex of `source`: the version.
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
}

/// What is right, by kind.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// Exactly one option is right.
    Single(Vec<Choice>),
    /// At least one option is right; all of them must be chosen and no other.
    Multiple(Vec<Choice>),
    /// The options are `True` and `False`, in this order.
    TrueFalse(Vec<Choice>),
    /// A number within a tolerance.
    Numeric(Numeric),
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

impl Key {
    /// The kind.
    #[must_use]
    pub fn kind(&self) -> QuestionKind {
        match self {
            Self::Single(_) => QuestionKind::Single,
            Self::Multiple(_) => QuestionKind::Multiple,
            Self::TrueFalse(_) => QuestionKind::TrueFalse,
            Self::Numeric(_) => QuestionKind::Numeric,
        }
    }

    /// The chance of a fully right answer by guessing, 0 to 1: one option of k for a single choice, one of the 2^k − 1 sets that may be
    /// chosen where several may be right, and none where nothing is offered.
    #[must_use]
    pub fn guessing(&self) -> f64 {
        let options = f64::from(u32::try_from(self.choices().len()).unwrap_or(u32::MAX));
        match self {
            Self::Single(_) | Self::TrueFalse(_) => 1.0 / options.max(1.0),
            Self::Multiple(_) => 1.0 / (options.exp2() - 1.0).max(1.0),
            Self::Numeric(_) => 0.0,
        }
    }

    /// The options in the author's order; none for a numeric question.
    #[must_use]
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Single(choices) | Self::Multiple(choices) | Self::TrueFalse(choices) => choices,
            Self::Numeric(_) => &[],
        }
    }
}

impl Question {
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
