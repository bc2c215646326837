//! People, teams and sessions as pages show them.

use std::collections::BTreeMap;
use std::str::FromStr;

use domain::authz::{
    Account, Actor, CloseAccount, Invitation, InvitePerson, ManageTeams, PersonScope, ReadPerson, ResetPassword, permit,
};
use domain::id::{PersonId, SessionId, TeamId};
use domain::identity::{Person, PersonState, Role, Session};
use services::identity::{Part, TeamView as Team};

use super::{RequestContext, day, moment, set_status};
use crate::ApiError;
use crate::identity::view::{AccountView, MemberView, PeopleView, PersonRow, SessionView, TeamView, TeamsView};

/// People on one page of the list.
const PAGE: usize = 50;

/// Reads an id out of a form; one that is none names nothing that is there.
///
/// # Errors
/// [`ApiError::not_found`].
pub fn parse_id<T: FromStr>(text: &str) -> Result<T, ApiError> {
    text.parse().map_err(|_| {
        set_status(404);
        ApiError::not_found()
    })
}

/// Reads an id that may be left out.
///
/// # Errors
/// As [`parse_id`].
pub fn parse_optional_id<T: FromStr>(text: &str) -> Result<Option<T>, ApiError> {
    if text.is_empty() { Ok(None) } else { parse_id(text).map(Some) }
}

/// A page of ours to go to; the start page for anything else, so that no link sends people away after they sign in.
#[must_use]
pub fn own_page(to: &str) -> &str {
    let ours = to.starts_with('/') && !to.starts_with("//") && !to.contains('\\') && !to.contains(char::is_control);
    if ours && !to.starts_with("/api/") { to } else { "/" }
}

/// Reads how somebody belongs to a team.
///
/// # Errors
/// 400 for any other word.
pub fn team_part(text: &str) -> Result<Part, ApiError> {
    match text {
        "member" => Ok(Part::Member),
        "manager" => Ok(Part::Manager),
        _ => {
            set_status(400);
            Err(ApiError::new(400, "bad-request", "Choose member or manager."))
        }
    }
}

/// Time zones to choose from: UTC, and those named after a place.
#[must_use]
pub fn time_zones() -> Vec<String> {
    const PLACES: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Arctic/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let named = jiff::tz::db().available().map(|name| name.to_string());
    let mut zones: Vec<_> = named.filter(|name| PLACES.iter().any(|place| name.starts_with(place))).collect();
    zones.sort();
    zones.insert(0, "UTC".to_owned());
    zones
}

/// A role as people read it.
fn role_word(role: Role) -> &'static str {
    match role {
        Role::Rep => "Rep",
        Role::Manager => "Manager",
        Role::Admin => "Admin",
    }
}

