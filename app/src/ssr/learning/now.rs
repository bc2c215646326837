//! The one thing to do now.

use domain::catalog::Catalog;
use domain::clearance::{Action, Level, Reason, ReasonCode};
use domain::learning::{Missing, NextStep};
use services::clearance::ScopeClearance;
use services::learning::{Home, PathOnRoute, lesson_link, module_link};

use super::home::led_to;
use super::words::{about, count};
use crate::learning::view::{LinkView, NowKind, NowView};
use crate::paths;
use crate::ssr::{clearance_view, day};

/// The one thing to do now: an exam that runs, the next step on the path that is due first, an exam that is open. Where
/// there is none: the calls somebody may take, or what they wait for. None where nothing is assigned.
pub fn now(home: &Home, catalog: &Catalog, zone: &str) -> Option<NowView> {
    let on_paths = || home.paths.iter().find_map(|path| on_path(path, catalog));
    let exams = || home.paths.iter().find_map(|path| exam_of(path, home, catalog));
    running_exam(home)
        .or_else(on_paths)
        .or_else(exams)
        .or_else(|| cleared(home, Level::Solo, zone))
        .or_else(|| cleared(home, Level::Supervised, zone))
        .or_else(|| waiting(home, catalog, zone))
}

fn view(
    kind: NowKind,
    title: String,
    about: Vec<String>,
    time: Option<String>,
    action: Option<(String, &str)>,
) -> NowView {
    let eyebrow = match kind {
        NowKind::Lesson | NowKind::Quiz | NowKind::Exam => "Next on your route",
        NowKind::Cleared | NowKind::Waiting => "Nothing to do right now",
    };
    let action = action.map(|(href, label)| LinkView { href, label: label.to_owned() });
    NowView { kind, eyebrow: eyebrow.to_owned(), title, about, time, action }
}

fn running_exam(home: &Home) -> Option<NowView> {
    let found = home.clearances.iter().find(|found| home.running_exams.contains(&found.scope))?;
    let about = vec!["Your exam is running. Your answers so far are saved.".to_owned()];
    let action = Some((paths::exam(found.scope.as_str()), "Go on with the exam"));
    Some(view(NowKind::Exam, exam_title(found), about, None, action))
}

fn on_path(path: &PathOnRoute, catalog: &Catalog) -> Option<NowView> {
    match &path.next {
        NextStep::Lesson(lesson) => {
            let (module, found) = catalog.lesson(lesson)?;
            let place = module.lessons.iter().position(|other| &other.reference == lesson).unwrap_or_default() + 1;
            let words = vec![format!("{}, lesson {place} of {}", module.title, module.lessons.len())];
            let label = if path.steps.done == 0 { "Start reading" } else { "Go on reading" };
            let action = Some((lesson_link(lesson), label));
            Some(view(NowKind::Lesson, found.title.clone(), words, Some(about(found.minutes)), action))
        }
        NextStep::Quiz(reference) => {
            let module = catalog.module(reference)?;
            let items = module.quiz.items.min(count(module.questions.len()));
            let needed = domain::assessment::quiz::needed(module.quiz.pass, items);
            let words = vec![format!("{items} questions, {needed} right to pass")];
            let action = Some((module_link(reference), "To the quiz"));
            // A minute a question, as in the estimate of the minutes left.
            Some(view(NowKind::Quiz, format!("Quiz: {}", module.title), words, Some(about(items)), action))
        }
        NextStep::Locked { missing } => missing.iter().find_map(|missing| match missing {
            Missing::Module(reference) => {
                let module = catalog.module(reference)?;
                let words = vec![format!("“{}” needs this module first", path.title)];
                let action = Some((module_link(reference), "Open the module"));
                Some(view(NowKind::Lesson, module.title.clone(), words, None, action))
            }
            Missing::Lesson(_) => None,
        }),
        NextStep::Done => None,
    }
}

/// What the certifications of a finished path ask for, where it can be done now.
fn exam_of(path: &PathOnRoute, home: &Home, catalog: &Catalog) -> Option<NowView> {
    led_to(path, catalog).into_iter().find_map(|certification| {
        let found = home.clearances.iter().find(|found| found.scope == certification.scope)?;
        if let Some(open) = reason(found, ReasonCode::ModulesOpen) {
            let Some(Action::ReadModule(reference)) = &open.action else { return None };
            let action = Some((module_link(reference), "Open the module"));
            return Some(view(NowKind::Lesson, catalog.module(reference)?.title.clone(), Vec::new(), None, action));
        }
        let open = reason(found, ReasonCode::ExamOpen)?;
        let time = Some(format!("up to {} min", certification.exam.time_limit_minutes));
        let action = Some((paths::exam(found.scope.as_str()), "Take the exam"));
        Some(view(NowKind::Exam, exam_title(found), vec![open.message.clone()], time, action))
    })
}

