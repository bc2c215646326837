//! Everybody's places on the board. They rest on all that is known of everybody, so on a large board they count for a minute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::authz::{ListPeople, Permit, Reach, ReadBoard};
use domain::clearance::Level;
use domain::id::{PersonId, TeamId};
use domain::readiness::Standing;
use domain::time::{Span, Timestamp};

use super::board::{BoardFilter, people};
use super::rows::{rows, urgency};
use crate::{Result, Services};

/// People from which on a board is large.
const LARGE: usize = 2_000;
/// For how long the places on a large board count.
const COUNT_FOR: Span = Span::minutes(1);
/// Large boards that are kept.
const KEPT: usize = 8;
/// People whose facts are held at once.
const AT_ONCE: usize = 500;

/// Somebody's place on the board.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    /// Who.
    pub(super) person: PersonId,
    /// Where they stand.
    pub(super) standing: Standing,
    /// Whether they take supervised calls, and none alone.
    pub(super) takes_supervised_calls: bool,
}

/// What was asked for, when it was counted, and what came out.
type Counted = (Asked, Timestamp, Arc<[Place]>);

/// Large boards, as they were a moment ago.
#[derive(Debug, Default)]
pub(crate) struct Boards {
    kept: Mutex<Vec<Counted>>,
    /// One is counted at a time: it keeps the database busy for a while.
    counting: tokio::sync::Mutex<()>,
}

/// What a board shows, by whom it is seen and what was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Asked {
    reach: Reach,
    team: Option<TeamId>,
    search: String,
    time_zone: String,
}

impl Boards {
    fn at(&self, now: Timestamp, asked: &Asked) -> Option<(Arc<[Place]>, Timestamp)> {
        let kept = self.lock();
        let counts = |at: Timestamp| at <= now && now < at + COUNT_FOR;
        let (_, at, places) = kept.iter().find(|(of, at, _)| of == asked && counts(*at))?;
        Some((Arc::clone(places), *at))
    }

    fn keep(&self, now: Timestamp, asked: Asked, places: Arc<[Place]>) {
        let mut kept = self.lock();
        kept.retain(|(of, at, _)| of != &asked && now < *at + COUNT_FOR);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push((asked, now, places));
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Counted>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The places of the reps that team and search leave, those in trouble first; and when they were counted, where the board is large.
///
/// # Errors
/// [`crate::Error::NotFound`] for a team that is not theirs to see; [`crate::Error::Unavailable`] where the database cannot answer.
pub(super) async fn counted(
    services: &Services,
    (reads, lists): (&Permit<ReadBoard>, &Permit<ListPeople>),
    filter: &BoardFilter,
) -> Result<(Arc<[Place]>, Option<Timestamp>)> {
    let boards = services.boards();
    let asked = Asked {
        reach: lists.reach().clone(),
        team: filter.team,
        search: filter.search.clone(),
        time_zone: filter.time_zone.clone(),
    };
    if let Some((places, at)) = boards.at(services.now(), &asked) {
        return Ok((places, Some(at)));
    }
    let mut people = people(services, lists, filter).await?;
    let mut waited = None;
    if people.len() >= LARGE {
        waited = Some(boards.counting.lock().await);
        // Whoever was counting may have just counted the same.
        if let Some((places, at)) = boards.at(services.now(), &asked) {
            return Ok((places, Some(at)));
        }
    }
    let now = services.now();
    let mut order = Vec::with_capacity(people.len());
    // Some at a time: what is known of everybody at once would not fit.
    while !people.is_empty() {
        let some = people.split_off(people.len().saturating_sub(AT_ONCE));
        for row in rows(services, reads, some, &filter.time_zone).await? {
            let place = Place {
                person: row.person.id,
                standing: row.standing,
                takes_supervised_calls: row.best_level() == Level::Supervised,
            };
            order.push((urgency(&row), row.person.name, place));
        }
    }
    order.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let places: Arc<[Place]> = order.into_iter().map(|(_, _, place)| place).collect();
    if waited.is_some() {
        boards.keep(now, asked, Arc::clone(&places));
        return Ok((places, Some(now)));
    }
    Ok((places, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn asked(search: &str, reach: Reach) -> Asked {
        Asked { reach, team: None, search: search.to_owned(), time_zone: "UTC".to_owned() }
    }

    #[test]
    fn a_large_board_counts_for_a_minute_and_for_nobody_who_sees_others() {
        let boards = Boards::default();
        boards.keep(NOON, asked("", Reach::All), Arc::from([]));
        let kept = |after: Span, reach| boards.at(NOON + after, &asked("", reach)).map(|(_, at)| at);
        assert_eq!(kept(Span::millis(59_999), Reach::All), Some(NOON));
        assert_eq!(kept(Span::minutes(1), Reach::All), None);
        assert_eq!(kept(Span::seconds(-1), Reach::All), None, "by a clock that was set back");
        assert_eq!(kept(Span::seconds(1), Reach::Teams(Vec::new())), None);
        assert!(boards.at(NOON, &asked("ada", Reach::All)).is_none());
    }

    #[test]
    fn few_are_kept() {
        let boards = Boards::default();
        for n in 0..2 * KEPT {
            boards.keep(NOON, asked(&n.to_string(), Reach::All), Arc::from([]));
        }
        assert_eq!(boards.lock().len(), KEPT);
        boards.keep(NOON + COUNT_FOR, asked("", Reach::All), Arc::from([]));
        assert_eq!(boards.lock().len(), 1, "what does not count any more is not kept");
    }
}
