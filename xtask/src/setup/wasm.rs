//! A compiler for the browser half: the active toolchain's, or one made from Debian's packages.

use anyhow::{Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use super::{apt, debian};
use crate::command::{cargo, output, say, within};
use crate::project::{Project, env, on_path};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Where wasm code comes from.
pub enum WasmToolchain {
    /// The toolchain that builds everything else has the target.
    Active,
    /// A second toolchain in this folder, of its own version.
    Debian(PathBuf),
}

impl WasmToolchain {
    /// A cargo that compiles with this toolchain; for the target only, never for the server.
    pub fn cargo(&self, project: &Project) -> Command {
        let mut command = cargo(project.root());
        if let Self::Debian(folder) = self {
            debian::select(&mut command, folder);
        }
        command
    }

    /// A `cargo clippy` of this toolchain; clippy reads only the std of its own version.
    pub fn clippy(&self, project: &Project) -> Command {
        match self {
            Self::Active => {
                let mut command = cargo(project.root());
                command.arg("clippy");
                command
            }
            Self::Debian(folder) => {
                let mut command = Command::new(folder.join("bin/cargo-clippy"));
                command.arg("clippy").current_dir(project.root());
                debian::select(&mut command, folder);
                command
            }
        }
    }

    /// What tells this compiler from another, for the hash of a step's inputs.
    pub fn version(&self, project: &Project) -> Result<String> {
        match self {
            Self::Active => output(Command::new("rustc").arg("-vV").current_dir(project.root())),
            Self::Debian(folder) => Ok(folder.display().to_string()),
        }
    }
}

/// Finds or makes the toolchain: the target is there, rustup adds it, or Debian's packages do.
/// `CANOE_WASM_TOOLCHAIN=debian` skips the first two.
pub fn ensure(project: &Project) -> Result<WasmToolchain> {
    let debian_only = env("CANOE_WASM_TOOLCHAIN").is_some_and(|wish| wish == "debian");
    if !debian_only && is_there(project.root()) {
        return Ok(WasmToolchain::Active);
    }
    if let Some(folder) = debian::made()? {
        return Ok(WasmToolchain::Debian(folder));
    }
    if !debian_only && on_path("rustup").is_some() {
        say(&format!("rustup target add {TARGET}"));
        let limit = Duration::from_secs(180);
        let added = within(limit, Command::new("rustup").args(["target", "add", TARGET]).current_dir(project.root()));
        if added.is_some_and(|status| status.success()) && is_there(project.root()) {
            return Ok(WasmToolchain::Active);
        }
        say("rustup cannot fetch it here; trying Debian's packages");
    }
    if !apt::available() {
        bail!(
            "the browser half needs Rust's target {TARGET}, and neither rustup nor Debian's apt can give it here.\n\
             Install it for the active toolchain (`rustup target add {TARGET}`, or your system's package for it) and run \
             this again."
        );
    }
    debian::make().map(WasmToolchain::Debian)
}

/// Whether the active toolchain has the target's standard library.
fn is_there(root: &Path) -> bool {
    let printed =
        output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]).current_dir(root));
    let Ok(entries) = printed.and_then(|dir| Ok(std::fs::read_dir(dir.trim())?)) else { return false };
    entries.flatten().any(|entry| entry.file_name().to_string_lossy().starts_with("libstd-"))
}
