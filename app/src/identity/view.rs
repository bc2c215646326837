//! What pages show of people, teams and sessions.

use serde::{Deserialize, Serialize};

/// Whom an invitation is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// Their name, as whoever invited them wrote it.
    pub name: String,
    /// The address they will sign in with.
    pub email: String,
}

/// Whom a reset link is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetView {
    /// The address they sign in with.
    pub email: String,
}

/// A page of everybody one may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleView {
    /// The people of this page.
    pub rows: Vec<PersonRow>,
    /// How many there are in all.
    pub total: u32,
    /// The number of the first one on this page, from 1.
    pub first: u32,
    /// The page, from 1.
    pub page: u32,
    /// Whether there is a page after this one.
    pub more: bool,
}

/// One person in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// The address they sign in with.
    pub email: String,
    /// Their role, as a word to read.
    pub role: String,
    /// `invited`, `active` or `closed`.
    pub state: String,
    /// Since when: "since 3 Nov 2026".
    pub since: String,
    /// The teams they belong to, by name.
    pub teams: Vec<String>,
    /// Whether whoever looks may read about them.
    pub readable: bool,
    /// Whether whoever looks may close their account.
    pub closable: bool,
    /// Whether whoever looks may make them a new link.
    pub renewable: bool,
    /// Whether whoever looks may make them a reset link.
    pub resettable: bool,
}

/// What the form that invites offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InviteView {
    /// Teams to choose from, id and name.
    pub teams: Vec<(String, String)>,
    /// IANA time zones to choose from.
    pub time_zones: Vec<String>,
}

/// All teams one may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamsView {
    /// The teams, by name.
    pub teams: Vec<TeamView>,
    /// People who can be put into a team, id and words; empty for those who may not.
    pub people: Vec<(String, String)>,
}

/// One team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The team it belongs to, by name.
    pub parent: Option<String>,
    /// Who answers for it.
    pub managers: Vec<MemberView>,
    /// Its people.
    pub members: Vec<MemberView>,
}

/// Somebody in a team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// One's own account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountView {
    /// One's name.
    pub name: String,
    /// The address one signs in with.
    pub email: String,
    /// One's role, as a word to read.
    pub role: String,
    /// IANA time zone in which times are shown.
    pub time_zone: String,
    /// IANA time zones to choose from, the present one among them.
    pub time_zones: Vec<String>,
    /// Where one is signed in, newest first.
    pub sessions: Vec<SessionView>,
}

/// One sign-in on one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Its id.
    pub id: String,
    /// Browser and system: "Firefox on Windows".
    pub device: String,
    /// The address it came from.
    pub address: String,
    /// When it began.
    pub started: String,
    /// When it was last used.
    pub last_seen: String,
    /// Whether it is the one that asks.
    pub current: bool,
}
