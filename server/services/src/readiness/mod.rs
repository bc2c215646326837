//! The board: who can take calls, who is close, who is not, and why.

mod board;
mod person;
mod places;
mod rows;
mod search;
mod teams;

pub use board::{Board, BoardFilter, board};
pub use person::{PersonPage, person_page};
pub(crate) use places::Boards;
pub use rows::BoardRow;
