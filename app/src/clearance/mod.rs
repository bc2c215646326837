//! Whether somebody may take calls, and why not.

pub mod api;
mod card;
mod overrides;
mod report;
pub mod view;

pub use card::{ClearanceCard, lifted_badge, pill_level};
pub use overrides::overrides;
pub use report::OverridesPage;
