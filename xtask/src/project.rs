//! Where things are.

use anyhow::{Context, Result};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The checkout, and the folders outside it that the tasks may write to.
pub struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Finds the checkout by this package's own place in it, as cargo tells it. What was compiled in would be the place of
    /// whichever checkout built it first, where several share a target folder.
    pub fn locate() -> Result<Self> {
        let manifest = env("CARGO_MANIFEST_DIR").context("run it as `cargo xtask`")?;
        let root = Path::new(&manifest).parent().context("xtask has no parent folder")?.to_path_buf();
        let target = env("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |dir| root.join(dir));
        Ok(Self { root, target })
    }

    /// A path inside the checkout.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder for the server.
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// The target folder of the browser half: its own, because another compiler may build it.
    pub fn wasm_target(&self) -> PathBuf {
        self.target.join("wasm")
    }

    /// What `cargo xtask` itself keeps between runs: unbundled output and stamps.
    pub fn work(&self) -> PathBuf {
        self.target.join("xtask")
    }

    /// What belongs to `dist` but not into it; in the checkout, so that it can be renamed to `dist` and goes with it.
    pub fn beside(&self) -> PathBuf {
        self.path("frontend/node_modules/.cache/canoe")
    }

    /// The finished frontend.
    pub fn dist(&self) -> PathBuf {
        self.path("frontend/dist")
    }
}

/// Canoe's folder under the user's cache folder; it outlives the checkout.
pub fn user_cache() -> Result<PathBuf> {
    let cache = match env("XDG_CACHE_HOME") {
        Some(dir) => PathBuf::from(dir),
        None => PathBuf::from(env("HOME").context("neither XDG_CACHE_HOME nor HOME is set: set one of them")?)
            .join(".cache"),
    };
    Ok(cache.join("canoe"))
}

/// A compiler flag that writes the paths of fetched packages without this machine's part: whose it is is nobody's
/// business, and it costs bytes in every panic message.
pub fn remap_cargo_home() -> String {
    let home = env("CARGO_HOME").map(PathBuf::from).or_else(|| Some(PathBuf::from(env("HOME")?).join(".cargo")));
    home.map(|home| format!("--remap-path-prefix={}=cargo", home.display())).unwrap_or_default()
}

/// A variable of the environment, unless it is unset or empty.
#[expect(clippy::disallowed_methods, reason = "the one place where xtask reads its environment")]
pub fn env(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The first folder of PATH that holds the program.
pub fn on_path(program: &str) -> Option<PathBuf> {
    let path = env("PATH")?;
    std::env::split_paths(&path).map(|dir| dir.join(program)).find(|file| file.is_file())
}
