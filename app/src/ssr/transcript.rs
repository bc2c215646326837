//! A past attempt as its page shows it.

use domain::assessment::correct::CorrectionKind;
use domain::assessment::{AttemptKind, Response};
use domain::catalog::QuestionKind;
use services::assessment::{Feedback, OptionFeedback, RowFeedback, Seen, Transcript};

use super::assessment::{owner, subject_words};
use super::feedback::{grouped, typed_answer};
use super::{RequestContext, moment};
use crate::assessment::view::{MarkView, SeenLine, SeenView, TranscriptView};

/// What a past attempt showed.
pub async fn transcript_view(context: &RequestContext, id: String, found: Transcript) -> TranscriptView {
    let exam = found.subject.kind() == AttemptKind::Exam;
    let versions = match (&found.policy, found.parameters) {
        (Some(policy), Some(parameters)) => format!(" Decided by {policy}, parameters {parameters}."),
        (Some(policy), None) => format!(" Decided by {policy}."),
        (None, _) => String::new(),
    };
    let owner = owner(context, found.person).await;
    let what = format!("{}, as it was shown", subject_words(exam, &found.title));
    TranscriptView {
        id,
        title: owner.as_ref().map_or_else(|| what.clone(), |owner| format!("{}: {what}", owner.name)),
        owner,
        eyebrow: found.finished_at.map_or_else(String::new, |at| moment(at, context.time_zone())),
        lede: format!("Every question and option as they were then, in the order then.{versions}"),
        seen: found.seen.into_iter().map(seen_view).collect(),
    }
}

fn seen_view(seen: Seen) -> SeenView {
    let answer = match &seen.answer {
        None => Some("Not answered.".to_owned()),
        Some(Response::Number(number)) => {
            let unit = seen.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
            Some(format!("Answered: {}{unit}", grouped(&number.to_string())))
        }
        Some(Response::Text(text)) => Some(format!("Answered: “{text}”")),
        Some(_) => None,
    };
    SeenView {
        anchor: format!("question-{}", seen.position + 1),
        head: format!("Question {}", seen.position + 1),
        mark: mark(seen.mark),
        corrected: seen.corrected.map(|kind| corrected(kind).to_owned()),
        version: format!("Version {}", seen.version.chars().take(8).collect::<String>()),
        lines: lines(&seen),
        ordered: seen.kind == QuestionKind::Ordering,
        answer,
        right: seen.feedback.as_ref().and_then(typed_answer),
        explanation_html: seen.feedback.and_then(|told| told.explanation_html),
        situation_html: seen.situation_html,
        prompt_html: seen.prompt_html,
    }
}

fn mark(mark: f64) -> MarkView {
    if mark >= 1.0 {
        MarkView::Right
    } else if mark > 0.0 {
        MarkView::Partly(format!("Partly right: {} of the point", (mark * 100.0).round() / 100.0))
    } else {
        MarkView::Wrong
    }
}

const fn corrected(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::ThrowOut => "Thrown out since: it was not a fair question.",
        CorrectionKind::ReKey => "Scored by another key since. What is said here of right and wrong is as it was then.",
    }
}

/// What was offered, with what is right where that may be told.
fn lines(seen: &Seen) -> Vec<SeenLine> {
    let given = |place: u8| seen.options.get(usize::from(place)).cloned();
    match (seen.kind, &seen.feedback, &seen.answer) {
        (QuestionKind::Numeric | QuestionKind::ShortText, ..) => Vec::new(),
        (QuestionKind::Ordering | QuestionKind::Matching, Some(Feedback { rows, .. }), _) => {
            rows.iter().map(|row| told(row, seen.kind)).collect()
        }
        (QuestionKind::Ordering, None, Some(Response::Order(order))) => {
            order.iter().filter_map(|&item| given(item)).map(plain).collect()
        }
        (QuestionKind::Matching, None, answer) => {
            let pairs: &[Option<u8>] = if let Some(Response::Pairs(pairs)) = answer { pairs } else { &[] };
            let beside = |row: usize| pairs.get(row).copied().flatten().and_then(given);
            let line = |(row, html): (usize, &String)| SeenLine { beside: beside(row), ..plain(html.clone()) };
            seen.rows.iter().enumerate().map(line).collect()
        }
        (_, told, answer) => {
            let chosen: &[u8] = if let Some(Response::Choices(chosen)) = answer { chosen } else { &[] };
            let told = |at: usize| told.as_ref().and_then(|told| told.options.get(at));
            let is_chosen = |at: usize| chosen.iter().any(|place| usize::from(*place) == at);
            let line = |(at, html): (usize, &String)| option(html, is_chosen(at), told(at));
            seen.options.iter().enumerate().map(line).collect()
        }
    }
}

