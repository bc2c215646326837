//! Sitting a quiz or an exam: the right options are found in the question's key, the shown places in its draw.

use domain::authz::Actor;
use domain::catalog::{Choice, Key, Question};
use domain::id::AttemptId;
use domain::time::Span;
use store::assessment as table;

use super::clock::StageClock;
use crate::assessment::{AnswerInput, answer, questions_of};
use crate::{Result, Services, identify};

/// How long somebody thinks about a question.
const THINKING: Span = Span::seconds(65);

/// Right at every second question.
pub(super) fn half(position: u32) -> bool {
    position.is_multiple_of(2)
}

/// Answers an attempt until it is decided. What `right` says of a position is done; critical questions are always right,
/// so that an exam that is not passed shows its strengths.
pub(super) async fn sit(
    services: &Services,
    clock: &StageClock,
    actor: &Actor,
    id: AttemptId,
    right: fn(u32) -> bool,
) -> Result<()> {
    let permit = identify(&Actor::System)?;
    let items = table::items(services.store(), &permit, id).await?;
    let questions = questions_of(services, services.store(), &permit, &items).await?;
    for (item, question) in items.iter().zip(&questions) {
        clock.forward(THINKING);
        let input = given(question, &item.drawn.option_order, right(item.position) || question.critical);
        if answer(services, actor, id, item.position, &input).await?.finished {
            break;
        }
    }
    Ok(())
}

/// A right or a wrong answer, with the options' places in the order shown.
fn given(question: &Question, order: &[u8], right: bool) -> AnswerInput {
    let shown = |wanted: &dyn Fn(&Choice) -> bool| -> Vec<u8> {
        let choices = question.key.choices();
        let fits = |&author: &u8| choices.get(usize::from(author)).is_some_and(wanted);
        (0..).zip(order).filter(|(_, author)| fits(author)).map(|(place, _)| place).collect()
    };
    match &question.key {
        Key::Numeric(numeric) => {
            let number = if right { numeric.value } else { numeric.value * 2.0 + numeric.tolerance + 1.0 };
            AnswerInput { number: number.to_string(), ..AnswerInput::default() }
        }
        Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_) if right => {
            AnswerInput { choices: shown(&|choice| choice.right), ..AnswerInput::default() }
        }
        Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_) => {
            // Where every option is right, one of them alone is wrong.
            let wrong = shown(&|choice| !choice.right).into_iter().next().unwrap_or(0);
            AnswerInput { choices: vec![wrong], ..AnswerInput::default() }
        }
    }
}
