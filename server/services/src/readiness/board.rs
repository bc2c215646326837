//! The board: everybody in their places, and the rows of one page.

use domain::authz::{Actor, Installation, ListPeople, Permit, ReadBoard, permit};
use domain::id::{PersonId, TeamId};
use domain::identity::{Person, Role};
use domain::readiness::Standing;
use domain::time::Timestamp;

use super::places::{Place, counted};
use super::rows::{BoardRow, rows};
use super::search::finds;
use super::teams::members_of;
use crate::{Error, Result, Services};

/// Rows on one page.
const PAGE: usize = 50;

/// What somebody wants to see of the board.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoardFilter {
    /// Only people of this team and the teams nested in it.
    pub team: Option<TeamId>,
    /// Only people who stand so.
    pub standing: Option<Standing>,
    /// Only people whose name, address or id in other systems has all these words in it; accents do not matter.
    pub search: String,
    /// The page, from 0.
    pub page: u32,
    /// IANA time zone of whoever reads it, for days that end nowhere in particular; UTC where there is none.
    pub time_zone: String,
}

/// The board.
#[derive(Debug, Clone)]
pub struct Board {
    /// Reps who can take calls alone, among those that team and search leave.
    pub cleared: u32,
    /// Reps who are close.
    pub close: u32,
    /// Reps who are not.
    pub blocked: u32,
    /// Of those of each standing, the best first, reps who take supervised calls and none alone.
    pub supervised: [u32; 3],
    /// The rows of this page, those in trouble first.
    pub rows: Vec<BoardRow>,
    /// Rows that the whole filter leaves.
    pub matching: u32,
    /// Pages there are.
    pub pages: u32,
    /// When people were counted and put in order, where that was some time ago; what stands in the rows is always as of now.
    pub counted_at: Option<Timestamp>,
}

/// The board, as far as the actor may see.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody; [`Error::NotFound`] for a team that is not theirs to see.
pub async fn board(services: &Services, actor: &Actor, filter: &BoardFilter) -> Result<Board> {
    let permit_board = permit::<ReadBoard>(actor, &Installation)?;
    let permit_list = permit::<ListPeople>(actor, &Installation)?;
    let (places, counted_at) = counted(services, (&permit_board, &permit_list), filter).await?;
    let count = |wanted: Standing| to_u32(places.iter().filter(|place| place.standing == wanted).count());
    let supervised = |wanted: Standing| {
        to_u32(places.iter().filter(|place| place.standing == wanted && place.takes_supervised_calls).count())
    };
    let wanted = |place: &&Place| filter.standing.is_none_or(|wanted| place.standing == wanted);
    let matching = places.iter().filter(wanted).count();
    let first = usize::try_from(filter.page).unwrap_or(0).saturating_mul(PAGE);
    let shown: Vec<PersonId> = places.iter().filter(wanted).skip(first).take(PAGE).map(|place| place.person).collect();
    let people = store::identity::people_among(services.store(), &permit_list, &shown).await?;
    let mut names = store::identity::team_names_of(services.store(), &permit_list, &shown).await?;
    let mut rows = rows(services, &permit_board, people, &filter.time_zone).await?;
    rows.sort_by_key(|row| shown.iter().position(|id| *id == row.person.id));
    for row in &mut rows {
        row.teams = names.remove(&row.person.id).unwrap_or_default();
    }
    Ok(Board {
        cleared: count(Standing::Cleared),
        close: count(Standing::Close),
        blocked: count(Standing::Blocked),
        supervised: Standing::ALL.map(supervised),
        rows,
        matching: to_u32(matching),
        pages: to_u32(matching.div_ceil(PAGE).max(1)),
        counted_at,
    })
}

/// The reps that team and search leave.
pub(super) async fn people(
    services: &Services,
    permit: &Permit<ListPeople>,
    filter: &BoardFilter,
) -> Result<Vec<Person>> {
    let store = services.store();
    let members = match filter.team {
        None => None,
        Some(team) => {
            let teams = store::identity::teams(store, permit).await?;
            Some(members_of(team, &teams).ok_or(Error::NotFound("This team"))?)
        }
    };
    let in_team = |person: &Person| members.as_ref().is_none_or(|members| members.contains(&person.id));
    let mut people = store::identity::people(store, permit, false).await?;
    people.retain(|person| person.role == Role::Rep && in_team(person) && finds(&filter.search, person));
    Ok(people)
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
