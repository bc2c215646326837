//! The board and a rep's page, in words.

use domain::assessment::{AttemptKind, AttemptState};
use domain::authz::{ChangePerson, PersonScope, permit};
use domain::clearance::{Level, ReasonCode};
use domain::id::{PersonId, TeamId};
use domain::identity::{Person, PersonState, Role};
use domain::learning::{ModuleState, Steps};
use domain::readiness::{Due, Standing, due, is_too_slow, override_ends, standing};
use domain::time::Timestamp;
use services::Error;
use services::clearance::ScopeClearance;
use services::identity::list_teams;
use services::learning::{LessonAsRead, ModuleOnRoute, PathOnRoute};
use services::readiness::{Board, BoardFilter, BoardRow, PersonPage};

use super::gate::gate_view;
use super::{RequestContext, clearance_view, day, days_ago, days_until, moment, near_day, near_moment, time_of_day};
use crate::paths;
use crate::readiness::view::{
    AsReadView, AttemptRow, BoardView, CallsView, DueView, ExamTimeView, FilterView, LessonReadRow, ModuleRow,
    PathView, PersonView, RowView,
};

/// Rows on one page of the board, as the service cuts them.
const ROWS: u32 = 50;

/// What the address asks for, for a reader in this time zone. An unknown standing and a page that is no number are as good as none.
///
/// # Errors
/// [`Error::NotFound`] for something that is no team's id.
pub fn board_filter(filter: &FilterView, time_zone: &str) -> Result<BoardFilter, Error> {
    let team = match filter.team.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| Error::NotFound("This team"))?),
    };
    let standing = Standing::ALL.into_iter().find(|standing| standing.as_str() == filter.standing);
    let page = filter.page.parse::<u32>().unwrap_or(1).saturating_sub(1);
    Ok(BoardFilter { team, standing, search: filter.q.clone(), page, time_zone: time_zone.to_owned() })
}

/// The board in words.
#[must_use]
pub fn board_view(
    filter: FilterView,
    asked: &BoardFilter,
    board: Board,
    (teams, overrides_waiting): (Vec<(TeamId, String)>, u32),
    now: Timestamp,
    zone: &str,
) -> BoardView {
    let lede = lede(&board, asked);
    BoardView {
        // What was not understood is not offered again.
        filter: FilterView { standing: asked.standing.map_or("", Standing::as_str).to_owned(), ..filter },
        teams: teams.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
        cleared: board.cleared,
        close: board.close,
        blocked: board.blocked,
        supervised: board.supervised,
        counted: board.counted_at.map(|at| time_of_day(at, zone)),
        overrides_waiting,
        lede,
        rows: board.rows.into_iter().map(|row| row_view(row, now, zone)).collect(),
        matching: board.matching,
        first: asked.page.saturating_mul(ROWS).saturating_add(1),
        page: asked.page.saturating_add(1),
        pages: board.pages,
    }
}

/// Who is in trouble with their date. Said only where all rows are at hand.
fn lede(board: &Board, asked: &BoardFilter) -> String {
    if board.pages > 1 || asked.standing.is_some() || board.rows.is_empty() {
        return String::new();
    }
    let count = |wanted: &dyn Fn(&BoardRow) -> bool| board.rows.iter().filter(|row| wanted(row)).count();
    let over = count(&|row| matches!(row.due, Some(Due::Overdue { .. })));
    let is_over = |row: &BoardRow| matches!(row.due, Some(Due::Overdue { .. }));
    let soon = count(&|row| !is_over(row) && row.is_due_soon());
    let late = count(&|row| !is_over(row) && !row.is_due_soon() && is_too_slow(row.forecast, row.due_at));
    let trouble = [(over, "past the due date"), (soon, "due within three days"), (late, "too slow for the due date")];
    let parts: Vec<String> = trouble.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    match parts.as_slice() {
        [] => "Everybody is in time.".to_owned(),
        parts => format!("{}.", parts.join(", ")),
    }
}

