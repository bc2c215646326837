//! One question as its page shows it, with its key.

use domain::assessment::analysis::ItemFigures;
use domain::assessment::{Response, Verdict};
use domain::catalog::{Key, Question};
use services::assessment::CorrectionLine;
use services::assessment::health::{AppealLine, QuestionHealth, SubjectFigures, SuspensionLine, VersionLine};

use super::correction::correction_view;
use super::words::{count_words, discrimination, facility, flag_views, percentage, share_words, weight};
use super::{cut_words, exposure_words, lesson_links, subject_words};
use crate::assessment::health::view::{
    ChosenView, DecisionView, FiguresView, KeyOptionView, MeasureView, ObjectionView, QuestionView, SuspensionView,
    VersionView,
};
use crate::learning::view::LinkView;
use crate::paths;
use crate::ssr::{day, moment};

/// One question with everything there is to know about it.
#[must_use]
pub fn question_view(found: QuestionHealth, corrections: &[CorrectionLine], zone: &str) -> QuestionView {
    let (standing, before): (Vec<_>, Vec<_>) =
        corrections.iter().partition(|line| line.made.version == found.question.version && line.made.undone.is_none());
    let question = &found.question;
    let reference = question.reference.to_string();
    let module = format!("{}/{}", question.reference.pack, question.reference.module);
    let choices = question.key.choices();
    let right = choices.iter().filter(|choice| choice.right).count();
    QuestionView {
        id: question.reference.question.to_string(),
        module: LinkView { href: paths::module(&module), label: found.module_title.clone() },
        objective: found.objective.clone(),
        version: question.version.clone(),
        current: found.current,
        situation_html: question.situation_html.clone(),
        prompt_html: question.prompt_html.clone(),
        options: (0..)
            .zip(choices)
            .map(|(at, choice)| KeyOptionView {
                letter: letter(at),
                html: choice.html.clone(),
                right: choice.right,
                feedback_html: choice.feedback_html.clone(),
            })
            .collect(),
        parts: parts(question),
        single: matches!(question.key, Key::Single(_) | Key::TrueFalse(_)),
        several: right > 1,
        answer: answer(question),
        explanation_html: explanation(question),
        critical: question.critical,
        rating: question.mean_rating().map(share_words),
        figures: found.figures.iter().map(|figures| figures_view(question, figures)).collect(),
        versions: found.versions.iter().map(|line| version_view(&reference, &question.version, line, zone)).collect(),
        corrected: standing.first().map(|line| correction_view(line, zone)),
        corrections: before.iter().map(|line| correction_view(line, zone)).collect(),
        suspended: found.suspended,
        suspensions: found.suspensions.iter().map(|line| suspension_view(line, zone)).collect(),
        objections: found.objections.iter().map(|line| objection_view(line, &question.version, zone)).collect(),
        reference,
    }
}

/// The letter of an option: A for the first.
pub(super) fn letter(at: u8) -> String {
    if at < 26 { char::from(b'A' + at).to_string() } else { (u32::from(at) + 1).to_string() }
}

/// The right number with its unit and tolerance, or the words that are accepted.
fn answer(question: &Question) -> Option<String> {
    match &question.key {
        Key::Numeric(key) => {
            let unit = key.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
            let tolerance =
                if key.tolerance > 0.0 { format!(", give or take {}", key.tolerance) } else { String::new() };
            Some(format!("{}{unit}{tolerance}", key.value))
        }
        Key::ShortText(key) => Some(key.accepted.join(", or ")),
        _ => None,
    }
}

