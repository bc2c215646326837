//! Who may take which calls: facts gathered from the store, decided by [`domain::clearance::decide`].

mod check;
mod facts;
mod override_report;
mod overriding;
mod state;

pub(crate) use check::Checks;
pub use check::{Answer, MOST_AT_ONCE, check, check_at, check_many};
pub use facts::{PersonFacts, ScopeClearance, clearances_of, gather};
pub(crate) use facts::{clearances_from, gather_with, policy_number};
pub use override_report::{COUNTED_DAYS, OverrideCount, OverrideReport, override_report, overrides_waiting};
pub(crate) use overriding::end_all;
pub use overriding::{
    OverrideLine, Request, active_overrides, ask_override, end_override, grant_override, overrides_of,
};
pub(crate) use state::{Because, bases, decide_anew, of_certificate};
pub use state::{decide_behind, decide_due};
