//! Question health as a file for a spreadsheet.

use app::assessment::health::view::QuestionFilter;
use app::ssr::{RequestContext, question_filter};
use axum::Extension;
use axum::extract::Query;
use axum::response::{IntoResponse as _, Response};
use domain::assessment::analysis::{Flag, Measure};
use domain::assessment::correct::CorrectionKind;
use services::assessment::health::{Exposed, QuestionRow, overview};

use crate::rest::Problem;
use crate::spreadsheet::{Cell, download};

/// The columns. Facility is a share, discrimination −100 to 100, times are in seconds.
const HEAD: [&str; 23] = [
    "question",
    "module",
    "prompt",
    "answers",
    "facility",
    "facility_low",
    "facility_high",
    "discrimination_answers",
    "discrimination",
    "discrimination_low",
    "discrimination_high",
    "efficiency",
    "weight",
    "median_seconds",
    "exposure_90_days",
    "exposure_90_days_attempts",
    "exposure_ever",
    "exposure_ever_attempts",
    "flags",
    "suspended",
    "corrected",
    "open_objections",
    "lessons_first",
];

/// All questions that the filter in the address leaves, in its order, on one page. Figures that rest on too few answers are left
/// out, as on the page; no name of anybody is in it.
pub async fn csv(Extension(context): Extension<RequestContext>, Query(filter): Query<QuestionFilter>) -> Response {
    let found = match question_filter(&filter) {
        Ok(asked) => overview(&context.services, &context.actor, &asked).await,
        Err(error) => Err(error),
    };
    match found {
        Ok(found) => download("questions.csv", &HEAD, found.matching.iter().map(row)),
        Err(error) => Problem::from(error).into_response(),
    }
}

fn row(row: &QuestionRow) -> Vec<Cell> {
    let figures = row.figures.as_ref();
    let measure = |of: fn(&domain::assessment::analysis::ItemFigures) -> &Measure| figures.map(of);
    let facility = measure(|figures| &figures.facility);
    let index = measure(|figures| &figures.discrimination);
    let told = |found: Option<&Measure>, decimals| Cell::Number(found.and_then(Measure::told), decimals);
    let bound = |found: Option<&Measure>, high: bool, decimals| {
        let interval = found.filter(|found| found.is_enough()).and_then(|found| found.interval);
        Cell::Number(interval.map(|(low, up)| if high { up } else { low }), decimals)
    };
    let n = |found: Option<&Measure>| Cell::count(found.map_or(0, |found| found.n));
    let flags: Vec<&str> = row.flags.iter().copied().map(Flag::as_str).collect();
    let lessons: Vec<&str> = row.lessons.iter().map(|lesson| lesson.title.as_str()).collect();
    let asked = |found: Option<Exposed>| Cell::Number(found.map(|found| f64::from(found.asked)), 0);
    let attempts = |found: Option<Exposed>| Cell::Number(found.map(|found| f64::from(found.attempts)), 0);
    vec![
        Cell::text(row.question.to_string()),
        Cell::text(&*row.module_title),
        Cell::text(services::assessment::plain_text(&row.prompt_html)),
        n(facility),
        told(facility, 4),
        bound(facility, false, 4),
        bound(facility, true, 4),
        n(index),
        told(index, 2),
        bound(index, false, 2),
        bound(index, true, 2),
        told(measure(|figures| &figures.efficiency), 2),
        told(measure(|figures| &figures.weight), 2),
        Cell::Number(figures.and_then(|figures| figures.median_millis).map(|millis| millis / 1_000.0), 1),
        asked(row.recently),
        attempts(row.recently),
        asked(row.ever),
        attempts(row.ever),
        Cell::text(flags.join(" ")),
        Cell::text(if row.suspended { "yes" } else { "no" }),
        Cell::text(row.corrected.map_or("no", CorrectionKind::as_str)),
        Cell::count(row.objections),
        Cell::text(lessons.join("; ")),
    ]
}
