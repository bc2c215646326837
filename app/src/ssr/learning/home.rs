//! What somebody sees first: what now, the routes, the clearances.

use domain::assessment::exam_minutes;
use domain::catalog::{Catalog, ModuleRef};
use domain::certification::Certification;
use domain::clearance::{Action, Level, ReasonCode};
use domain::learning::{ModuleState, NextStep};
use domain::readiness::override_ends;
use services::clearance::ScopeClearance;
use services::learning::{Home, ModuleOnRoute, Notice, PathOnRoute, module_link};

use super::leads;
use super::now::now;
use super::words::{due, opens_after};
use crate::clearance::view::ClearanceView;
use crate::learning::view::{HomeView, LinkView, NoticeView, PathView, StopKind, StopState, StopView};
use crate::paths;
use crate::ssr::{RequestContext, clearance_view, day};

/// What somebody sees first.
#[must_use]
pub fn home_view(context: &RequestContext, home: &Home) -> HomeView {
    let zone = context.time_zone();
    let material = context.services.material();
    let at = context.services.now();
    let name = context.person.as_ref().map_or("", |person| person.name.as_str());
    let route = |path: &PathOnRoute| PathView {
        title: path.title.clone(),
        due: due(path, at),
        stops: stops(path, home, &material.catalog, (leads(&context.actor), zone)),
    };
    HomeView {
        name: name.split_whitespace().next().unwrap_or(name).to_owned(),
        now: now(home, &material.catalog, (at, zone)),
        clearances: home.clearances.iter().map(|found| own_clearance(found, &home.paths, zone)).collect(),
        paths: home.paths.iter().map(route).collect(),
        notices: home.notices.iter().map(|notice| notice_view(notice, zone)).collect(),
    }
}

fn notice_view(notice: &Notice, zone: &str) -> NoticeView {
    let (id, words) = (notice.id.to_string(), notice.words.clone());
    let link = notice.link.clone().map(|href| LinkView { label: where_to(&href).to_owned(), href });
    NoticeView { id, words, at: day(notice.created_at, zone), link }
}

/// What the link of a notice says.
fn where_to(href: &str) -> &'static str {
    let kind = href.split(['/', '#', '?']).nth(1).unwrap_or_default();
    match kind {
        "attempts" if href.contains(['#', '?']) => "To the question",
        "attempts" => "Your result",
        "questions" => "To the question",
        "people" => "To their page",
        "certificates" => "Your certificates",
        "home" => "Your calls",
        "learn" => "To the module",
        "webhooks" => "To the webhook",
        _ => "Show it",
    }
}

/// The certifications that a path leads to.
pub(super) fn led_to<'a>(path: &PathOnRoute, catalog: &'a Catalog) -> Vec<&'a Certification> {
    catalog.path(&path.path).map(|path| catalog.certifications_of(path).collect()).unwrap_or_default()
}

/// A clearance as its owner sees it: a module that is locked on their route is named, but not linked to.
fn own_clearance(found: &ScopeClearance, paths: &[PathOnRoute], zone: &str) -> ClearanceView {
    let locked = |module: &ModuleRef| {
        let mut stops = paths.iter().flat_map(|path| &path.modules).filter(|stop| &stop.module == module).peekable();
        stops.peek().is_some() && stops.all(|stop| stop.state == ModuleState::Locked)
    };
    let mut found = found.clone();
    for reason in &mut found.clearance.reasons {
        reason.action = reason.action.take().filter(|action| match action {
            Action::ReadModule(module) => !locked(module),
            _ => true,
        });
    }
    clearance_view(&found, zone)
}

fn stops(path: &PathOnRoute, home: &Home, catalog: &Catalog, (leads, zone): (bool, &str)) -> Vec<StopView> {
    let mut stops: Vec<StopView> = path.modules.iter().map(|stop| module_stop(stop, leads)).collect();
    let certifications = led_to(path, catalog);
    let several = certifications.len() > 1;
    for certification in certifications {
        if let Some(found) = home.clearances.iter().find(|found| found.scope == certification.scope) {
            let minutes = exam_minutes(&certification.exam, home.extra);
            let exam = exam_stop(path, minutes, found, zone);
            let title = if several { format!("Exam, {}", found.title) } else { exam.title };
            let calls = calls_stop(path, found, exam.state, zone);
            stops.extend([StopView { title, ..exam }, calls]);
        }
    }
    stops
}

