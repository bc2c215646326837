//! Building the standard library for wasm from its sources, once per toolchain.

use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

use super::debian;
use super::wasm::TARGET;
use crate::command::{cargo, output, say};
use crate::inputs::{create_dir, files, remove_dir, write};
use crate::project::remap_cargo_home;

const MANIFEST: &str = r#"[package]
name = "empty"
version = "0.0.0"
edition = "2024"

[profile.release]
panic = "abort"

[workspace]
"#;

/// Builds std in a scratch folder and adds it to the toolchain; its sources go, as nothing needs them any more.
pub fn build(toolchain: &Path, scratch: &Path) -> Result<()> {
    say("building the standard library for wasm");
    write(&scratch.join("Cargo.toml"), MANIFEST)?;
    write(&scratch.join("src/lib.rs"), "")?;
    let sources = toolchain.join("lib/rustlib/src");
    let mut command = cargo(scratch);
    command.args([
        "build",
        "--release",
        "--target",
        TARGET,
        "-Zbuild-std=std,panic_abort,test",
        "--target-dir",
        "target",
    ]);
    debian::select(&mut command, toolchain);
    // `-Z` on a stable cargo. Without bitcode, link-time optimisation of what uses this std fails.
    command.env("RUSTC_BOOTSTRAP", "1");
    let remap = format!("--remap-path-prefix={}=/rustc {}", sources.display(), remap_cargo_home());
    command.env("RUSTFLAGS", format!("-Cembed-bitcode=yes {remap}"));
    output(&mut command)?;

    let built = scratch.join("target").join(TARGET).join("release/deps");
    let into = toolchain.join("lib/rustlib").join(TARGET).join("lib");
    create_dir(&into)?;
    let mut copied = 0;
    for file in files(&built)? {
        let Some(name) = file.file_name().and_then(|name| name.to_str()) else { continue };
        if name.ends_with(".rlib") && !name.starts_with("libempty-") {
            fs::copy(&file, into.join(name))?;
            copied += 1;
        }
    }
    if copied == 0 {
        bail!("building std left no libraries in {}", built.display());
    }
    remove_dir(&sources)
}
