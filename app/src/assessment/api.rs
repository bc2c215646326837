//! Server functions: starting, saving and answering, and what the pages show.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{AnswerDraft, AttemptPageView, BriefView, NextView, TranscriptView};
use crate::{ApiError, Done};

/// What to know before the exam of a scope.
#[server(endpoint = "load-exam-brief", input = Json)]
pub async fn load_exam_brief(scope: String) -> Result<BriefView, ApiError> {
    let context = crate::ssr::context()?;
    let scope = crate::ssr::parse_id(&scope)?;
    let brief = services::assessment::exam_brief(&context.services, &context.actor, &scope).await;
    Ok(crate::ssr::brief_view(&context, brief.map_err(crate::ssr::fail)?))
}

/// Starts a module's quiz, or goes to the one that is open.
#[server(endpoint = "start-quiz", input = PostUrl)]
pub async fn start_quiz(module: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let module = crate::ssr::parse_id(&module)?;
    let started = services::assessment::start_quiz(&context.services, &context.actor, &module).await;
    Ok(Done::to(crate::paths::attempt(&started.map_err(crate::ssr::fail)?.to_string())))
}

/// Starts the exam of a scope, or goes to the one that is open.
#[server(endpoint = "start-exam", input = PostUrl)]
pub async fn start_exam(scope: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let scope = crate::ssr::parse_id(&scope)?;
    let started = services::assessment::start_exam(&context.services, &context.actor, &scope).await;
    Ok(Done::to(crate::paths::attempt(&started.map_err(crate::ssr::fail)?.to_string())))
}

/// What an attempt shows; `shown` asks for the feedback on that question of a quiz.
#[server(endpoint = "load-attempt", input = Json)]
pub async fn load_attempt(id: String, shown: Option<u32>) -> Result<AttemptPageView, ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&id)?;
    let page = services::assessment::attempt_page(&context.services, &context.actor, id, shown).await;
    Ok(crate::ssr::attempt_page_view(&context, page.map_err(crate::ssr::fail)?).await)
}

/// What a past attempt showed, question by question.
#[server(endpoint = "load-transcript", input = Json)]
pub async fn load_transcript(id: String) -> Result<TranscriptView, ApiError> {
    let context = crate::ssr::context()?;
    let attempt = crate::ssr::parse_id(&id)?;
    let found = services::assessment::transcript(&context.services, &context.actor, attempt).await;
    Ok(crate::ssr::transcript_view(&context, id, found.map_err(crate::ssr::fail)?).await)
}

/// Gives an answer for good, from the form: `choice` comes from radio buttons, `choices[…]` from check boxes, `picks[…]` from
/// lists, of which one that nothing was picked from sends an empty text.
#[server(endpoint = "answer", input = PostUrl)]
pub async fn answer(
    attempt: String,
    position: u32,
    #[server(default)] choice: Option<u8>,
    #[server(default)] choices: Vec<u8>,
    #[server(default)] number: String,
    #[server(default)] picks: Vec<String>,
    #[server(default)] text: String,
) -> Result<Done, ApiError> {
    let choices = choice.into_iter().chain(choices).collect();
    crate::ssr::answer_form(&attempt, position, AnswerDraft { choices, number, picks, text }).await
}

/// Saves an answer without giving it for good.
#[server(endpoint = "save-answer", input = Json)]
pub async fn save_answer(attempt: String, position: u32, draft: AnswerDraft) -> Result<(), ApiError> {
    let context = crate::ssr::context()?;
    let id = crate::ssr::parse_id(&attempt)?;
    let input = crate::ssr::answer_input(draft);
    let saved = services::assessment::save(&context.services, &context.actor, id, position, &input).await;
    saved.map_err(crate::ssr::fail)
}

/// Gives an answer for good, from a page that goes on in place.
#[server(endpoint = "give-answer", input = Json)]
pub async fn give_answer(attempt: String, position: u32, draft: AnswerDraft) -> Result<NextView, ApiError> {
    crate::ssr::give_answer(&attempt, position, draft).await
}

/// The question that is to be answered now, for a page that goes on in place.
#[server(endpoint = "next-question", input = Json)]
pub async fn next_question(attempt: String) -> Result<NextView, ApiError> {
    crate::ssr::next_view(&attempt, None).await
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use server_fn::axum_export::body::Body;
    use server_fn::codec::FromReq;

    use super::*;

    /// Reads a body as the server function does. It is all there, so nothing has to be waited for.
    fn read(body: &str) -> Answer {
        let request = http::Request::post("/api/answer")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(Body::from(body.to_owned()))
            .unwrap();
        let reading = pin!(<Answer as FromReq<PostUrl, http::Request<Body>, ApiError>>::from_req(request));
        match reading.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(read) => read.unwrap_or_else(|error| panic!("{body}: {error:?}")),
            Poll::Pending => panic!("the whole body was there"),
        }
    }

    #[test]
    fn a_browser_s_form_is_read() {
        let one = read("attempt=a1&position=3&choice=2");
        assert_eq!((one.attempt.as_str(), one.position, one.choice, one.choices.len()), ("a1", 3, Some(2), 0));
        // Browsers encode brackets, and send only the boxes that are ticked.
        assert_eq!(read("attempt=a&position=0&choices%5B1%5D=1&choices%5B3%5D=3").choices, [1, 3]);
        assert_eq!(read("attempt=a&position=0&choices%5B10%5D=10&choices%5B2%5D=2").choices, [2, 10]);
        assert_eq!(read("attempt=a&position=0&choices[0]=0").choices, [0]);
        assert_eq!(read("attempt=a&position=0&number=7%C2%A0200%2C5+").number, "7\u{a0}200,5 ");
        // An order's lists stand as they were put, and come back by their items.
        let picks = read("attempt=a&position=0&picks%5B2%5D=0&picks%5B0%5D=&picks%5B1%5D=2").picks;
        assert_eq!(picks, ["", "2", "0"]);
        assert_eq!(read("attempt=a&position=0&text=Watch+captain").text, "Watch captain");
        let nothing = read("attempt=a&position=0");
        assert_eq!((nothing.choice, nothing.choices.len(), nothing.number.as_str()), (None, 0, ""));
    }
}
