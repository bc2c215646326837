//! People, teams, sessions and one-time links.

mod link;
mod person;
mod session;
mod team;
mod throttle;

pub use link::{MayMakeLinks, MayRetireLinks, insert_link, link_by_token, retire_links_of, use_link};
pub use person::{
    Credentials, MayAddPeople, MaySetPassword, activate, active_admins, active_among, anybody_exists, close_account,
    credentials, hold_credentials, hold_person, insert_person, people, people_among, person_by_email,
    person_by_external_id, person_by_id, person_names, set_details, set_password_hash, set_time_zone,
};
pub use session::{
    MayEndSessions, MayStartSession, end_other_sessions_of, end_session, end_sessions_of, insert_session,
    open_sessions_of, session_by_token, touch_session,
};
pub use team::{
    MayJoinTeams, Part, TeamRow, insert_member, insert_team, managed_teams, managers_of, remove_member, team_by_name,
    team_names, team_names_of, teams, teams_of, teams_of_members,
};
pub use throttle::{MayClearThrottle, Throttle, clear_throttle, hold_throttle, set_throttle, throttle};
