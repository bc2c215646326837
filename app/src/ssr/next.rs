//! The packs to come as pages and the command line show them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use domain::catalog::RevisionChange;
use domain::clearance::Level;
use domain::id::PersonId;
use domain::time::Timestamp;
use leptos::prelude::use_context;
use services::catalog::{Loss, Next, Preview, RevisionPreview, ScopePreview, SilentChange};

use super::when::{long_day, near_moment};
use super::{RequestContext, clearance::own_time};
use crate::catalog::view::{LossView, ModuleChangeView, NextView, PreviewView, ScopeChangeView};
use crate::paths;

/// Most people that a page lists of a scope.
const MOST: usize = 200;

/// The folder of the packs to come; the server puts it into the context.
#[derive(Debug, Clone)]
pub struct NextPacks(pub Option<PathBuf>);

/// The folder of the packs to come, where the settings name one.
#[must_use]
pub fn next_packs() -> Option<PathBuf> {
    use_context::<NextPacks>().and_then(|NextPacks(folder)| folder)
}

/// The packs to come as their page shows them.
#[must_use]
pub fn next_packs_view(context: &RequestContext, folder: Option<&Path>, next: Next) -> NextView {
    let (faults, preview) = match next {
        Next::NotNamed => (Vec::new(), None),
        Next::Unreadable(why) => (vec![format!("The folder cannot be read: {why}")], None),
        Next::Broken(faults) => (faults.iter().map(ToString::to_string).collect(), None),
        Next::Ready(preview) => (Vec::new(), Some(preview_of_packs(&preview, context.time_zone()))),
    };
    NextView { folder: folder.map(|folder| folder.display().to_string()), faults, preview }
}

/// What packs would change, in words, with times in `zone`.
#[must_use]
pub fn preview_of_packs(preview: &Preview, zone: &str) -> PreviewView {
    PreviewView {
        modules: preview.revisions.iter().map(|found| module(found, zone)).collect(),
        silent: preview.silent.iter().map(silent).collect(),
        scopes: preview.scopes.iter().map(|scope| scope_view(scope, (preview.at, zone))).collect(),
    }
}

fn module(found: &RevisionPreview, zone: &str) -> ModuleChangeView {
    let revision = &found.revision;
    let finished = match found.people {
        0 => "Nobody has finished it yet, so nobody has to prove anything.".to_owned(),
        1 => "1 person finished it before.".to_owned(),
        people => format!("{people} people finished it before."),
    };
    let with = match revision.changed.len() {
        0 => "questions of the whole bank".to_owned(),
        1 => "1 question".to_owned(),
        changed => format!("the {changed} questions that changed"),
    };
    let proves =
        format!("{finished} Who is certified proves it, with {with}, until {}", near_moment(revision.due(), zone));
    let (kind, words) = match (found.before, revision.change) {
        (None, _) => ("new", "It is new: nobody has to prove anything.".to_owned()),
        (_, RevisionChange::Editorial) => ("editorial", "Wording only: nobody has to prove anything.".to_owned()),
        (_, change) if found.people == 0 => (change.as_str(), finished),
        (_, RevisionChange::Material) => ("material", format!("{proves}; then calls need an assessor on the line.")),
        (_, RevisionChange::Critical) => ("critical", format!("{proves}; then no calls.")),
    };
    ModuleChangeView {
        title: found.title.clone(),
        revision: match found.before {
            Some(before) => format!("{before} → {}", revision.number),
            None => revision.number.to_string(),
        },
        kind: kind.to_owned(),
        words,
    }
}

fn silent(found: &SilentChange) -> String {
    let SilentChange { title, questions, revision, last, .. } = found;
    let questions = match questions {
        0 => "no question has another text".to_owned(),
        1 => "1 question has another text".to_owned(),
        n => format!("{n} questions have another text"),
    };
    if revision < last {
        return format!(
            "{title}: {questions}, and revision {revision} is lower than {last}, which was live. To take a change back, raise the revision."
        );
    }
    format!("{title}: {questions}, but the revision is still {revision}, so nobody is asked about it.")
}

