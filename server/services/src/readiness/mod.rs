//! The board: who can take calls, who is close, who is not, and why.

mod board;
mod person;

pub use board::{Board, BoardFilter, BoardRow, board};
pub use person::{PersonPage, person_page};
