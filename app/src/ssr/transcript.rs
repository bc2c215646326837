//! A past attempt as its page shows it.

use domain::assessment::{AttemptKind, Response, ordinal};
use services::assessment::{Seen, Transcript};

use super::assessment::subject_words;
use super::when::moment;
use crate::assessment::view::{SeenView, TranscriptView};

/// What a past attempt showed.
#[must_use]
pub fn transcript_view(id: String, found: Transcript, zone: &str) -> TranscriptView {
    let exam = found.subject.kind() == AttemptKind::Exam;
    let versions = match (&found.policy, found.parameters) {
        (Some(policy), Some(parameters)) => format!(" Decided by {policy}, parameters {parameters}."),
        (Some(policy), None) => format!(" Decided by {policy}."),
        (None, _) => String::new(),
    };
    TranscriptView {
        id,
        title: format!("As it was shown: {}", subject_words(exam, &found.title)),
        eyebrow: found.finished_at.map_or_else(String::new, |at| moment(at, zone)),
        lede: format!("Every question and option as they were then, in the order then.{versions}"),
        seen: found.seen.into_iter().map(seen_view).collect(),
    }
}

fn seen_view(seen: Seen) -> SeenView {
    let chosen = |at: usize| match &seen.answer {
        Some(Response::Choices(chosen)) => chosen.iter().any(|place| usize::from(*place) == at),
        _ => false,
    };
    let answer = match &seen.answer {
        None => "Not answered.".to_owned(),
        Some(Response::Choices(_)) => String::new(),
        Some(Response::Number(number)) => format!("Answered: {number}"),
        Some(Response::Text(text)) => format!("Answered: {text}"),
        Some(order @ Response::Order(_)) => {
            let places = order.places().into_iter().map(|place| place.map_or_else(|| "–".to_owned(), ordinal));
            format!("Places given, from the top: {}", places.collect::<Vec<_>>().join(", "))
        }
        Some(Response::Pairs(pairs)) => {
            let names = pairs.iter().map(|pair| {
                let option = pair.and_then(|pair| seen.options.get(usize::from(pair)));
                option.map_or("–", String::as_str)
            });
            format!("Chosen, from the top: {}", names.collect::<Vec<_>>().join("; "))
        }
    };
    SeenView {
        anchor: format!("question-{}", seen.position + 1),
        head: format!(
            "Question {}, version {}, mark {}",
            seen.position + 1,
            seen.version.chars().take(8).collect::<String>(),
            (seen.mark * 100.0).round() / 100.0
        ),
        options: seen.options.iter().cloned().enumerate().map(|(at, html)| (html, chosen(at))).collect(),
        situation_html: seen.situation_html,
        prompt_html: seen.prompt_html,
        rows: seen.rows,
        answer,
    }
}