fn plain(html: String) -> SeenLine {
    SeenLine { html, ..SeenLine::default() }
}

fn option(html: &str, chosen: bool, told: Option<&OptionFeedback>) -> SeenLine {
    let (right, words) = match (told.map(|told| told.right), chosen) {
        (None, true) => (None, Some("Chosen")),
        (Some(true), true) => (Some(true), Some("Chosen, and right")),
        (Some(true), false) => (Some(true), Some("Right, and not chosen")),
        (Some(false), true) => (Some(false), Some("Chosen, and not right")),
        (None | Some(false), false) => (None, None),
    };
    let why_html = told.and_then(|told| told.html.clone());
    SeenLine { right, words: words.map(str::to_owned), why_html, ..plain(html.to_owned()) }
}

/// An item in its right place, or a row with what belongs to it.
fn told(row: &RowFeedback, kind: QuestionKind) -> SeenLine {
    let words = match &row.given {
        _ if row.right => "Right".to_owned(),
        Some(place) if kind == QuestionKind::Ordering => format!("Put {place}"),
        Some(option) => format!("Chosen: “{option}”"),
        None => "Left open".to_owned(),
    };
    SeenLine {
        beside: row.answer.clone(),
        right: Some(row.right),
        words: Some(words),
        why_html: row.html.clone(),
        ..plain(row.row_html.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matching(feedback: Option<Feedback>) -> Seen {
        Seen {
            position: 2,
            version: "0123456789abcdef".to_owned(),
            kind: QuestionKind::Matching,
            situation_html: String::new(),
            prompt_html: "Which?".to_owned(),
            options: vec!["x".to_owned(), "y".to_owned()],
            rows: vec!["a".to_owned(), "b".to_owned()],
            answer: Some(Response::Pairs(vec![Some(1), None])),
            answered_at: None,
            mark: 2.0 / 3.0,
            unit: None,
            feedback,
            corrected: Some(CorrectionKind::ThrowOut),
        }
    }

    #[test]
    fn a_question_says_how_right_the_answer_was_and_what_became_of_it() {
        let view = seen_view(matching(None));
        assert_eq!((view.head.as_str(), view.anchor.as_str()), ("Question 3", "question-3"));
        assert_eq!(view.mark, MarkView::Partly("Partly right: 0.67 of the point".to_owned()));
        assert!(view.corrected.unwrap().starts_with("Thrown out since"));
        assert_eq!(view.version, "Version 01234567");
        assert_eq!((mark(1.0), mark(0.0)), (MarkView::Right, MarkView::Wrong));
    }

    #[test]
    fn an_order_stands_as_it_was_put_or_as_it_is_right() {
        let order = |feedback| Seen {
            kind: QuestionKind::Ordering,
            options: ["b", "c", "a"].map(str::to_owned).to_vec(),
            rows: Vec::new(),
            answer: Some(Response::Order(vec![2, 1, 0])),
            ..matching(feedback)
        };
        let html = |seen| seen_view(seen).lines.into_iter().map(|line| line.html).collect::<String>();
        assert_eq!(html(order(None)), "acb");
        let row = |html: &str, given: &str, right| RowFeedback {
            row_html: html.to_owned(),
            answer: None,
            right,
            given: Some(given.to_owned()),
            html: None,
        };
        let lines =
            [row("a", "1st", true), row("b", "3rd", false)].map(|row| told(&row, QuestionKind::Ordering)).to_vec();
        assert_eq!(lines[0].words.as_deref(), Some("Right"));
        assert_eq!((lines[1].words.as_deref(), lines[1].right), (Some("Put 3rd"), Some(false)));
        let chosen =
            told(&RowFeedback { answer: Some("x".to_owned()), ..row("a", "y", false) }, QuestionKind::Matching);
        assert_eq!((chosen.beside.as_deref(), chosen.words.as_deref()), (Some("x"), Some("Chosen: “y”")));
    }

    #[test]
    fn without_the_key_answers_stand_beside_their_rows_and_nothing_is_right_or_wrong() {
        let lines = seen_view(matching(None)).lines;
        assert_eq!((lines[0].beside.as_deref(), lines[1].beside.as_deref()), (Some("y"), None));
        assert!(lines.iter().all(|line| line.right.is_none() && line.words.is_none() && line.why_html.is_none()));
        assert_eq!(option("o", true, None).words.as_deref(), Some("Chosen"));
        let told = OptionFeedback { right: true, chosen: false, html: Some("Why.".to_owned()) };
        let line = option("o", false, Some(&told));
        assert_eq!((line.right, line.words.as_deref()), (Some(true), Some("Right, and not chosen")));
    }
}
