//! People, teams and sessions.

mod account;
pub mod api;
mod copy;
mod invite;
mod join;
mod parts;
mod people;
mod sign_in;
mod teams;
pub mod view;

pub use account::AccountPage;
pub use copy::CopyButton;
pub use invite::InvitePage;
pub use join::{InvitationPage, SetUpPage};
pub use parts::{Confirm, ShownOnce};
pub use people::PeoplePage;
pub use sign_in::SignInPage;
pub use teams::TeamsPage;
