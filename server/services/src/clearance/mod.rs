//! Who may take which calls: facts gathered from the store, decided by [`domain::clearance::decide`].

mod check;
mod facts;

pub use check::{Answer, check};
pub use facts::{PersonFacts, ScopeClearance, clearances_of, gather};
pub(crate) use facts::{clearances_from, policy_number};
