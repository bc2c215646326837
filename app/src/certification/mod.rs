//! Certificates.

pub mod api;
mod page;
mod standards;
pub mod view;

pub use page::CertificatesPage;
pub use standards::StandardsPage;
