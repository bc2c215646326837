//! People, teams and sessions.

mod account;
pub mod api;
mod copy;
mod invite;
mod join;
mod parts;
pub mod password_api;
mod people;
mod reset;
mod settings;
mod sign_in;
mod teams;
pub mod view;

pub use account::AccountPage;
pub use copy::CopyButton;
pub use invite::InvitePage;
pub use join::{InvitationPage, SetUpPage};
pub use parts::{Confirm, ShownOnce};
pub use people::PeoplePage;
pub use reset::ResetPage;
pub use sign_in::SignInPage;
pub use teams::TeamsPage;
