//! The board, and one rep.

pub mod api;
mod as_read;
mod board;
mod details;
mod exam_time;
mod lessons_read;
mod pages;
mod person;
mod person_parts;
mod rows;
mod tally;
pub mod view;

pub use as_read::AsReadPage;
pub use board::BoardPage;
pub use person::PersonPage;
