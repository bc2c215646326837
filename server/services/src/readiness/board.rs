//! The board: everybody in their places, and the rows of one page.

use domain::authz::{Actor, Installation, ListPeople, Permit, ReadBoard, permit};
use domain::id::TeamId;
use domain::identity::{Person, Role};
use domain::readiness::Standing;

use super::rows::{BoardRow, rows, urgency};
use super::search::finds;
use super::teams::Teams;
use crate::{Error, Result, Services};

/// Rows on one page.
const PAGE: usize = 50;
/// People whose facts are held at once.
const AT_ONCE: usize = 500;

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
    /// The rows of this page, those in trouble first.
    pub rows: Vec<BoardRow>,
    /// Rows that the whole filter leaves.
    pub matching: u32,
    /// Pages there are.
    pub pages: u32,
}

/// The board, as far as the actor may see.
///
/// # Errors
/// [`Error::Denied`] for reps and nobody; [`Error::NotFound`] for a team that is not theirs to see.
pub async fn board(services: &Services, actor: &Actor, filter: &BoardFilter) -> Result<Board> {
    let permit_board = permit::<ReadBoard>(actor, &Installation)?;
    let permit_list = permit::<ListPeople>(actor, &Installation)?;
    let store = services.store();
    let teams = Teams::new(store::identity::teams(store, &permit_list).await?);
    let members = match filter.team {
        Some(team) => Some(teams.members(team).ok_or(Error::NotFound("This team"))?),
        None => None,
    };
    let in_team = |person: &Person| members.as_ref().is_none_or(|members| members.contains(&person.id));
    let people: Vec<Person> = store::identity::people(store, &permit_list, false)
        .await?
        .into_iter()
        .filter(|person| person.role == Role::Rep && in_team(person) && finds(&filter.search, person))
        .collect();
    let mut places = places(services, &permit_board, people, &teams).await?;
    let count = |wanted: Standing| to_u32(places.iter().filter(|place| place.standing == wanted).count());
    let (cleared, close, blocked) = (count(Standing::Cleared), count(Standing::Close), count(Standing::Blocked));
    if let Some(wanted) = filter.standing {
        places.retain(|place| place.standing == wanted);
    }
    places.sort_by(|a, b| a.urgency.cmp(&b.urgency).then_with(|| a.person.name.cmp(&b.person.name)));
    let matching = to_u32(places.len());
    let pages = to_u32(places.len().div_ceil(PAGE).max(1));
    let first = usize::try_from(filter.page).unwrap_or(0).saturating_mul(PAGE);
    let shown = places.into_iter().skip(first).take(PAGE).map(|place| place.person).collect();
    let rows = rows(services, &permit_board, shown, &teams).await?;
    Ok(Board { cleared, close, blocked, rows, matching, pages })
}

/// What somebody's place on the board goes by.
struct Place {
    person: Person,
    standing: Standing,
    urgency: (u8, i64),
}

/// Everybody's places, some people at a time, because what is known of everybody at once would not fit.
async fn places(
    services: &Services,
    permit: &Permit<ReadBoard>,
    people: Vec<Person>,
    teams: &Teams,
) -> Result<Vec<Place>> {
    let mut places = Vec::with_capacity(people.len());
    for some in people.chunks(AT_ONCE) {
        let rows = rows(services, permit, some.to_vec(), teams).await?;
        places.extend(rows.into_iter().map(|row| Place {
            standing: row.standing,
            urgency: urgency(&row),
            person: row.person,
        }));
    }
    Ok(places)
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
