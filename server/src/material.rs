//! The packs: from a folder, which is watched, or from inside the binary.

use std::path::Path;

use anyhow::{Context as _, Result};
use app::ssr::RequestContext;
use axum::Extension;
use axum::extract::Path as UrlPath;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use content::{Fault, Files};
use services::catalog::Material;

use crate::rest::Problem;

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../content/packs"]
struct Embedded;

/// The files of the packs.
///
/// # Errors
/// Where the folder cannot be read, or nothing is named and nothing is inside.
pub fn files(folder: Option<&Path>) -> Result<Files> {
    match folder {
        Some(folder) => {
            Material::read_files(folder).with_context(|| format!("cannot read the packs in {}", folder.display()))
        }
        None => embedded(),
    }
}

#[cfg(feature = "embed")]
fn embedded() -> Result<Files> {
    let mut files = Files::new();
    for name in Embedded::iter() {
        if let Some(file) = Embedded::get(&name) {
            files.insert(name.into_owned(), file.data.into_owned());
        }
    }
    Ok(files)
}

#[cfg(not(feature = "embed"))]
fn embedded() -> Result<Files> {
    anyhow::bail!(
        "there are no packs in this binary; name their folder in CANOE_CONTENT, or start with `cargo xtask serve`"
    )
}

/// Loads the packs, or says everything that is wrong with them.
///
/// # Errors
/// Where the files cannot be read, or a pack is broken.
pub fn load(folder: Option<&Path>) -> Result<Material> {
    match Material::from_files(files(folder)?) {
        Ok((material, warnings)) => {
            for warning in warnings {
                tracing::warn!("{warning}");
            }
            Ok(material)
        }
        Err(faults) => anyhow::bail!("the packs are broken:\n{}", list(&faults)),
    }
}

/// Faults, one after the other.
#[must_use]
pub fn list(faults: &[Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// A picture of a module, for whoever may read the module. Its address carries its version, so it may be kept for ever; it
/// may run nothing.
pub async fn image(
    Extension(context): Extension<RequestContext>,
    UrlPath((pack, module, name)): UrlPath<(String, String, String)>,
) -> Response {
    let RequestContext { services, actor, .. } = context;
    let Ok(reference) = format!("{pack}/{module}").parse() else { return StatusCode::NOT_FOUND.into_response() };
    if let Err(error) = services::learning::may_read(&services, &actor, &reference).await {
        return Problem::from(error).into_response();
    }
    let material = services.material();
    let Some((bytes, kind)) = material.image(&pack, &module, &name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CACHE_CONTROL, HeaderValue::from_static("private, max-age=31536000, immutable")),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox")),
    ];
    (headers, bytes.to_vec()).into_response()
}
