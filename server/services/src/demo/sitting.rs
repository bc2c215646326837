//! Sitting a quiz or an exam: the right answer is found in the question's key, the shown places in its draw.

use domain::assessment::{Response, solution};
use domain::authz::Actor;
use domain::catalog::{Key, Question};
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

/// A right or a wrong answer, with the places in the order shown.
fn given(question: &Question, order: &[u8], right: bool) -> AnswerInput {
    let response = if right { solution(question) } else { mistake(question) };
    response.to_shown_order(order).unwrap_or(response).into()
}

/// An answer that is wrong, and worth nothing where credit is given in part.
fn mistake(question: &Question) -> Response {
    match &question.key {
        Key::Single(choices) | Key::Multiple(choices) | Key::TrueFalse(choices) => {
            // Where every option is right, one of them alone is wrong.
            let wrong = (0..).zip(choices).find(|(_, choice)| !choice.right).map_or(0, |(position, _)| position);
            Response::choices([wrong])
        }
        Key::Numeric(numeric) => Response::Number(numeric.value * 2.0 + numeric.tolerance + 1.0),
        Key::Ordering(steps) => {
            let mut order: Vec<u8> = (0..).zip(steps).map(|(position, _)| position).collect();
            order.reverse();
            Response::Order(order)
        }
        Key::Matching(matching) => {
            let options = u8::try_from(matching.options.len()).unwrap_or(u8::MAX).max(1);
            Response::Pairs(matching.rows.iter().map(|(_, option)| Some((option + 1) % options)).collect())
        }
        Key::ShortText(_) => Response::text("I would have to ask"),
    }
}
