//! API keys and the audit log.

pub mod api;
mod page;
pub mod view;

pub use page::{KeysPage, AuditPage};
