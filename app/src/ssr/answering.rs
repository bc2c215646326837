//! Answers as the browser sends them, and where they lead.

use services::Error;
use services::assessment::{AnswerInput, AttemptPage};

use super::assessment::attempt_view;
use super::{context, fail, parse_id};
use crate::assessment::view::{AnswerDraft, NextView};
use crate::{ApiError, Done};

/// Gives an answer for good and says what comes next: its feedback in a quiz, the next question in an exam.
///
/// # Errors
/// Those of [`services::assessment::answer`].
pub async fn give_answer(attempt: &str, position: u32, draft: AnswerDraft) -> Result<NextView, ApiError> {
    let context = context()?;
    let input = answer_input(draft);
    let id = parse_id(attempt)?;
    services::assessment::answer(&context.services, &context.actor, id, position, &input).await.map_err(fail)?;
    next_view(attempt, Some(position)).await
}

/// Gives an answer for good that came from the form alone, and says where to go: to its feedback in a quiz, else to the next question. To a
/// question that was answered otherwise in another tab, the page there says so.
///
/// # Errors
/// Those of [`services::assessment::answer`] but `already-answered` and `attempt-finished`.
pub async fn answer_form(attempt: &str, position: u32, draft: AnswerDraft) -> Result<Done, ApiError> {
    let context = context()?;
    let (id, input) = (parse_id(attempt)?, answer_input(draft));
    let (services, actor) = (&context.services, &context.actor);
    let elsewhere = match services::assessment::answer(services, actor, id, position, &input).await {
        Ok(_) => false,
        // Sent twice, the same answer is no other one: there is nothing to explain.
        Err(Error::Refused { code: "already-answered" | "attempt-finished", .. }) => {
            services::assessment::save(services, actor, id, position, &input).await.is_err()
        }
        Err(other) => return Err(fail(other)),
    };
    let feedback = next_view(attempt, Some(position)).await?.attempt.is_some_and(|shown| shown.feedback.is_some());
    let shown = feedback.then(|| format!("shown={position}"));
    let query = shown.into_iter().chain(elsewhere.then(|| "elsewhere=1".to_owned())).collect::<Vec<_>>().join("&");
    let page = crate::paths::attempt(attempt);
    Ok(Done::to(if query.is_empty() { page } else { format!("{page}?{query}") }))
}

/// An answer as the service takes it.
pub fn answer_input(draft: AnswerDraft) -> AnswerInput {
    let AnswerDraft { choices, number, picks, text } = draft;
    let picks = picks.iter().map(|pick| pick.parse().ok()).collect();
    AnswerInput { choices, number, picks, text }
}

/// What an attempt shows next.
///
/// # Errors
/// Those of [`services::assessment::attempt_page`].
pub async fn next_view(attempt: &str, shown: Option<u32>) -> Result<NextView, ApiError> {
    let context = context()?;
    let id = parse_id(attempt)?;
    let page = services::assessment::attempt_page(&context.services, &context.actor, id, shown).await.map_err(fail)?;
    let attempt = match page {
        AttemptPage::Open(open) => Some(attempt_view(*open, context.time_zone())),
        AttemptPage::Finished(_) => None,
    };
    Ok(NextView { attempt })
}
