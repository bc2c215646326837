//! What a quiz tells about an answer that was given for good. Nothing else may tell it.

use domain::assessment::{Item, Mark, Response, concordant, ordinal};
use domain::catalog::{Choice, Key, Question};

/// Feedback on an answered question of a quiz.
#[derive(Debug, Clone, PartialEq)]
pub struct Feedback {
    /// Whether the answer was right in full.
    pub right: bool,
    /// How right it was, 0 to 1, where the question gives credit in part.
    pub worth: Option<f64>,
    /// How much of it was right: of a matching question, and where the question gives credit in part.
    pub credit: Option<Credit>,
    /// For each option in the order shown.
    pub options: Vec<OptionFeedback>,
    /// For each item of an order, in the right order; for each row of a matching question.
    pub rows: Vec<RowFeedback>,
    /// The right number, with its unit.
    pub number: Option<String>,
    /// The words that would have been right.
    pub words: Option<String>,
    /// Explanation of the question as a whole, as HTML.
    pub explanation_html: Option<String>,
}

/// How much of an answer was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Credit {
    /// Right options that were chosen, pairs of items in the right order to each other, rows with their option.
    pub right: usize,
    /// How many there are in all.
    pub of: usize,
    /// Wrong options that were chosen.
    pub wrong: usize,
}

/// Feedback on one option.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptionFeedback {
    /// Whether it is right.
    pub right: bool,
    /// Whether it was chosen.
    pub chosen: bool,
    /// What to tell, as HTML.
    pub html: Option<String>,
}

/// Feedback on an item of an order or a row of a matching question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFeedback {
    /// The item or the row, as HTML.
    pub row_html: String,
    /// What belongs to a row, as plain text.
    pub answer: Option<String>,
    /// Whether the answer says so.
    pub right: bool,
    /// What the answer says: the place of an item as in "3rd", the option of a row as plain text.
    pub given: Option<String>,
    /// What to tell, as HTML.
    pub html: Option<String>,
}

/// The feedback on a question that is answered for good.
pub(super) fn feedback(item: &Item, question: &Question) -> Feedback {
    let mut told = Feedback {
        right: item.mark.is_some_and(|mark| mark.is_right()),
        worth: item.mark.filter(|_| question.partial).map(Mark::value),
        credit: None,
        options: Vec::new(),
        rows: Vec::new(),
        number: None,
        words: None,
        explanation_html: question.explanation_html.clone(),
    };
    let response = item.response.as_ref();
    match &question.key {
        Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices) => {
            let chosen: &[u8] = if let Some(Response::Choices(chosen)) = response { chosen } else { &[] };
            told.options = options(choices, chosen, &item.drawn.option_order);
            told.credit = question.partial.then(|| Credit {
                right: told.options.iter().filter(|option| option.right && option.chosen).count(),
                of: told.options.iter().filter(|option| option.right).count(),
                wrong: told.options.iter().filter(|option| !option.right && option.chosen).count(),
            });
        }
        Key::Numeric(numeric) => {
            told.number = Some(match &numeric.unit {
                Some(unit) => format!("{} {unit}", numeric.value),
                None => numeric.value.to_string(),
            });
            told.explanation_html = numeric.feedback_html.clone().or(told.explanation_html);
        }
        Key::Ordering(steps) => {
            let places = response.map(Response::places).unwrap_or_default();
            let row = |(position, step): (u8, &domain::catalog::Step)| {
                let place = places.get(usize::from(position)).copied().flatten();
                RowFeedback {
                    row_html: step.html.clone(),
                    answer: None,
                    right: place == Some(position),
                    given: place.map(ordinal),
                    html: step.feedback_html.clone(),
                }
            };
            told.rows = (0..).zip(steps).map(row).collect();
            if let Some(Response::Order(order)) = response.filter(|_| question.partial) {
                let (right, of) = concordant(order);
                told.credit = Some(Credit { right, of, wrong: 0 });
            }
        }
        Key::Matching(matching) => {
            let pairs: &[Option<u8>] = if let Some(Response::Pairs(pairs)) = response { pairs } else { &[] };
            let option = |place: u8| matching.options.get(usize::from(place)).cloned();
            let row = |(at, (row_html, answer)): (usize, &(String, u8))| {
                let given = pairs.get(at).copied().flatten();
                RowFeedback {
                    row_html: row_html.clone(),
                    answer: option(*answer),
                    right: given == Some(*answer),
                    given: given.and_then(option),
                    html: None,
                }
            };
            told.rows = matching.rows.iter().enumerate().map(row).collect();
            let right = told.rows.iter().filter(|row| row.right).count();
            told.credit = Some(Credit { right, of: told.rows.len(), wrong: 0 });
        }
        Key::ShortText(key) => {
            told.words = key.accepted.first().cloned();
            told.explanation_html = key.feedback_html.clone().or(told.explanation_html);
        }
    }
    told
}

fn options(choices: &[Choice], chosen: &[u8], order: &[u8]) -> Vec<OptionFeedback> {
    let option = |&position: &u8| {
        choices.get(usize::from(position)).map(|choice| OptionFeedback {
            right: choice.right,
            chosen: chosen.contains(&position),
            html: choice.feedback_html.clone(),
        })
    };
    order.iter().filter_map(option).collect()
}