fn row_view(row: BoardRow, now: Timestamp, zone: &str) -> RowView {
    let several = row.clearances.len() > 1;
    let (why, more) = why(&row, zone);
    let forecast = match row.forecast {
        Some(at) => Some(format!("ready by {}", near_day(at, now, zone))),
        None if row.steps.left() > 0 => Some("no pace yet".to_owned()),
        None => None,
    };
    RowView {
        id: row.person.id.to_string(),
        name: row.person.name.to_string(),
        teams: row.teams.join(", "),
        standing: row.standing.as_str().to_owned(),
        clearances: row
            .clearances
            .iter()
            .map(|found| CallsView {
                scope: several.then(|| found.title.clone()),
                level: pill_word(found, row.steps).to_owned(),
                lifted: override_ends(&found.clearance).map(|ends| soon(ends, now, zone)),
            })
            .collect(),
        why,
        more,
        done: row.steps.done,
        steps: row.steps.total,
        // Past the due date the badge beside it says so already.
        late: !matches!(row.due, Some(Due::Overdue { .. })) && is_too_slow(row.forecast, row.due_at),
        due: due_of(&row, now, zone),
        forecast,
        learned: row.last_learned.map_or_else(|| "not yet".to_owned(), |at| days_ago(at, now, zone)),
    }
}

/// A moment within a day: its time alone, where it is today.
fn soon(at: Timestamp, now: Timestamp, zone: &str) -> String {
    if days_until(at, now, zone) == 0 { time_of_day(at, zone) } else { near_moment(at, zone) }
}

/// What is due first: a path, a changed module that takes their calls from them, or else a renewal.
fn due_of(row: &BoardRow, now: Timestamp, zone: &str) -> Option<DueView> {
    match (row.due_at.zip(row.due), row.prove_by, row.renew_by) {
        (Some((path, _)), Some((at, due)), _) if at < path => Some(proof_view(at, due, now, zone)),
        (Some((at, due)), ..) => Some(due_view(at, due, now, &row.due_zone)),
        (None, Some((at, due)), _) => Some(proof_view(at, due, now, zone)),
        (None, None, Some(ends)) => {
            let words = Some("renew by then".to_owned());
            Some(DueView { day: near_day(ends, now, zone), state: "soon".to_owned(), words })
        }
        (None, None, None) => None,
    }
}

/// Until when a changed module is to be proven.
fn proof_view(at: Timestamp, due: Due, now: Timestamp, zone: &str) -> DueView {
    let view = due_view(at, due, now, zone);
    DueView { words: view.words.or_else(|| Some("quiz by then".to_owned())), ..view }
}

/// The word for a clearance's pill: its level, or `close` for somebody blocked who is nearly through.
fn pill_word(found: &ScopeClearance, steps: Steps) -> &'static str {
    match (found.clearance.level, standing(&found.clearance, steps)) {
        (Level::Blocked, Standing::Close) => Standing::Close.as_str(),
        (level, _) => level.as_str(),
    }
}

/// The first reason of the clearance that stands best, and how many there are beside it. That somebody is certified is said by their level; what
/// is going to take it from them comes first.
fn why(row: &BoardRow, zone: &str) -> (String, u32) {
    if row.person.state() == PersonState::Invited {
        return ("Has not accepted the invitation yet.".to_owned(), 0);
    }
    let best = row.clearances.iter().max_by_key(|found| found.clearance.level);
    let Some(view) = best.map(|found| clearance_view(found, zone)) else {
        return ("There is no certification yet.".to_owned(), 0);
    };
    let changed = view.reasons.iter().position(|reason| reason.code == ReasonCode::ContentChanged.as_str());
    let first = match view.reasons.first() {
        Some(first) if first.code == ReasonCode::Certified.as_str() => changed.unwrap_or(0),
        _ => 0,
    };
    let more = u32::try_from(view.reasons.len().saturating_sub(1)).unwrap_or(u32::MAX);
    (view.reasons.into_iter().nth(first).map_or_else(String::new, |reason| reason.message), more)
}

