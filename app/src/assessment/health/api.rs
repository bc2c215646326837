//! Server functions: question health, suspensions, objections.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{PreviewView, QuestionFilter, QuestionView, QuestionsView};
use crate::{ApiError, Done};

/// All questions of an exam or a quiz, with their figures.
#[server(endpoint = "load-questions", input = Json)]
pub async fn load_questions(filter: QuestionFilter) -> Result<QuestionsView, ApiError> {
    let context = crate::ssr::context()?;
    let asked = crate::ssr::question_filter(&filter).map_err(crate::ssr::fail)?;
    let found = services::assessment::health::overview(&context.services, &context.actor, &asked).await;
    Ok(crate::ssr::questions_view(filter, &asked, &found.map_err(crate::ssr::fail)?))
}

/// Everything about one question; with `version`, in that one.
#[server(endpoint = "load-question", input = Json)]
pub async fn load_question(question: String, version: Option<String>) -> Result<QuestionView, ApiError> {
    let context = crate::ssr::context()?;
    let question = crate::ssr::parse_id(&question)?;
    let (services, actor) = (&context.services, &context.actor);
    let found = services::assessment::health::question_health(services, actor, &question, version.as_deref()).await;
    let found = found.map_err(crate::ssr::fail)?;
    let corrections = services::assessment::corrections_of(services, actor, &question).await;
    Ok(crate::ssr::question_view(found, &corrections.map_err(crate::ssr::fail)?, context.time_zone()))
}

/// Suspends a version of a question.
#[server(endpoint = "suspend-question", input = PostUrl)]
pub async fn suspend_question(question: String, version: String, reason: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let question = crate::ssr::parse_id(&question)?;
    let (services, actor) = (&context.services, &context.actor);
    let done = services::assessment::suspend_question(services, actor, &question, &version, &reason).await;
    done.map_err(crate::ssr::fail)?;
    Ok(Done::notice("Suspended. Exams that start from now on do not ask it; those that run keep their questions."))
}

/// Lifts the suspension of a version.
#[server(endpoint = "lift-suspension", input = PostUrl)]
pub async fn lift_suspension(question: String, version: String, reason: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let question = crate::ssr::parse_id(&question)?;
    let (services, actor) = (&context.services, &context.actor);
    let done = services::assessment::lift_suspension(services, actor, &question, &version, &reason).await;
    done.map_err(crate::ssr::fail)?;
    Ok(Done::notice("Lifted. Exams that start from now on may ask it again."))
}

/// What a correction would change; `right` names the options that are right instead, none where the question is thrown out.
#[server(endpoint = "preview-correction", input = Json)]
pub async fn preview_correction(question: String, version: String, right: String) -> Result<PreviewView, ApiError> {
    let context = crate::ssr::context()?;
    let question = crate::ssr::parse_id(&question)?;
    let correction = crate::ssr::parse_correction(&right)?;
    let (services, actor) = (&context.services, &context.actor);
    let changes = services::assessment::preview_correction(services, actor, &version, &correction).await;
    let changes = changes.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::preview_view(&question, version, right, &changes, context.time_zone()))
}

/// What taking a correction back would change.
#[server(endpoint = "preview-undo", input = Json)]
pub async fn preview_undo(question: String, correction: String) -> Result<PreviewView, ApiError> {
    let context = crate::ssr::context()?;
    let question = crate::ssr::parse_id(&question)?;
    let correction = crate::ssr::parse_id(&correction)?;
    let found = services::assessment::preview_undo(&context.services, &context.actor, correction).await;
    let (made, changes) = found.map_err(crate::ssr::fail)?;
    Ok(crate::ssr::undo_view(&question, &made, &changes, context.time_zone()))
}

/// Corrects a version of a question.
#[server(endpoint = "apply-correction", input = PostUrl)]
pub async fn apply_correction(
    question: String,
    version: String,
    #[server(default)] right: String,
    reason: String,
) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let reference = crate::ssr::parse_id(&question)?;
    let correction = crate::ssr::parse_correction(&right)?;
    let (services, actor) = (&context.services, &context.actor);
    let done = services::assessment::apply_correction(services, actor, &reference, &version, correction, &reason).await;
    done.map_err(crate::ssr::fail)?;
    let page = format!("{}?version={version}", crate::paths::question(&question));
    Ok(Done { notice: Some("Corrected. Everybody concerned has been told.".to_owned()), ..Done::to(page) })
}

/// Takes a correction back.
#[server(endpoint = "undo-correction", input = PostUrl)]
pub async fn undo_correction(question: String, correction: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let correction = crate::ssr::parse_id(&correction)?;
    let (services, actor) = (&context.services, &context.actor);
    let done = services::assessment::undo_correction(services, actor, correction).await;
    done.map_err(crate::ssr::fail)?;
    let page = crate::paths::question(&question);
    let said = "Taken back. Results are as they were, and everybody concerned has been told.".to_owned();
    Ok(Done { notice: Some(said), ..Done::to(page) })
}

/// Objects to a question of one's own attempt.
#[server(endpoint = "raise-appeal", input = PostUrl)]
pub async fn raise_appeal(attempt: String, position: u32, words: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let attempt = crate::ssr::parse_id(&attempt)?;
    let (services, actor) = (&context.services, &context.actor);
    let raised = services::assessment::raise_appeal(services, actor, attempt, position, &words).await;
    raised.map_err(crate::ssr::fail)?;
    Ok(Done::notice("Thank you. Somebody will look at this question and tell you. Go on as before."))
}

/// Decides somebody's objection and tells them.
#[server(endpoint = "decide-appeal", input = PostUrl)]
pub async fn decide_appeal(appeal: String, verdict: String, answer: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let appeal = crate::ssr::parse_id(&appeal)?;
    let (services, actor) = (&context.services, &context.actor);
    let decided = services::assessment::decide_appeal(services, actor, appeal, &verdict, &answer).await;
    decided.map_err(crate::ssr::fail)?;
    Ok(Done::notice("Decided. They find your answer on their start page."))
}
