//! Certificates.

pub mod api;
mod held;
mod page;
mod standards;
pub mod view;

pub use held::held_certificates;
pub use page::CertificatesPage;
pub use standards::StandardsPage;
