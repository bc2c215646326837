//! Question health as its list shows it.

mod correction;
mod one;
mod words;

pub use correction::{parse_correction, preview_view, undo_view};
use domain::assessment::{AttemptKind, Subject};
use domain::catalog::QuestionRef;
pub use one::question_view;
use services::Error;
use services::assessment::ReRead;
use services::assessment::health::{
    Exposed, HealthFilter, HighestExposure, MOST_ATTEMPTS, Overview, QuestionRow, ROWS, Show, Sort, rows,
};
use words::{count_words, discrimination, facility, flag_views, share_words, whole_view};

use crate::assessment::health::view::{
    HighestView, MeasureView, PointMark, PointView, QuestionFilter, QuestionRowView, QuestionsView,
};
use crate::learning::view::LinkView;
use crate::paths;

/// What the address asks for. What is no filter, no order and no page is as good as none.
///
/// # Errors
/// [`Error::NotFound`] for what names no exam, quiz or module.
pub fn question_filter(filter: &QuestionFilter) -> Result<HealthFilter, Error> {
    let unknown = || Error::NotFound("This exam or quiz");
    let subject = match filter.answers.split_once(':') {
        None if filter.answers.is_empty() => None,
        Some((kind, reference)) => {
            let kind: AttemptKind = kind.parse().map_err(|_| unknown())?;
            Some(Subject::from_stored(kind, reference).map_err(|_| unknown())?)
        }
        None => return Err(unknown()),
    };
    let module = match filter.module.as_str() {
        "" => None,
        module => Some(module.parse().map_err(|_| Error::NotFound("This module"))?),
    };
    Ok(HealthFilter {
        subject,
        module,
        show: Show::from_word(&filter.show),
        sort: Sort::from_word(&filter.sort),
        page: filter.page.parse::<u32>().unwrap_or(1).saturating_sub(1),
    })
}

/// The word of an exam or a quiz in addresses.
fn subject_word(subject: &Subject) -> String {
    format!("{}:{}", subject.kind(), subject.reference())
}

/// "Exam: Outbound calls".
fn subject_words(subject: &Subject, title: &str) -> String {
    match subject.kind() {
        AttemptKind::Exam => format!("Exam: {title}"),
        AttemptKind::Quiz => format!("Quiz: {title}"),
    }
}

/// That only the latest attempts were analysed, where that is so.
fn cut_words(cut: bool) -> Option<String> {
    cut.then(|| {
        format!("From the latest {MOST_ATTEMPTS} first attempts; older ones would not change a figure visibly.")
    })
}

/// The list in words.
#[must_use]
pub fn questions_view(filter: QuestionFilter, asked: &HealthFilter, overview: &Overview) -> QuestionsView {
    let (page_rows, pages) = rows(overview, asked);
    let page = asked.page.min(pages - 1);
    let subject = overview.shown.as_ref().map(|shown| &shown.subject);
    let modules: Vec<(String, String)> =
        overview.modules.iter().map(|(module, title)| (module.to_string(), title.clone())).collect();
    QuestionsView {
        filter: QuestionFilter {
            // What was not understood is not offered again; what was not named is what is shown.
            answers: subject.map_or_else(String::new, subject_word),
            show: asked.show.as_str().to_owned(),
            sort: asked.sort.as_str().to_owned(),
            page: String::new(),
            ..filter
        },
        subjects: overview
            .subjects
            .iter()
            .map(|choice| (subject_word(&choice.subject), subject_words(&choice.subject, &choice.title)))
            .collect(),
        title: overview.shown.as_ref().map(|shown| subject_words(&shown.subject, &shown.title)),
        exam: subject.is_some_and(|subject| subject.kind() == AttemptKind::Exam),
        modules,
        whole: overview.whole.as_ref().map(|whole| whole_view(whole, cut_words(overview.cut))),
        highest: overview.highest.iter().map(highest).collect(),
        objections: overview.objections.iter().map(|(question, open)| (link(question), *open)).collect(),
        rows: page_rows.iter().map(row_view).collect(),
        points: overview.matching.iter().filter_map(point).collect(),
        matching: u32::try_from(overview.matching.len()).unwrap_or(u32::MAX),
        all: overview.all,
        need_look: overview.need_look,
        first: page.saturating_mul(u32::try_from(ROWS).unwrap_or(u32::MAX)).saturating_add(1),
        page: page + 1,
        pages,
    }
}