/// A page of people: those with an open account first, each with what `actor` may do about them.
#[must_use]
pub fn people_view(mut people: Vec<Person>, teams: &[Team], page: u32, actor: &Actor, time_zone: &str) -> PeopleView {
    people.sort_by_key(|person| person.state() == PersonState::Deactivated);
    let total = people.len();
    let last = total.saturating_sub(1) / PAGE;
    let page = usize::try_from(page).unwrap_or(1).saturating_sub(1).min(last);
    let parts = parts_by_person(teams);
    let none = (Vec::new(), Vec::new());
    let rows = people.iter().skip(page * PAGE).take(PAGE);
    let rows =
        rows.map(|person| person_row(person, parts.get(&person.id).unwrap_or(&none), actor, time_zone)).collect();
    PeopleView { rows, total: count(total), first: count(page * PAGE + 1), page: count(page + 1), more: page < last }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// For each person the teams they are a member of, and the words for all their teams.
fn parts_by_person(teams: &[Team]) -> BTreeMap<PersonId, (Vec<TeamId>, Vec<String>)> {
    let mut parts = BTreeMap::<PersonId, (Vec<TeamId>, Vec<String>)>::new();
    for row in teams {
        for member in &row.members {
            let (ids, words) = parts.entry(*member).or_default();
            ids.push(row.team.id);
            words.push(row.team.name.clone());
        }
        for manager in &row.managers {
            parts.entry(*manager).or_default().1.push(format!("{} (manager)", row.team.name));
        }
    }
    parts
}

fn person_row(person: &Person, (ids, words): &(Vec<TeamId>, Vec<String>), actor: &Actor, time_zone: &str) -> PersonRow {
    let scope = PersonScope { id: person.id, teams: ids.clone() };
    // As services::identity::renew_invitation asks: a manager does it for a team of theirs.
    let team = match actor {
        Actor::Person(own) => ids.iter().copied().find(|team| own.manages.contains(team)),
        _ => None,
    };
    let state = person.state();
    let (word, at) = match state {
        PersonState::Invited => ("invited", Some(person.created_at)),
        PersonState::Active => ("active", person.activated_at),
        PersonState::Deactivated => ("closed", person.deactivated_at),
    };
    let account = Account { person: scope.clone(), role: person.role };
    PersonRow {
        id: person.id.to_string(),
        name: person.name.to_string(),
        email: person.email.to_string(),
        role: role_word(person.role).to_owned(),
        state: word.to_owned(),
        since: at.map(|at| format!("since {}", day(at, time_zone))).unwrap_or_default(),
        teams: words.clone(),
        readable: permit::<ReadPerson>(actor, &scope).is_ok(),
        closable: state != PersonState::Deactivated && permit::<CloseAccount>(actor, &scope).is_ok(),
        renewable: state == PersonState::Invited
            && permit::<InvitePerson>(actor, &Invitation { role: person.role, team }).is_ok(),
        resettable: state == PersonState::Active && permit::<ResetPassword>(actor, &account).is_ok(),
    }
}

/// Teams with the names of their people; closed accounts are left out.
#[must_use]
pub fn teams_view(teams: &[Team], people: &[Person], actor: &Actor) -> TeamsView {
    let by_id: BTreeMap<PersonId, &Person> = people.iter().map(|person| (person.id, person)).collect();
    let titles: BTreeMap<TeamId, &str> = teams.iter().map(|row| (row.team.id, row.team.name.as_str())).collect();
    let members = |ids: &[PersonId]| {
        let found = ids.iter().filter_map(|id| by_id.get(id));
        let mut found: Vec<_> =
            found.map(|person| MemberView { id: person.id.to_string(), name: person.name.to_string() }).collect();
        found.sort_by(|a, b| a.name.cmp(&b.name));
        found
    };
    let may_change = permit::<ManageTeams>(actor, &domain::authz::Installation).is_ok();
    let choice =
        |person: &Person| (person.id.to_string(), format!("{} ({}, {})", person.name, person.role, person.email));
    // A team stands under the one it is in.
    let mut nested: Vec<_> = teams.iter().map(|row| (way_to(row, teams), row)).collect();
    nested.sort_by(|(a, _), (b, _)| a.cmp(b));
    TeamsView {
        teams: nested
            .iter()
            .map(|(_, row)| TeamView {
                id: row.team.id.to_string(),
                name: row.team.name.clone(),
                parent: row.team.parent.and_then(|parent| titles.get(&parent)).map(|name| (*name).to_owned()),
                managers: members(&row.managers),
                members: members(&row.members),
            })
            .collect(),
        people: if may_change { people.iter().map(choice).collect() } else { Vec::new() },
    }
}

/// The session that asks; none where the request has none.
///
/// # Errors
/// [`services::Error::Unavailable`] where the database cannot answer.
pub async fn current_session(context: &RequestContext) -> services::Result<Option<SessionId>> {
    let Some(token) = &context.session_token else { return Ok(None) };
    Ok(services::identity::resolve_session(&context.services, token).await?.map(|found| found.session.id))
}

/// An account as its owner reads it.
#[must_use]
pub fn account_view(person: &Person, sessions: &[Session], current: Option<SessionId>) -> AccountView {
    let mut time_zones = time_zones();
    if !time_zones.contains(&person.time_zone) {
        time_zones.push(person.time_zone.clone());
    }
    AccountView {
        name: person.name.to_string(),
        email: person.email.to_string(),
        role: role_word(person.role).to_owned(),
        time_zone: person.time_zone.clone(),
        time_zones,
        sessions: sessions.iter().map(|session| session_view(session, current, &person.time_zone)).collect(),
    }
}

/// The names of the teams around a team, outermost first, and its own.
fn way_to<'a>(team: &'a Team, teams: &'a [Team]) -> Vec<&'a str> {
    let mut names = vec![team.team.name.as_str()];
    let mut parent = team.team.parent;
    while let Some(row) = teams.iter().find(|row| Some(row.team.id) == parent).filter(|_| names.len() <= teams.len()) {
        names.push(row.team.name.as_str());
        parent = row.team.parent;
    }
    names.reverse();
    names
}

fn session_view(session: &Session, current: Option<SessionId>, time_zone: &str) -> SessionView {
    SessionView {
        id: session.id.to_string(),
        device: device(&session.user_agent),
        address: session.address.clone(),
        started: moment(session.created_at, time_zone),
        last_seen: moment(session.last_seen_at, time_zone),
        current: current == Some(session.id),
    }
}

/// Browser and system out of a browser's own description. Every browser claims to be several; the first match counts.
fn device(user_agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Macintosh", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if user_agent.is_empty() => "Unknown device".to_owned(),
        (None, None) => user_agent.chars().take(40).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::{device, own_page};

    #[test]
    fn browsers_are_told_apart_though_all_claim_to_be_the_others() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0";
        assert_eq!(device(edge), "Edge on Windows");
        let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/18.0 Safari/604.1";
        assert_eq!(device(safari), "Safari on iPhone");
        assert_eq!(
            device("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"),
            "Firefox on Linux"
        );
        assert_eq!(device("curl/8.5"), "curl/8.5");
        assert_eq!(device(""), "Unknown device");
    }

    #[test]
    fn only_our_own_pages_are_gone_to() {
        assert_eq!(own_page("/exam/outbound"), "/exam/outbound");
        for elsewhere in ["", "https://example.com", "//example.com", "/\\example.com", "/a\nb", "/api/sign-out"] {
            assert_eq!(own_page(elsewhere), "/", "{elsewhere}");
        }
    }
}