/// The items of an order in the right one, or the rows of a matching question with what belongs to them, as HTML.
fn parts(question: &Question) -> Vec<String> {
    match &question.key {
        Key::Ordering(steps) => steps.iter().map(|step| step.html.clone()).collect(),
        Key::Matching(matching) => matching
            .rows
            .iter()
            .map(|(row, option)| {
                let option = matching.options.get(usize::from(*option)).map(String::as_str).unwrap_or_default();
                format!("{row} → {}", escaped(option))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn explanation(question: &Question) -> Option<String> {
    let of_number = match &question.key {
        Key::Numeric(key) => key.feedback_html.clone(),
        Key::ShortText(key) => key.feedback_html.clone(),
        _ => None,
    };
    of_number.or_else(|| question.explanation_html.clone())
}

fn figures_view(question: &Question, found: &SubjectFigures) -> FiguresView {
    let figures = found.figures.as_ref();
    let named = |name: &str, measure: MeasureView, meaning: &str| (name.to_owned(), measure, meaning.to_owned());
    let measures = figures.map(|figures| {
        vec![
            named("Facility", facility(&figures.facility), "share of the marks they got"),
            named(
                "Discrimination index",
                discrimination(&figures.discrimination),
                "whether those who do better elsewhere do better here, −100 to 100",
            ),
            named(
                "Discriminative efficiency",
                percentage(&figures.efficiency),
                "how much of the discrimination possible at this facility it gives",
            ),
            named(
                "Effective weight",
                weight(&figures.weight),
                "its share of what sets results apart; none where it pulls the wrong way",
            ),
            named("Median time", time(figures), "from the answer before to this one"),
        ]
    });
    let exposed = [(found.recently, "Exposure, last 90 days"), (found.ever, "Exposure, ever")];
    let exposure = exposed.into_iter().filter_map(|(exposed, when)| {
        let (share, count) = exposure_words(exposed?);
        Some((when.to_owned(), share, format!("{count} attempts")))
    });
    FiguresView {
        title: subject_words(&found.subject, &found.title),
        answers: figures.map_or(0, |figures| figures.facility.n),
        missing: figures.map(|figures| facility(&figures.facility)).and_then(|found| found.missing),
        measures: measures.unwrap_or_default(),
        flags: flag_views(&found.flags),
        beaten_by: found.beaten_by.and_then(|at| u8::try_from(at).ok()).map(letter),
        lessons: lesson_links(&found.lessons),
        options: figures.map(|figures| chosen(question, figures)).unwrap_or_default(),
        thirds: figures
            .filter(|figures| figures.facility.is_enough())
            .and_then(|figures| figures.top.zip(figures.bottom)),
        exposure: exposure.collect(),
        cut: cut_words(found.cut),
    }
}

fn time(figures: &ItemFigures) -> MeasureView {
    let seconds = figures.median_millis.map(|millis| millis / 1_000.0);
    let value = seconds.map(|seconds| match seconds {
        seconds if seconds < 59.5 => format!("{seconds:.0} s"),
        seconds => format!("{:.1} min", seconds / 60.0),
    });
    let missing = value.is_none().then(|| "no times".to_owned());
    MeasureView { missing, value, n: figures.timed, ..MeasureView::default() }
}

fn chosen(question: &Question, figures: &ItemFigures) -> Vec<ChosenView> {
    // A third of a handful is nobody.
    let enough = figures.facility.is_enough();
    let of = |count: Option<u32>, all: Option<u32>| {
        count.zip(all).filter(|_| enough).map(|(count, all)| format!("{count} of {all}"))
    };
    let n = figures.facility.n;
    let view = |(at, choice): (u8, &domain::catalog::Choice)| {
        // An option that nobody chose after the last chosen one is not counted apart.
        let count = figures.options.get(usize::from(at)).copied();
        let (all, top, bottom) = match count {
            Some(count) => (count.all, count.top, count.bottom),
            None => (0, figures.top.and(Some(0)), figures.bottom.and(Some(0))),
        };
        ChosenView {
            letter: letter(at),
            right: choice.right,
            share: if n > 0 { f64::from(all) / f64::from(n) } else { 0.0 },
            all: format!("{all} of {n}"),
            top: of(top, figures.top),
            bottom: of(bottom, figures.bottom),
        }
    };
    (0..).zip(question.key.choices()).map(view).collect()
}

pub(super) fn short(version: &str) -> String {
    version.chars().take(8).collect()
}

fn version_view(reference: &str, shown: &str, line: &VersionLine, zone: &str) -> VersionView {
    let href = format!("{}?version={}", paths::question(reference), line.version);
    VersionView {
        href: (line.version != shown).then_some(href),
        short: short(&line.version),
        since: line.first_shown.map_or_else(|| "not shown yet".to_owned(), |at| day(at, zone)),
        current: line.current,
        suspended: line.suspended,
        answers: line.answers,
    }
}

fn suspension_view(line: &SuspensionLine, zone: &str) -> SuspensionView {
    let SuspensionLine { suspension, by, lifted_by } = line;
    let name = |by: &Option<String>| by.clone().unwrap_or_else(|| "Canoe".to_owned());
    let evidence = suspension
        .evidence
        .map(|evidence| format!(" (z = {:.1} from {})", evidence.z, count_words(evidence.answers, "answer")));
    SuspensionView {
        what: format!("Suspended by {} on {}", name(by), day(suspension.at, zone)),
        reason: format!("{}{}", suspension.reason, evidence.unwrap_or_default()),
        version: short(&suspension.version),
        lifted: suspension
            .lifted
            .as_ref()
            .map(|lifted| format!("Lifted by {} on {}", name(lifted_by), day(lifted.at, zone))),
        lift_reason: suspension.lifted.as_ref().map(|lifted| lifted.reason.clone()).unwrap_or_default(),
    }
}

fn objection_view(line: &AppealLine, shown: &str, zone: &str) -> ObjectionView {
    let appeal = &line.appeal;
    let place = line.subject.as_ref().map(|subject| format!(", {}", subject_words(subject, &line.title)));
    let by = line.decided_by.clone().unwrap_or_else(|| "somebody".to_owned());
    ObjectionView {
        id: appeal.id.to_string(),
        who: line.who.clone(),
        about: format!("{}{}", moment(appeal.raised_at, zone), place.unwrap_or_default()),
        words: appeal.words.clone(),
        answered: answered(line.answered.as_ref()),
        version: (appeal.version != shown).then(|| short(&appeal.version)),
        decision: appeal.decision.as_ref().map(|decision| DecisionView {
            upheld: decision.verdict == Verdict::Upheld,
            by: format!("by {by} on {}", day(decision.at, zone)),
            answer: decision.answer.clone(),
        }),
        mine_to_decide: line.mine_to_decide,
    }
}

/// What somebody answered, by letter.
fn answered(response: Option<&Response>) -> String {
    match response {
        Some(Response::Choices(chosen)) => {
            let letters: Vec<String> = chosen.iter().map(|&at| letter(at)).collect();
            format!("Answered {}", letters.join(", "))
        }
        Some(other) => format!("Answered {}", plain(other)),
        None => "Had not answered yet".to_owned(),
    }
}

/// An answer that is no choice, as it is kept, without the word for its kind.
fn plain(response: &Response) -> String {
    let stored = response.to_stored();
    stored.split_once(':').map_or(stored.clone(), |(_, rest)| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_told_by_its_letters() {
        assert_eq!(answered(Some(&Response::Choices(vec![0, 2]))), "Answered A, C");
        assert_eq!(answered(Some(&Response::Number(7_200.0))), "Answered 7200");
        assert_eq!(answered(None), "Had not answered yet");
        assert_eq!((letter(25), letter(26)), ("Z".to_owned(), "27".to_owned()));
    }
}