fn due_view(at: Timestamp, due: Due, now: Timestamp, zone: &str) -> DueView {
    let days = |n: u32| if n == 1 { "1 day".to_owned() } else { format!("{n} days") };
    let (state, words) = match due {
        Due::OnTime => ("on-time", None),
        Due::Soon { days: 0 } => ("soon", Some("last day".to_owned())),
        Due::Soon { days: left } => ("soon", Some(format!("{} left", days(left)))),
        Due::Overdue { days: over } => ("over", Some(format!("{} over", days(over)))),
    };
    DueView { day: near_day(at, now, zone), state: state.to_owned(), words }
}

/// Names of a person's teams that the viewer may see.
///
/// # Errors
/// Where the database cannot answer.
pub async fn team_names(context: &RequestContext, person: PersonId) -> Result<String, Error> {
    // A rep may look at their own page, but not at lists.
    let teams = match list_teams(&context.services, &context.actor).await {
        Err(Error::Denied(_)) => Vec::new(),
        found => found?,
    };
    let theirs = teams.into_iter().filter(|row| row.members.contains(&person) || row.managers.contains(&person));
    Ok(theirs.map(|row| row.team.name).collect::<Vec<_>>().join(", "))
}

/// A person in words.
#[must_use]
pub fn person_view(context: &RequestContext, page: PersonPage, teams: String) -> PersonView {
    let (services, zone) = (&context.services, context.time_zone());
    // Teams make no difference to it.
    let scope = PersonScope { id: page.person.id, teams: Vec::new() };
    let may_change = permit::<ChangePerson>(&context.actor, &scope).is_ok();
    let now = services.now();
    let gate = gate_view(context, &page);
    let PersonPage { person, clearances, paths, attempts, time_in_exams, lessons, .. } = page;
    let (state, since) = state(&person, zone);
    PersonView {
        id: person.id.to_string(),
        name: person.name.to_string(),
        email: person.email.to_string(),
        role: role(person.role).to_owned(),
        teams,
        external_id: person.external_id,
        may_change,
        time_zone: person.time_zone,
        state: state.to_owned(),
        since,
        clearances: clearances.into_iter().map(|found| clearance_view(&for_others(found), zone)).collect(),
        paths: paths.into_iter().map(|path| path_view(path, now)).collect(),
        attempts: attempts
            .into_iter()
            .map(|attempt| AttemptRow {
                href: (attempt.state != AttemptState::Open).then(|| paths::attempt(&attempt.id.to_string())),
                kind: if attempt.kind == AttemptKind::Exam { "Exam" } else { "Quiz" }.to_owned(),
                title: attempt.title,
                state: attempt.state.as_str().to_owned(),
                at: moment(attempt.finished_at.unwrap_or(attempt.started_at), zone),
            })
            .collect(),
        exam_time: ExamTimeView {
            percent: time_in_exams.extra.map(|(extra, _)| extra.percent()),
            since: time_in_exams.extra.map_or_else(String::new, |(_, at)| day(at, zone)),
            reason: time_in_exams.reason,
            may_grant: time_in_exams.may_grant,
        },
        lessons: lessons
            .into_iter()
            .map(|read| LessonReadRow {
                href: paths::lesson_as_read(&person.id.to_string(), &read.lesson.to_string()),
                words: read_words(&day(read.at, zone), read.changed),
                title: read.title,
            })
            .collect(),
        certificates: gate.held,
        overrides: gate.overrides,
    }
}

fn read_words(day: &str, changed: bool) -> String {
    if changed { format!("{day} (an older version)") } else { day.to_owned() }
}

/// A lesson as somebody read it, in words.
#[must_use]
pub fn as_read_view(found: LessonAsRead, zone: &str) -> AsReadView {
    AsReadView {
        words: format!("As read on {}.", read_words(&moment(found.at, zone), found.changed)),
        person: found.person.to_string(),
        name: found.name,
        title: found.title,
        html: found.html,
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Rep => "Rep",
        Role::Manager => "Manager",
        Role::Admin => "Admin",
    }
}

