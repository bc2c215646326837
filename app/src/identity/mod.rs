//! People, teams and sessions.

pub mod api;
mod page;
mod sign_in;
pub mod view;

pub use page::{AccountPage, InvitationPage, InvitePage, PeoplePage, SetUpPage, TeamsPage};
pub use sign_in::SignInPage;
