//! The one thing to do now.

use domain::assessment::exam_minutes;
use domain::catalog::Catalog;
use domain::clearance::{Action, Level, Reason, ReasonCode};
use domain::learning::{Missing, NextStep};
use domain::time::Timestamp;
use services::clearance::ScopeClearance;
use services::learning::{Home, PathOnRoute, lesson_link, module_link};

use super::home::led_to;
use super::words::{about, count, go_on, last_try, quiz_rule, what_changed};
use crate::learning::view::{LinkView, NowKind, NowView, READ_AGAIN};
use crate::paths;
use crate::ssr::{against_words, clearance_view, day, time_of_day};

/// The one thing to do now: an exam that runs, the short quiz of a module that has changed, the next step on the path that is due first, what is read before an exam is taken again, an exam that is open. Where
/// there is none: the calls somebody may take, or what they wait for. None where nothing is assigned.
pub fn now(home: &Home, catalog: &Catalog, at: (Timestamp, &str)) -> Option<NowView> {
    let (_, zone) = at;
    let on_paths = || home.paths.iter().find_map(|path| on_path(path, home, catalog));
    let exams = || home.paths.iter().find_map(|path| exam_of(path, home, catalog));
    let next = running_exam(home, zone)
        .or_else(|| suspended(home, zone))
        .or_else(|| changed(home, at))
        .or_else(on_paths)
        .or_else(|| reading(home))
        .or_else(exams)
        .or_else(|| renewal(home, zone))
        .or_else(|| cleared(home, Level::Solo, zone))
        .or_else(|| cleared(home, Level::Supervised, zone))
        .or_else(|| waiting(home, catalog, zone));
    after_revocation(next, home, zone)
}

/// A suspension: nothing they could do comes before whom they talk to.
fn suspended(home: &Home, zone: &str) -> Option<NowView> {
    let against = home.against.iter().find(|against| against.suspended)?;
    let title = format!("Suspended: {}", against.title);
    let action = Some((paths::CERTIFICATES.to_owned(), "Your certificates"));
    let view = view(NowKind::Waiting, title, against_words(against, zone), None, action);
    Some(NowView { eyebrow: "You do not take these calls now".to_owned(), ..view })
}

/// The next step, and before it why the calls are to be earned anew; the exam where no path leads there.
fn after_revocation(next: Option<NowView>, home: &Home, zone: &str) -> Option<NowView> {
    let Some(against) = home.against.iter().find(|against| !against.suspended) else { return next };
    let words = against_words(against, zone);
    match next {
        Some(next) if next.kind != NowKind::Cleared && !home.against.iter().any(|against| against.suspended) => {
            Some(NowView { about: words.into_iter().chain(next.about).collect(), ..next })
        }
        Some(next) => Some(next),
        None => {
            let action = Some((paths::exam(against.scope.as_str()), "About the exam"));
            let view = view(NowKind::Exam, format!("Exam: {}", against.title), words, None, action);
            Some(NowView { eyebrow: "To take these calls again".to_owned(), ..view })
        }
    }
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
    NowView { kind, eyebrow: eyebrow.to_owned(), title, about, time, action, beside: None }
}

fn running_exam(home: &Home, zone: &str) -> Option<NowView> {
    let running = home.running_exams.first()?;
    let found = home.clearances.iter().find(|found| found.scope == running.scope)?;
    let about = vec!["Your exam is running. Your answers so far are saved.".to_owned()];
    let action = Some((paths::attempt(&running.attempt.to_string()), "Go on with the exam"));
    let time = Some(format!("until {}", time_of_day(running.deadline, zone)));
    Some(view(NowKind::Exam, exam_title(found), about, time, action))
}

/// The short quiz of a module that has changed, without which they lose calls.
fn changed(home: &Home, (now, zone): (Timestamp, &str)) -> Option<NowView> {
    let found = home.changed.iter().find(|changed| changed.due.is_some())?;
    let words = vec![what_changed(found, now, zone), quiz_rule(found.items, found.needed)];
    let title = format!("Short quiz: {}", found.title);
    let action = Some((module_link(&found.module), "To the short quiz"));
    let view = view(NowKind::Quiz, title, words, Some(about(found.items)), action);
    Some(NowView { eyebrow: "A module has changed".to_owned(), ..view })
}

