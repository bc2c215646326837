//! People, teams and how they sign in.

mod email;
mod link;
mod person;
mod session;
mod throttle;

pub use email::{Email, InvalidEmail};
pub use link::{LinkKind, OneTimeLink};
pub use person::{InvalidName, Person, PersonName, PersonState, Role, Team, UnknownRole};
pub use session::{ABSOLUTE_LIMIT, IDLE_LIMIT, Session};
pub use throttle::{FORGIVEN_AFTER, FREE_FAILURES, LONGEST_DELAY, delay_after};

/// Shortest password, in characters.
pub const PASSWORD_MIN: usize = 12;
/// Longest password, in characters.
pub const PASSWORD_MAX: usize = 128;
