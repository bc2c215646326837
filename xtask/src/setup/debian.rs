//! A second Rust toolchain from Debian's packages, for machines where rustup cannot download.
//!
//! Debian's `rustc-web` follows Firefox and Chromium, so it is recent even in the stable release; it carries no std for
//! wasm, but the library's sources. The packages are unpacked into the user's cache folder: no root, nothing installed.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{apt, std_build};
use crate::command::{output, say};
use crate::inputs::{create_dir, files, remove_dir, write};
use crate::project::user_cache;

const MARKER: &str = "ready";

/// Makes a command use the toolchain in this folder.
pub fn select(command: &mut Command, folder: &Path) {
    command.env("RUSTC", folder.join("bin/rustc")).env("LD_LIBRARY_PATH", folder.join("lib"));
}

/// The newest toolchain that was made earlier and is complete.
pub fn made() -> Result<Option<PathBuf>> {
    let Ok(entries) = fs::read_dir(home()?) else { return Ok(None) };
    Ok(entries.flatten().map(|entry| entry.path()).filter(|folder| folder.join(MARKER).is_file()).max())
}

/// Makes the toolchain; it appears under its final name only when it is complete.
pub fn make() -> Result<PathBuf> {
    let version = known_version()?;
    let folder = home()?.join(&version);
    let staging = home()?.join(format!(".{version}.{}", std::process::id()));
    say(&format!("making a toolchain for wasm from Debian's rustc-web {version} (about two minutes, once)"));
    let result =
        make_in(&staging).with_context(|| format!("cannot make a toolchain for wasm from rustc-web {version}"));
    if result.is_ok() {
        remove_dir(&folder)?;
        fs::rename(staging.join("toolchain"), &folder)
            .with_context(|| format!("cannot create {}", folder.display()))?;
    }
    remove_dir(&staging)?;
    result.map(|()| folder)
}

fn home() -> Result<PathBuf> {
    Ok(user_cache()?.join("wasm-toolchain"))
}

fn known_version() -> Result<String> {
    if let Some(version) = apt::candidate("rustc-web") {
        return Ok(version);
    }
    if apt::is_root() {
        say("apt-get update");
        apt::update()?;
    }
    apt::candidate("rustc-web").context(
        "apt knows no package rustc-web: run `apt-get update` as root, with Debian's security archive among its sources",
    )
}

fn make_in(staging: &Path) -> Result<()> {
    let (unpacked, toolchain) = (staging.join("unpacked"), staging.join("toolchain"));
    unpack(&packages()?, &staging.join("packages"), &unpacked)?;
    lay_out(&unpacked, &toolchain)?;
    let mut rustc = Command::new(toolchain.join("bin/rustc"));
    select(&mut rustc, &toolchain);
    let version = output(rustc.arg("-vV")).context("the unpacked rustc does not run")?;
    std_build::build(&toolchain, &staging.join("std"))?;
    write(&toolchain.join(MARKER), version)
}

/// The packages to fetch: the compiler's by name, and libraries that this system lacks.
fn packages() -> Result<BTreeSet<String>> {
    let find = |of: &str, prefix: &str| -> Result<String> {
        let found = apt::depends(of)?.into_iter().find(|name| name.starts_with(prefix));
        found.with_context(|| format!("the package {of} depends on no {prefix}*"))
    };
    let std = find("libstd-rust-web-dev", "libstd-rust-web-")?;
    let llvm = find(&std, "libllvm")?;
    let lld = llvm.replace("libllvm", "lld-");
    let mut all = BTreeSet::new();
    missing_libraries(&std, &mut all)?;
    missing_libraries(&lld, &mut all)?;
    all.extend([
        llvm,
        "rustc-web".into(),
        "libstd-rust-web-dev".into(),
        "rust-web-src".into(),
        "rust-web-clippy".into(),
    ]);
    Ok(all)
}

fn missing_libraries(package: &str, all: &mut BTreeSet<String>) -> Result<()> {
    if all.insert(package.to_owned()) {
        for dependency in apt::depends(package)? {
            if !apt::is_installed(&dependency) {
                missing_libraries(&dependency, all)?;
            }
        }
    }
    Ok(())
}

fn unpack(packages: &BTreeSet<String>, archives: &Path, into: &Path) -> Result<()> {
    create_dir(archives)?;
    create_dir(into)?;
    output(Command::new("apt-get").args(["download", "--quiet"]).args(packages).current_dir(archives))?;
    for archive in files(archives)? {
        output(Command::new("dpkg").arg("--extract").arg(&archive).arg(into))?;
    }
    Ok(())
}

/// Debian spreads a toolchain over /usr; rustc and cargo find their way in this layout.
fn lay_out(unpacked: &Path, toolchain: &Path) -> Result<()> {
    let usr = unpacked.join("usr");
    let library = toolchain.join("lib/rustlib");
    for program in ["rustc", "clippy-driver", "cargo-clippy"] {
        place(&usr.join("bin").join(program), &toolchain.join("bin").join(program))?;
    }
    for folder in [usr.join("lib"), unpacked.join("lib")] {
        for multiarch in folders(&folder)?.into_iter().filter(|folder| ends_with(folder, "-linux-gnu")) {
            for file in files(&multiarch)?.into_iter().filter(|file| file.to_string_lossy().contains(".so")) {
                place(&file, &toolchain.join("lib").join(file.file_name().unwrap_or_default()))?;
            }
        }
    }
    let host = folders(&usr.join("lib/rustlib"))?.into_iter().find(|folder| ends_with(folder, "-linux-gnu"));
    let host = host.context("the packages hold no std for this machine")?;
    let host_library = library.join(host.file_name().unwrap_or_default());
    place(&host, &host_library)?;
    let lld = folders(&usr.join("lib"))?.into_iter().map(|folder| folder.join("bin/lld")).find(|file| file.is_file());
    place(&lld.context("the packages hold no lld")?, &host_library.join("bin/rust-lld"))?;
    let sources =
        folders(&usr.join("src"))?.into_iter().map(|folder| folder.join("library")).find(|path| path.is_dir());
    place(&sources.context("the packages hold no library sources")?, &library.join("src/rust/library"))
}

fn folders(of: &Path) -> Result<Vec<PathBuf>> {
    if !of.is_dir() {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(of).with_context(|| format!("cannot list {}", of.display()))?;
    Ok(entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()).collect())
}

fn ends_with(path: &Path, suffix: &str) -> bool {
    path.to_string_lossy().ends_with(suffix)
}

fn place(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        create_dir(parent)?;
    }
    fs::rename(from, to).with_context(|| format!("cannot move {} to {}", from.display(), to.display()))
}
