//! The board, and one rep.

pub mod api;
mod page;
pub mod view;

pub use page::{BoardPage, PersonPage};
