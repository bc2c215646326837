//! The canoe server: command line, settings, router, sessions, REST.
//!
//! A request passes `guard` (whose request is it, and may it come from where it comes), then the pages and server functions
//! of `app` or a handler of `rest`; both call the same `services`.

pub mod assets;
mod client;
pub mod command;
mod drafts;
mod errors;
mod forms;
mod guard;
mod headers;
pub mod jobs;
mod limits;
pub mod material;
pub mod messenger;
mod pages;
mod questions;
pub mod rest;
mod router;
mod session;
pub mod settings;
mod spreadsheet;
mod state;

pub use router::router;
pub use state::AppState;
