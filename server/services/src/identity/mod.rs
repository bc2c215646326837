//! People, teams, sessions: who is who, and how they get in.

mod account;
mod change;
mod link;
mod passwords;
mod reset;
mod session;
mod set_up;
mod settings;
mod sign_in;
mod team;

pub use account::{close_account, list_people, person_scope, read_person};
pub use change::{PersonDetails, change_person};
pub use link::{Invited, NewPerson, OpenLink, accept_invitation, invite, look_at_link, renew_invitation};
pub use passwords::Passwords;
pub(crate) use passwords::check_new_password;
pub use reset::{ResetLink, choose_password, reset_link};
pub(crate) use session::start_session;
pub use session::{Device, Resolved, SignedIn, end_session, open_sessions, resolve_session, sign_out};
pub(crate) use session::{actor_of, own_scope};
pub use set_up::{FirstAdmin, add_person, set_up, set_up_link};
pub use settings::{change_password, change_time_zone};
pub use sign_in::sign_in;
pub use team::{Part, TeamView, add_team, change_membership, list_teams, team_names};