fn scope_view(scope: &ScopePreview, (now, zone): (Timestamp, &str)) -> ScopeChangeView {
    let mut losses: Vec<&Loss> = scope.losses.iter().collect();
    losses.sort_by_key(|loss| (loss.at, &loss.name, loss.person));
    let mut summary = Vec::new();
    if scope.gone {
        summary.push("There is no certification for these calls any more, so no check clears anybody.".to_owned());
    }
    summary.extend(sentences(scope, Level::Solo, (now, zone)));
    summary.extend(sentences(scope, Level::Supervised, (now, zone)));
    if scope.losses.is_empty() {
        summary.push("Nobody loses anything. Certificates that were granted stay as they were granted.".to_owned());
    }
    ScopeChangeView {
        scope: scope.scope.to_string(),
        title: scope.title.clone(),
        policy: scope
            .policy
            .iter()
            .map(|change| (change.term.clone(), change.before.clone(), change.after.clone()))
            .collect(),
        calm: scope.losses.is_empty(),
        summary,
        more: u32::try_from(losses.len().saturating_sub(MOST)).unwrap_or(u32::MAX),
        losses: losses.into_iter().take(MOST).map(|loss| loss_view(loss, (now, zone))).collect(),
    }
}

/// How many lose a level, by the day on which they do: `14 of 60 reps lose solo on Monday, 7 December 2026.`
fn sentences(scope: &ScopePreview, level: Level, (now, zone): (Timestamp, &str)) -> Vec<String> {
    let of = if level == Level::Solo { scope.solo } else { scope.solo + scope.supervised };
    let mut days: Vec<(String, Vec<&Loss>)> = Vec::new();
    let mut losses: Vec<&Loss> = scope.who_lose(level).collect();
    losses.sort_by_key(|loss| loss.at);
    for loss in losses {
        let day = if loss.at <= now { "at once".to_owned() } else { format!("on {}", long_day(loss.at, zone)) };
        match days.last_mut() {
            Some((last, found)) if *last == day => found.push(loss),
            _ => days.push((day, vec![loss])),
        }
    }
    let sentence = |(day, losses): (String, Vec<&Loss>)| {
        let people: BTreeSet<PersonId> = losses.iter().map(|loss| loss.person).collect();
        let verb = if people.len() == 1 { "loses" } else { "lose" };
        let what = if level == Level::Solo { "solo" } else { "supervised calls, too," };
        format!("{} of {of} {verb} {what} {day}.", people.len())
    };
    days.into_iter().map(sentence).collect()
}

fn loss_view(loss: &Loss, (now, zone): (Timestamp, &str)) -> LossView {
    let why: Vec<String> = loss.reasons.iter().map(|reason| own_time(reason, zone)).collect();
    LossView {
        href: paths::person(&loss.person.to_string()),
        name: loss.name.clone(),
        team: loss.teams.join(", "),
        at: if loss.at <= now { "at once".to_owned() } else { near_moment(loss.at, zone) },
        levels: format!("{} → {}", loss.from, loss.to),
        why: if why.is_empty() { "There is no such certification any more.".to_owned() } else { why.join(" ") },
    }
}

#[cfg(test)]
mod tests {
    use domain::time::Span;

    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_683_600_000); // 26 November 2026, 09:00 UTC

    fn loss(n: u32, days: i64, from: Level, to: Level) -> Loss {
        let person: PersonId = format!("00000000-0000-0000-0000-{n:012}").parse().unwrap();
        let at = NOW + Span::days(days);
        Loss { person, name: format!("Rep {n}"), teams: Vec::new(), at, from, to, reasons: Vec::new() }
    }

    fn scope(losses: Vec<Loss>) -> ScopePreview {
        let (scope, title) = ("outbound".parse().unwrap(), "Outbound calls".to_owned());
        ScopePreview { scope, title, gone: false, policy: Vec::new(), solo: 60, supervised: 3, losses }
    }

    #[test]
    fn who_loses_what_is_counted_by_the_day() {
        use Level::{Blocked, Solo, Supervised};
        let found = scope(vec![
            loss(1, 11, Solo, Supervised),
            loss(2, 11, Solo, Supervised),
            loss(3, 0, Solo, Blocked),
            loss(1, 14, Supervised, Blocked),
        ]);
        let view = scope_view(&found, (NOW, "UTC"));
        assert_eq!(
            view.summary,
            [
                "1 of 60 loses solo at once.",
                "2 of 60 lose solo on Monday, 7 December 2026.",
                "1 of 63 loses supervised calls, too, on Thursday, 10 December 2026.",
            ]
        );
        assert_eq!(view.losses[0].levels, "solo → blocked");
        assert!(!view.calm);
    }

    #[test]
    fn where_nobody_loses_anything_it_says_so() {
        let view = scope_view(&scope(Vec::new()), (NOW, "UTC"));
        assert!(view.calm && view.summary[0].starts_with("Nobody loses anything."), "{:?}", view.summary);
    }
}
