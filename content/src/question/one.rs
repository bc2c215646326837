//! One question.

use domain::catalog::{Question, QuestionKind};
use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::attributes::{self, Attributes};
use super::{answer, parts};
use crate::doc::At;
use crate::fault::{Fault, Spot};
use crate::hash::version;
use crate::markdown::{self, Page, blocks, elements, inline, inside};

/// A question, with places for what is checked against its module and its pack.
#[derive(Debug)]
pub(super) struct Parsed {
    pub question: Question,
    pub id: Spot,
    pub objective: Spot,
    pub ratings: Option<Spot>,
}

/// Reads the question that is the page's text; none where it has errors.
pub(super) fn read(page: &Page<'_>) -> Option<Parsed> {
    let errors = page.sink.errors();
    let source = page.text.text;
    let line = source.lines().next().unwrap_or_default();
    let braces = attributes::find(line);
    let spot = page.text.spot(braces.as_ref().map_or(0, |braces| braces.start));
    let masked = braces.as_ref().map_or_else(|| source.to_owned(), |braces| mask(source, braces.clone()));
    let attributes = braces.map(|braces| attributes::read(page, braces)).unwrap_or_default();
    attributes.check(page, errors, &spot);

    let pieces = markdown::parse(&masked, page.kind);
    let heading = elements(&pieces).into_iter().next().unwrap_or_default();
    if !matches!(heading.first(), Some((Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }), _))) {
        page.sink.push(page.error(0, "question", "a question begins with `## `"));
        return None;
    }
    if !line.trim_start().starts_with("##") {
        let fault = page.error(0, "question", "the line of dashes makes a question of the words above it");
        page.sink.push(fault.help("put an empty line before the dashes, or begin the question with `## `"));
    }
    let prompt_html = inline(page, inside(heading));
    if prompt_html.trim().is_empty() {
        page.sink.push(page.error(0, "empty", "the question asks nothing"));
    }
    let kind = attributes.kind.as_ref().map(|kind| kind.value);
    let parts = parts::sort(page, kind, pieces.get(heading.len()..).unwrap_or_default());
    let situation_html = blocks(page, &parts.situation).html;
    let (key, explanation_html) = answer::read(page, &parts, &attributes, &page.text.spot(0));
    let Attributes { id, objective, ratings, critical, partial, shuffle, .. } = attributes;
    let (id, objective, key) = (id?, objective?, key?);
    let (ratings, ratings_spot) = ratings.map_or((Vec::new(), None), |At { value, spot }| (value, Some(spot)));
    let shuffles = match key.kind() {
        QuestionKind::Single | QuestionKind::Multiple => shuffle.is_none_or(|shuffle| shuffle.value),
        QuestionKind::Ordering | QuestionKind::Matching => true,
        QuestionKind::TrueFalse | QuestionKind::Numeric | QuestionKind::ShortText => false,
    };
    let reference = page.module.question(&id.value);
    let question = Question {
        version: version(&reference, source),
        reference,
        source: source.to_owned(),
        prompt_html,
        situation_html,
        objective: objective.value,
        key,
        ratings,
        critical,
        shuffle: shuffles,
        partial: partial.is_some_and(|partial| partial.value),
        explanation_html,
    };
    let parsed = Parsed { question, id: id.spot, objective: objective.spot, ratings: ratings_spot };
    (page.sink.errors() == errors).then_some(parsed)
}

/// The source with the braces blanked, so that Markdown does not see them and every offset stays.
fn mask(source: &str, braces: std::ops::Range<usize>) -> String {
    let mut masked = source.to_owned();
    masked.replace_range(braces.clone(), &" ".repeat(braces.len()));
    masked
}

/// Reports a rating panel that does not fit.
pub(super) fn check_ratings(page: &Page<'_>, parsed: &Parsed, judges: usize) {
    let question = &parsed.question;
    let given = question.ratings.len();
    if let Some(spot) = parsed.ratings.as_ref().filter(|_| given != judges) {
        let message = format!("{given} ratings, but `pack.toml` names {judges} judges");
        page.sink.push(Fault::error(spot.clone(), "ratings", message).help("one rating a judge, in their order"));
    }
    let by_chance = question.guessing();
    if let (Some(spot), Some(mean)) = (&parsed.ratings, question.mean_rating().filter(|mean| *mean <= by_chance)) {
        let message = format!("rated {mean:.2}, and whoever guesses has {by_chance:.2}");
        let help = "a rating is the share of the points that somebody just good enough gets: more than by chance";
        page.sink.push(Fault::warning(spot.clone(), "ratings", message).help(help));
    }
}
