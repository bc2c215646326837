//! Whether somebody may take calls, and why not.

mod card;
pub mod view;

pub use card::{ClearanceCard, pill_level};
