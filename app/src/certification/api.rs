//! Server functions: certificates.

#![expect(missing_docs, reason = "the macro makes public structs of the arguments; the functions are documented")]

use leptos::prelude::*;
use server_fn::codec::{Json, PostUrl};

use super::view::{CertificatesView, StandardView};
use crate::{ApiError, Done};

/// One's own certificates.
#[server(endpoint = "certificates", input = Json)]
pub async fn load_certificates() -> Result<CertificatesView, ApiError> {
    let context = crate::ssr::context()?;
    let held = services::certification::own_certificates(&context.services, &context.actor).await;
    let held = held.map_err(crate::ssr::fail)?;
    let decided = services::certification::own_decisions(&context.services, &context.actor, &held).await;
    Ok(crate::ssr::certificates_view(&context, &held, &decided.map_err(crate::ssr::fail)?))
}

/// The standard of each exam, and what its difficulties rest on.
#[server(endpoint = "load-standards", input = Json)]
pub async fn load_standards() -> Result<Vec<StandardView>, ApiError> {
    let context = crate::ssr::context()?;
    let found = services::certification::standards(&context.services, &context.actor).await;
    Ok(found.map_err(crate::ssr::fail)?.iter().map(crate::ssr::standard_view).collect())
}

/// Suspends, reinstates or revokes somebody's certificate.
#[server(endpoint = "decide-certificate", input = PostUrl)]
pub async fn decide_certificate(certificate: String, verdict: String, reason: String) -> Result<Done, ApiError> {
    let context = crate::ssr::context()?;
    let (id, decided) = (crate::ssr::parse_id(&certificate)?, crate::ssr::parse_id(&verdict)?);
    let (services, actor) = (&context.services, &context.actor);
    let person = services::certification::decide_certificate(services, actor, id, decided, &reason).await;
    let page = crate::paths::person(&person.map_err(crate::ssr::fail)?.to_string());
    let said = match verdict.as_str() {
        "suspend" => "Suspended. None of these calls is connected from now on.",
        "reinstate" => "Reinstated. The certificate holds again.",
        _ => "Revoked. None of these calls is connected from now on.",
    };
    Ok(Done { notice: Some(said.to_owned()), ..Done::to(page) })
}
