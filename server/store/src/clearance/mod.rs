//! What each person may do in each scope, and the overrides that lift it.

mod overriding;
mod reasons;
mod state;

pub use overriding::{
    MayEnd, end_override, end_overrides, grant_override, insert_override, open_overrides, override_by_id, overrides_of,
};
pub use state::{Named, State, behind, due, named, states_of, write_states};