/// A certificate that holds, and can be renewed already.
fn renewal(home: &Home, zone: &str) -> Option<NowView> {
    let (scope, ends) = home.renewals.iter().min_by_key(|(_, ends)| **ends)?;
    let found = home.clearances.iter().find(|found| &found.scope == scope)?;
    let holds = format!("Your certificate holds until {}. Renew it before then.", day(*ends, zone));
    let about = vec![holds, "The new one counts from the day you pass.".to_owned()];
    let action = Some((paths::exam(scope.as_str()), "About the exam"));
    Some(view(NowKind::Exam, format!("Renew: {}", found.title), about, None, action))
}

/// The first lesson that is to be read again before an exam.
fn reading(home: &Home) -> Option<NowView> {
    home.reading.iter().find_map(|reading| {
        let found = home.clearances.iter().find(|found| found.scope == reading.scope)?;
        let next = reading.lessons.iter().find(|lesson| !lesson.read)?;
        let read = reading.lessons.iter().filter(|lesson| lesson.read).count();
        let of = reading.lessons.len();
        let words = vec![format!("Read again before your next try at “{}”: {read} of {of} read", found.title)];
        let label = if read == 0 { "Start reading" } else { "Go on reading" };
        let action = Some((lesson_link(&next.lesson), label));
        Some(view(NowKind::Lesson, next.title.clone(), words, Some(about(next.minutes)), action))
    })
}

fn on_path(path: &PathOnRoute, home: &Home, catalog: &Catalog) -> Option<NowView> {
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
            let last = home.missed_quizzes.iter().find(|quiz| &quiz.module == reference).map(last_try);
            let mut words = vec![quiz_rule(items, needed)];
            words.extend(last.as_ref().map(|last| last.label.clone()));
            let beside = last.map(|last| LinkView { label: READ_AGAIN.to_owned(), ..last });
            let title = format!("Quiz: {}", module.title);
            // A minute a question, as in the estimate of the minutes left.
            let Some(quiz) = home.open_quizzes.iter().find(|quiz| &quiz.module == reference) else {
                let action = Some((module_link(reference), "To the quiz"));
                return Some(NowView { beside, ..view(NowKind::Quiz, title, words, Some(about(items)), action) });
            };
            let LinkView { href, label } = go_on(quiz);
            let left = Some(about(quiz.drawn.saturating_sub(quiz.asked)));
            Some(NowView { beside, ..view(NowKind::Quiz, title, words, left, Some((href, &label))) })
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
        let time = Some(format!("up to {} min", exam_minutes(&certification.exam, home.extra)));
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
    let missed = scopes.iter().find_map(|scope| home.missed_exams.get(scope));
    let result = missed.map(|exam| (paths::attempt(&exam.to_string()), "Your result, and what to read"));
    let title = match (reasons.is_empty(), cooling) {
        (true, _) => format!("You have finished {}", path.title),
        (false, true) => "The exam opens again soon".to_owned(),
        (false, false) => "All modules passed".to_owned(),
    };
    Some(view(NowKind::Waiting, title, reasons, None, result))
}

fn exam_title(found: &ScopeClearance) -> String {
    format!("Exam: {}", found.title)
}

