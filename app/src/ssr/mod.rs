//! What only the server can do: who asks, which services there are, and turning the services' errors and types into the
//! browser's. The only module of this package that is compiled for the server alone.

mod assessment;
mod certification;
mod clearance;
mod context;
mod error;
mod integration;
mod learning;
mod readiness;
mod when;

pub use clearance::clearance_view;
pub use context::{RequestContext, context};
pub use error::{api_error, fail, set_status};
pub use when::{day, day_input, moment};