fn state(person: &Person, zone: &str) -> (&'static str, String) {
    match person.state() {
        PersonState::Invited => ("invited", format!("invited {}", day(person.created_at, zone))),
        PersonState::Active => {
            ("active", format!("since {}", day(person.activated_at.unwrap_or(person.created_at), zone)))
        }
        PersonState::Deactivated => {
            ("closed", format!("closed {}", day(person.deactivated_at.unwrap_or(person.created_at), zone)))
        }
    }
}

/// A reason's link leads to what its owner can do about it; for anybody else it would open their own exam, lessons and
/// certificates.
fn for_others(mut found: ScopeClearance) -> ScopeClearance {
    for reason in &mut found.clearance.reasons {
        reason.action = None;
    }
    found
}

fn path_view(path: PathOnRoute, now: Timestamp) -> PathView {
    let finished = path.steps.left() == 0;
    let zone = &path.due_zone;
    let due = match finished && path.arrived {
        true => DueView { day: near_day(path.due_at, now, zone), state: "on-time".to_owned(), words: None },
        false => due_view(path.due_at, due(path.due_at, now, days_until(path.due_at, now, zone)), now, zone),
    };
    let left =
        if finished { "all modules passed".to_owned() } else { format!("about {} left", minutes(path.minutes_left)) };
    PathView {
        title: path.title,
        done: path.steps.done,
        steps: path.steps.total,
        due,
        left,
        modules: path.modules.into_iter().map(module_row).collect(),
    }
}

fn minutes(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest} min"),
    }
}

fn module_row(module: ModuleOnRoute) -> ModuleRow {
    let steps = module.lessons.saturating_add(1);
    let lessons = format!("{} of {} lessons", module.read, module.lessons);
    let (state, done, words) = match module.state {
        ModuleState::Done => ("done", steps, "finished".to_owned()),
        ModuleState::Locked => ("locked", module.read, "opens later".to_owned()),
        ModuleState::Current | ModuleState::Open if module.read == module.lessons => {
            ("open", module.read, "all lessons read, the quiz is next".to_owned())
        }
        ModuleState::Current | ModuleState::Open => ("open", module.read, lessons),
    };
    ModuleRow { title: module.title, state: state.to_owned(), done, steps, words }
}

#[cfg(test)]
mod tests {
    use domain::time::Span;

    use super::*;

    /// At every hour of nine days around a due day, in zones on both sides of the date line and over a change of the clocks, the words beside
    /// the day count the days that a calendar counts, and whoever is counted as due soon has them.
    #[test]
    fn what_is_due_soon_says_so_with_the_days_of_the_calendar() {
        for zone in ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"] {
            for day in ["2026-11-29", "2026-10-26", "2027-01-01"] {
                let ends = format!("{day}T23:59:59.999[{zone}]").parse::<jiff::Zoned>().unwrap();
                let at = Timestamp::from_millis(ends.timestamp().as_millisecond());
                for hours in -72..144 {
                    let now = at - Span::hours(hours);
                    let today = jiff::Timestamp::from_millisecond(now.as_millis()).unwrap().in_tz(zone).unwrap().date();
                    let left = ends.date().since(today).unwrap().get_days();
                    let found = due(at, now, days_until(at, now, zone));
                    let view = due_view(at, found, now, zone);
                    let words = match (now > at, left) {
                        (true, -1) => Some("1 day over".to_owned()),
                        (true, over) => Some(format!("{} days over", over.abs())),
                        (false, 0) => Some("last day".to_owned()),
                        (false, 1) => Some("1 day left".to_owned()),
                        (false, left @ 2..=3) => Some(format!("{left} days left")),
                        (false, _) => None,
                    };
                    assert_eq!(view.words, words, "{zone} {day} {hours}");
                    assert_eq!(matches!(found, Due::Soon { .. }), view.state == "soon", "{zone} {day} {hours}");
                }
            }
        }
    }
}
