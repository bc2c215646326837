//! The board, and one rep.

pub mod api;
mod board;
mod pages;
mod person;
mod person_parts;
mod rows;
mod tally;
pub mod view;

pub use board::BoardPage;
pub use person::PersonPage;