fn link(question: &QuestionRef) -> LinkView {
    LinkView { href: paths::question(&question.to_string()), label: question.question.to_string() }
}

/// Lessons as links.
fn lesson_links(lessons: &[ReRead]) -> Vec<LinkView> {
    lessons.iter().map(|lesson| LinkView { href: lesson.link.clone(), label: lesson.title.clone() }).collect()
}

fn highest(found: &HighestExposure) -> HighestView {
    let attempts = found.asked.attempts;
    HighestView {
        title: found.title.clone(),
        question: found.question.as_ref().map(link),
        share: found.question.as_ref().and(found.asked.share()).map_or_else(|| "–".to_owned(), share_words),
        words: match &found.question {
            Some(_) => format!("of {}", count_words(attempts, "attempt")),
            None => "nobody sat it in the last 90 days".to_owned(),
        },
    }
}

/// Exposure as a share and a count.
fn exposure_words(exposed: Exposed) -> (String, String) {
    match exposed.share() {
        Some(share) => (share_words(share), format!("{} of {}", exposed.asked, exposed.attempts)),
        None => ("–".to_owned(), "0 of 0".to_owned()),
    }
}

fn row_view(row: &QuestionRow) -> QuestionRowView {
    let figures = row.figures.as_ref();
    QuestionRowView {
        href: link(&row.question).href,
        id: row.question.question.to_string(),
        module: row.module_title.clone(),
        prompt_html: row.prompt_html.clone(),
        facility: figures.map_or_else(MeasureView::unanswered, |figures| facility(&figures.facility)),
        discrimination: figures.map_or_else(MeasureView::unanswered, |figures| discrimination(&figures.discrimination)),
        exposure: row.recently.map(exposure_words),
        flags: flag_views(&row.flags),
        suspended: row.suspended,
        corrected: row.corrected.map(|kind| words::corrected(kind).to_owned()),
        objections: row.objections,
        lessons: lesson_links(&row.lessons),
    }
}

fn point(row: &QuestionRow) -> Option<PointView> {
    let figures = row.figures.as_ref()?;
    let (facility, discrimination) = (figures.facility.told()?, figures.discrimination.told()?);
    let mark = match (discrimination < 0.0, row.flags.is_empty()) {
        (true, _) => PointMark::Wrong,
        (false, false) => PointMark::Look,
        (false, true) => PointMark::Fine,
    };
    Some(PointView { id: row.question.question.to_string(), facility, discrimination, mark })
}

impl MeasureView {
    /// The figure of a question that nobody has answered.
    fn unanswered() -> Self {
        Self { missing: Some("no answers yet".to_owned()), ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_an_exam_or_a_quiz() {
        let read = |answers: &str| {
            question_filter(&QuestionFilter { answers: answers.to_owned(), ..QuestionFilter::default() })
        };
        let subject = read("quiz:halyard/offering").unwrap().subject.unwrap();
        assert_eq!(subject_word(&subject), "quiz:halyard/offering");
        assert_eq!(read("").unwrap(), HealthFilter::default());
        for unknown in ["exam", "exam:a/b", "quiz:a", "test:outbound", "exam:"] {
            assert!(read(unknown).is_err(), "{unknown}");
        }
        let odd = QuestionFilter { sort: "x".into(), show: "y".into(), page: "-1".into(), ..QuestionFilter::default() };
        assert_eq!(question_filter(&odd).unwrap(), HealthFilter::default());
    }
}
