//! API keys and the audit log.

pub mod api;
mod audit;
mod keys;
pub mod view;

pub use audit::AuditPage;
pub use keys::KeysPage;
