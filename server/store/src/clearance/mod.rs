//! What each person may do in each scope, and the overrides that lift it.

mod overriding;
mod reasons;
mod state;

pub use overriding::{
    MayEnd, Outline, end_override, grant_override, insert_override, open_overrides, override_by_id, overrides_by_ids,
    overrides_of, overrides_since,
};
pub use state::{Named, State, behind, due, named, states_of, void_states, write_states};
