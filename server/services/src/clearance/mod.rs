//! Who may take which calls: facts gathered from the store, decided by [`domain::clearance::decide`].

mod check;
mod facts;
mod overriding;

pub use check::{Answer, check};
pub use facts::{PersonFacts, ScopeClearance, clearances_of, gather};
pub(crate) use facts::{clearances_from, policy_number};
pub use overriding::{
    OverrideLine, Request, active_overrides, ask_override, end_override, grant_override, overrides_of,
};
