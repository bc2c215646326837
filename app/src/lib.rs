//! What people see: pages, islands and server functions.
//!
//! A page asks a server function of its slice (`api.rs`) for a view (`view.rs`) and shows it (`page.rs`). Server functions
//! ask `services`; what only the server can do stands in `ssr`. Only islands run in the browser.

pub mod assessment;
pub mod catalog;
pub mod certification;
pub mod clearance;
mod error;
mod forms;
mod frame;
pub mod identity;
pub mod integration;
pub mod learning;
pub mod paths;
pub mod readiness;
mod routes;
#[cfg(feature = "ssr")]
pub mod ssr;
pub mod ui;
mod viewer;

pub use error::{ApiError, FieldMessage, LockedView};
pub use forms::{Done, Flash};
pub use frame::{Frame, Loaded, loaded};
pub use routes::{App, shell};
pub use viewer::{Assets, StatusSetter, Stopped, Viewer};
