//! Server functions: one's own certificates.

use leptos::prelude::*;
use server_fn::codec::Json;

use super::view::{CertificatesView, StandardView};
use crate::ApiError;

/// One's own certificates.
#[server(endpoint = "certificates", input = Json)]
pub async fn load_certificates() -> Result<CertificatesView, ApiError> {
    let context = crate::ssr::context()?;
    let held = services::certification::own_certificates(&context.services, &context.actor).await;
    Ok(crate::ssr::certificates_view(&context, &held.map_err(crate::ssr::fail)?))
}

/// The standard of each exam, and what its difficulties rest on.
#[server(endpoint = "load-standards", input = Json)]
pub async fn load_standards() -> Result<Vec<StandardView>, ApiError> {
    let context = crate::ssr::context()?;
    let found = services::certification::standards(&context.services, &context.actor).await;
    Ok(found.map_err(crate::ssr::fail)?.iter().map(crate::ssr::standard_view).collect())
}
