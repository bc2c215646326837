//! The built frontend: stylesheet, islands, icons. Compressed when it was built, so that nothing is compressed twice.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, VARY};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::AppState;

/// Names carry a hash of their contents, so they never change.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Names that stay while contents change.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// Addresses of what a page loads.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Manifest {
    /// The stylesheet.
    pub css: String,
    /// The script that loads the islands.
    pub js: String,
    /// The islands.
    pub wasm: String,
}

/// All files by their address, in memory: less than a megabyte.
pub struct AssetFiles {
    manifest: Manifest,
    files: BTreeMap<String, Cow<'static, [u8]>>,
}

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "../frontend/dist"]
struct Embedded;

impl AssetFiles {
    /// No files at all: pages without look, for tests.
    #[must_use]
    pub fn none() -> Self {
        Self { manifest: Manifest::default(), files: BTreeMap::new() }
    }

    /// The files of a folder, or the ones inside the binary where no folder is named.
    ///
    /// # Errors
    /// Where the folder cannot be read, or nothing is named and nothing is inside.
    pub fn open(folder: Option<&Path>) -> Result<Self> {
        let files = match folder {
            Some(folder) => read_folder(folder)?,
            None => embedded()?,
        };
        let manifest = files
            .get("/manifest.json")
            .context("the frontend has no manifest.json; build it with `cargo xtask build`")?;
        let manifest = serde_json::from_slice(manifest).context("the frontend's manifest.json cannot be read")?;
        Ok(Self { manifest, files })
    }

    /// Addresses of what a page loads.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    fn answer(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let plain = self.files.get(path)?;
        let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let encoded = [("br", "br"), ("gzip", "gz")].into_iter().find_map(|(name, ending)| {
            let wanted = accepted.split(',').any(|part| part.split(';').next().is_some_and(|part| part.trim() == name));
            self.files.get(&format!("{path}.{ending}")).filter(|_| wanted).map(|file| (name, file))
        });
        let (encoding, body) = encoded.map_or((None, plain), |(name, file)| (Some(name), file));
        let kind = mime_guess::from_path(path).first_or_octet_stream();
        let kind = if kind.type_() == "text" || kind.subtype() == "javascript" {
            format!("{kind}; charset=utf-8")
        } else {
            kind.to_string()
        };
        let mut response = body.clone().into_owned().into_response();
        let out = response.headers_mut();
        out.insert(CONTENT_TYPE, HeaderValue::from_str(&kind).ok()?);
        out.insert(CACHE_CONTROL, if path.starts_with("/assets/") { FOR_EVER } else { A_DAY });
        out.insert(VARY, HeaderValue::from_static("accept-encoding"));
        if let Some(encoding) = encoding {
            out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Cow<'static, [u8]>>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![(folder.to_path_buf(), String::new())];
    while let Some((path, prefix)) = folders.pop() {
        for entry in
            std::fs::read_dir(&path).with_context(|| format!("cannot read the frontend in {}", path.display()))?
        {
            let entry = entry?;
            let name = format!("{prefix}/{}", entry.file_name().to_string_lossy());
            let path: PathBuf = entry.path();
            if path.is_dir() {
                folders.push((path, name));
            } else {
                files.insert(name, Cow::Owned(std::fs::read(path)?));
            }
        }
    }
    Ok(files)
}

#[cfg(feature = "embed")]
fn embedded() -> Result<BTreeMap<String, Cow<'static, [u8]>>> {
    let files: BTreeMap<_, _> =
        Embedded::iter().filter_map(|name| Embedded::get(&name).map(|file| (format!("/{name}"), file.data))).collect();
    if files.is_empty() {
        bail!("this binary was built without the frontend");
    }
    Ok(files)
}

#[cfg(not(feature = "embed"))]
fn embedded() -> Result<BTreeMap<String, Cow<'static, [u8]>>> {
    bail!("there is no frontend in this binary; name its folder in CANOE_ASSETS, or start with `cargo xtask serve`")
}

/// Answers requests for files of the frontend; everything else goes on.
pub async fn serve(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let path = request.uri().path();
    if reads && path != "/manifest.json" {
        if let Some(response) = state.assets.answer(path, request.headers()) {
            return response;
        }
        if path.starts_with("/assets/") {
            return StatusCode::NOT_FOUND.into_response();
        }
    }
    next.run(request).await
}