fn reason(found: &ScopeClearance, code: ReasonCode) -> Option<&Reason> {
    found.clearance.reasons.iter().find(|reason| reason.code == code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::clearance::Clearance;
    use domain::id::AttemptId;
    use services::assessment::ToRead;
    use services::learning::{ReadingForExam, RunningExam};

    use super::*;

    const AT: (Timestamp, &str) = (Timestamp::from_millis(1_764_000_000_000), "UTC");

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

    fn home(clearances: Vec<ScopeClearance>) -> Home {
        Home {
            running_exams: Vec::new(),
            open_quizzes: Vec::new(),
            missed_quizzes: Vec::new(),
            missed_exams: BTreeMap::new(),
            changed: Vec::new(),
            reading: Vec::new(),
            renewals: BTreeMap::new(),
            clearances,
            against: Vec::new(),
            notices: Vec::new(),
            extra: None,
            paths: Vec::new(),
        }
    }

    fn now_of(clearances: Vec<ScopeClearance>) -> Option<NowView> {
        now(&home(clearances), &Catalog::default(), AT)
    }

    #[test]
    fn a_certificate_is_renewed_in_time() {
        let renewals = BTreeMap::from([("outbound".parse().unwrap(), Timestamp::from_millis(1_764_806_400_000))]);
        let home = Home { renewals, ..home(vec![scope(Level::Solo, ReasonCode::Certified)]) };
        let found = now(&home, &Catalog::default(), AT).unwrap();
        assert_eq!(
            (found.title.as_str(), found.action.unwrap().href.as_str()),
            ("Renew: Outbound calls", "/exam/outbound")
        );
        let holds = "Your certificate holds until 4 Dec 2025. Renew it before then.";
        assert_eq!(found.about, [holds, "The new one counts from the day you pass."]);
    }

    #[test]
    fn whoever_is_suspended_hears_why_and_whom_to_ask_before_anything_else() {
        let against = |suspended, managers: &[&str]| services::certification::Against {
            scope: "outbound".parse().unwrap(),
            title: "Outbound calls".to_owned(),
            suspended,
            at: AT.0,
            reason: "Promised a discount.".to_owned(),
            managers: managers.iter().map(|name| (*name).to_owned()).collect(),
        };
        let of = |code, against| Home { against: vec![against], ..home(vec![scope(Level::Blocked, code)]) };
        let held = of(ReasonCode::CertificateSuspended, against(true, &["Maya Okafor", "Viktor Lindqvist"]));
        let found = now(&held, &Catalog::default(), AT).unwrap();
        assert_eq!((found.kind, found.title.as_str()), (NowKind::Waiting, "Suspended: Outbound calls"));
        assert_eq!(found.about[0], "Your certificate was suspended on 24 Nov 2025, 16:00.");
        assert_eq!(found.about[1], "Reason: Promised a discount.");
        assert!(found.about[2].contains("Talk to Maya Okafor or Viktor Lindqvist"), "{:?}", found.about);
        let revoked = of(ReasonCode::CertificateRevoked, against(false, &[]));
        let found = now(&revoked, &Catalog::default(), AT).unwrap();
        assert_eq!(found.action.unwrap().href, "/exam/outbound");
        assert!(found.about[2].contains("passed the exam anew") && found.about[2].contains("an admin"));
    }

    #[test]
    fn what_is_read_before_an_exam_comes_before_waiting() {
        let lesson = |name: &str, read| ToRead {
            lesson: format!("halyard/offering/{name}").parse().unwrap(),
            title: name.to_owned(),
            minutes: 6,
            read,
        };
        let lessons = vec![lesson("one", true), lesson("two", false), lesson("three", false)];
        let reading = vec![ReadingForExam { scope: "outbound".parse().unwrap(), lessons }];
        let home = Home { reading, ..home(vec![scope(Level::Blocked, ReasonCode::ExamRemedial)]) };
        let found = now(&home, &Catalog::default(), AT).unwrap();
        assert_eq!((found.title.as_str(), found.time.as_deref()), ("two", Some("about 6 min")));
        assert_eq!(found.about, ["Read again before your next try at “Outbound calls”: 1 of 3 read"]);
        assert_eq!(found.action.unwrap().href, "/learn/halyard/offering/two");
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
        let running = RunningExam {
            scope: "outbound".parse().unwrap(),
            attempt: AttemptId::default(),
            deadline: Timestamp::from_millis(1_764_806_400_000),
        };
        let home = Home { running_exams: vec![running], ..home(clearances) };
        let found = now(&home, &Catalog::default(), AT).unwrap();
        assert_eq!(found.time.as_deref(), Some("until 00:00"));
        assert_eq!(found.action.unwrap().href, paths::attempt(&AttemptId::default().to_string()));
    }

    #[test]
    fn whoever_is_cleared_hears_so_and_until_when() {
        let found = now_of(vec![scope(Level::Solo, ReasonCode::Certified)]).unwrap();
        assert_eq!((found.title.as_str(), found.action), ("You take calls", None));
        assert_eq!(found.about, ["Outbound calls until 4 Dec 2025"]);
        let found = now_of(vec![scope(Level::Supervised, ReasonCode::ObservedCallsOpen)]).unwrap();
        assert_eq!(found.about, ["Outbound calls"]);
    }

    #[test]
    fn a_module_that_changed_comes_first_where_calls_hang_on_it() {
        let changed = |due| services::learning::ChangedModule {
            module: "halyard/offering".parse().unwrap(),
            title: "The offering".to_owned(),
            changed: 2,
            items: 2,
            needed: 2,
            due,
        };
        let of = |due| {
            let clearances = vec![scope(Level::Solo, ReasonCode::Certified)];
            now(&Home { changed: vec![changed(due)], ..home(clearances) }, &Catalog::default(), AT).unwrap()
        };
        let found = of(Some(AT.0));
        assert_eq!((found.kind, found.title.as_str()), (NowKind::Quiz, "Short quiz: The offering"));
        assert_eq!(found.action.unwrap().href, "/learn/halyard/offering");
        assert_eq!(of(None).kind, NowKind::Cleared, "nobody is certified on it");
    }
}
