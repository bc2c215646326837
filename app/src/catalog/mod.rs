//! The training material: what would change if the packs to come went live.

pub mod api;
mod page;
pub mod view;

pub use page::PublishPage;
