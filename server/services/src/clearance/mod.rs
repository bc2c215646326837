//! Who may take which calls: facts gathered from the store, decided by [`domain::clearance::decide`].

mod check;
mod facts;

pub use check::{Answer, check};
pub(crate) use facts::policy_number;
pub use facts::{PersonFacts, ScopeClearance, clearances_of, gather};