fn module_stop(stop: &ModuleOnRoute, leads: bool) -> StopView {
    let lessons = if stop.lessons == 1 { "lesson" } else { "lessons" };
    let (state, detail) = match stop.state {
        ModuleState::Done => (StopState::Done, "Quiz passed".to_owned()),
        ModuleState::Locked => {
            (StopState::Locked, opens_after(&stop.after).unwrap_or_else(|| format!("{} {lessons}", stop.lessons)))
        }
        ModuleState::Current | ModuleState::Open => {
            let state = if stop.state == ModuleState::Current { StopState::Current } else { StopState::Open };
            let read = format!("{} of {} {lessons} read", stop.read, stop.lessons);
            (state, if stop.read >= stop.lessons { "Quiz open".to_owned() } else { read })
        }
    };
    // Whoever leads may open it all the same.
    let href = (leads || stop.state != ModuleState::Locked).then(|| module_link(&stop.module));
    StopView { href, title: stop.title.clone(), detail, state, kind: StopKind::Module }
}

fn exam_stop(path: &PathOnRoute, minutes: u32, found: &ScopeClearance, zone: &str) -> StopView {
    let left = found.clearance.reasons.iter().find(|reason| is_before_pass(reason.code));
    let (state, detail) = match left {
        _ if found.clearance.level != Level::Blocked && !overridden(found) => (StopState::Done, "Passed".to_owned()),
        None => (StopState::Done, "Passed".to_owned()),
        Some(reason) if path.next != NextStep::Done || reason.code == ReasonCode::ModulesOpen => {
            (StopState::Locked, "After the modules".to_owned())
        }
        Some(reason) => (
            StopState::Current,
            match (reason.code, reason.at) {
                (ReasonCode::ExamCooldown, Some(at)) => format!("Again from {}", day(at, zone)),
                (ReasonCode::ExamRemedial, _) => "Lessons to read first".to_owned(),
                (ReasonCode::ExamAttemptsUsed, _) => "No attempt left".to_owned(),
                (ReasonCode::ExamInProgress, _) => "In progress".to_owned(),
                _ => format!("Up to {minutes} min"),
            },
        ),
    };
    StopView {
        href: Some(paths::exam(found.scope.as_str())),
        title: "Exam".to_owned(),
        detail,
        state,
        kind: StopKind::Exam,
    }
}

/// Whether two people have lifted the level.
fn overridden(found: &ScopeClearance) -> bool {
    override_ends(&found.clearance).is_some()
}

/// Whether this reason says that the exam is still ahead.
fn is_before_pass(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::ModulesOpen
            | ReasonCode::ExamOpen
            | ReasonCode::ExamRemedial
            | ReasonCode::ExamCooldown
            | ReasonCode::ExamAttemptsUsed
            | ReasonCode::ExamInProgress
    )
}

fn calls_stop(path: &PathOnRoute, found: &ScopeClearance, exam: StopState, zone: &str) -> StopView {
    // Nobody is in two places: whoever goes back to a module has calls behind them, not before them.
    let here = if path.next == NextStep::Done { StopState::Current } else { StopState::Done };
    let (state, detail) = match (found.clearance.level, found.clearance.until) {
        // Nothing is shown by an override: what is left is left.
        (Level::Solo | Level::Supervised, _) if overridden(found) => (StopState::Open, "Under an override".to_owned()),
        (Level::Solo, Some(until)) => (here, format!("Until {}", day(until, zone))),
        (Level::Solo, None) => (here, "You take them".to_owned()),
        (Level::Supervised, _) => (here, "With somebody on the line".to_owned()),
        (Level::Blocked, _) if exam == StopState::Done => (StopState::Locked, "Not now".to_owned()),
        (Level::Blocked, _) => (StopState::Locked, "After the exam".to_owned()),
    };
    StopView {
        href: Some(paths::CERTIFICATES.to_owned()),
        title: found.title.clone(),
        detail,
        state,
        kind: StopKind::Calls,
    }
}

#[cfg(test)]
mod tests {
    use super::where_to;

    #[test]
    fn the_link_of_a_notice_says_where_it_leads() {
        for (href, label) in [
            ("/learn/halyard/offering", "To the module"),
            ("/webhooks/0190", "To the webhook"),
            ("/attempts/0190?shown=2", "To the question"),
            ("/attempts/0190", "Your result"),
            ("/certificates#0190", "Your certificates"),
            ("/home?calls=outbound#calls", "Your calls"),
            ("/somewhere", "Show it"),
        ] {
            assert_eq!(where_to(href), label, "{href}");
        }
    }
}
