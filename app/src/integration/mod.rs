//! API keys, webhooks and the audit log.

pub mod api;
mod audit;
mod keys;
pub mod view;
pub mod webhooks;

pub use audit::AuditPage;
pub use keys::KeysPage;
pub use webhooks::{DeliveryPage, WebhookPage, WebhooksPage};
