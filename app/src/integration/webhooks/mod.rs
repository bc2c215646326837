//! Webhooks: who is told of what happens, what each was told, and telling it again.

pub mod api;
mod delivery;
mod form;
mod list;
mod log;
mod one;
pub mod view;

pub use delivery::DeliveryPage;
pub use list::WebhooksPage;
pub use one::WebhookPage;
