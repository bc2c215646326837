//! Certificates.

pub mod api;
mod page;
pub mod view;

pub use page::CertificatesPage;