fn cleared(home: &Home, level: Level, zone: &str) -> Option<NowView> {
    let title = match level {
        Level::Solo => "You take calls",
        Level::Supervised => "You take calls with somebody on the line",
        Level::Blocked => return None,
    };
    let scopes = home.clearances.iter().filter(|found| found.clearance.level == level);
    let until = |found: &ScopeClearance| match found.clearance.until {
        Some(until) => format!("{} until {}", found.title, day(until, zone)),
        None => found.title.clone(),
    };
    let scopes: Vec<String> = scopes.map(until).collect();
    (!scopes.is_empty()).then(|| view(NowKind::Cleared, title.to_owned(), scopes, None, None))
}

fn waiting(home: &Home, catalog: &Catalog, zone: &str) -> Option<NowView> {
    let path = home.paths.first()?;
    let scopes = home.paths.iter().flat_map(|path| led_to(path, catalog)).map(|found| &found.scope).collect::<Vec<_>>();
    let mut reasons = Vec::new();
    for found in home.clearances.iter().filter(|found| scopes.contains(&&found.scope)) {
        reasons.extend(clearance_view(found, zone).reasons.into_iter().map(|reason| reason.message));
    }
    let cooling = home.clearances.iter().any(|found| reason(found, ReasonCode::ExamCooldown).is_some());
    let title = match (reasons.is_empty(), cooling) {
        (true, _) => format!("You have finished {}", path.title),
        (false, true) => "The exam opens again soon".to_owned(),
        (false, false) => "All modules passed".to_owned(),
    };
    Some(view(NowKind::Waiting, title, reasons, None, None))
}

fn exam_title(found: &ScopeClearance) -> String {
    format!("Exam: {}", found.title)
}

fn reason(found: &ScopeClearance, code: ReasonCode) -> Option<&Reason> {
    found.clearance.reasons.iter().find(|reason| reason.code == code)
}

#[cfg(test)]
mod tests {
    use domain::clearance::Clearance;
    use domain::time::Timestamp;

    use super::*;

    fn scope(level: Level, code: ReasonCode) -> ScopeClearance {
        let reason = Reason { code, message: "Because.".to_owned(), at: None, action: None };
        let until = (level == Level::Solo).then(|| Timestamp::from_millis(1_764_806_400_000));
        ScopeClearance {
            scope: "outbound".parse().unwrap(),
            title: "Outbound calls".to_owned(),
            policy: "outbound@1".to_owned(),
            clearance: Clearance { level, until, reasons: vec![reason] },
        }
    }

    fn now_of(clearances: Vec<ScopeClearance>) -> Option<NowView> {
        now(&Home { running_exams: Vec::new(), clearances, paths: Vec::new() }, &Catalog::default(), "UTC")
    }

    #[test]
    fn nothing_assigned_is_nothing_to_do() {
        assert_eq!(now_of(Vec::new()), None);
        assert_eq!(now_of(vec![scope(Level::Blocked, ReasonCode::ModulesOpen)]), None);
    }

    #[test]
    fn a_running_exam_comes_before_everything() {
        // Somebody who renews is certified meanwhile.
        let clearances = vec![scope(Level::Solo, ReasonCode::Certified)];
        let running_exams = vec!["outbound".parse().unwrap()];
        let home = Home { running_exams, clearances, paths: Vec::new() };
        let found = now(&home, &Catalog::default(), "UTC").unwrap();
        assert_eq!(found.action.unwrap().href, "/exam/outbound");
    }

    #[test]
    fn whoever_is_cleared_hears_so_and_until_when() {
        let found = now_of(vec![scope(Level::Solo, ReasonCode::Certified)]).unwrap();
        assert_eq!((found.title.as_str(), found.action), ("You take calls", None));
        assert_eq!(found.about, ["Outbound calls until 4 Dec 2025"]);
        let found = now_of(vec![scope(Level::Supervised, ReasonCode::ObservedCallsOpen)]).unwrap();
        assert_eq!(found.about, ["Outbound calls"]);
    }
}
