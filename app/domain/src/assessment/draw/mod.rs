//! Drawing the questions of an attempt, once and for good.

mod exam;
mod quiz;

pub use exam::{DrawError, Met, draw_exam};
pub use quiz::{draw_changed, draw_quiz};

use super::random::Generator;
use crate::catalog::{Key, ModuleRef, Question, QuestionRef};

/// One place of a frozen draw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The question.
    pub question: QuestionRef,
    /// The question's version at the time of the draw.
    pub version: String,
    /// The module whose place in the blueprint it takes; for a quiz, the quiz's module.
    pub cell: ModuleRef,
    /// Positions into the author's options, in the order in which they are shown: of an order, its items; of
    /// a matching question, its options. Empty for what is typed.
    pub option_order: Vec<u8>,
}

impl Drawn {
    /// Freezes a question into a place, with an order of its options.
    fn freeze(question: &Question, cell: &ModuleRef, options: &mut Generator) -> Self {
        let mut option_order: Vec<u8> = (0..=u8::MAX).take(question.key.shown()).collect();
        if question.shuffle && !matches!(question.key, Key::TrueFalse(_)) {
            options.shuffle(&mut option_order);
        }
        if matches!(question.key, Key::Ordering(_)) {
            never_in_order(&mut option_order, options);
        }
        Self {
            question: question.reference.clone(),
            version: question.version.clone(),
            cell: cell.clone(),
            option_order,
        }
    }
}

/// Shuffles again until the order is not the right one, which would answer the question; one item alone has no other.
fn never_in_order(order: &mut [u8], generator: &mut Generator) {
    while order.len() > 1 && order.is_sorted() {
        generator.shuffle(order);
    }
}

#[cfg(test)]
mod tests;
