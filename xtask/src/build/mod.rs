//! Building: the browser half into frontend/dist, and the server.

mod compress;
mod css;
mod dist;
mod manifest;
mod wasm;

use anyhow::{Context, Result};
use std::fs::File;
use std::path::PathBuf;

use crate::command::{cargo, run, say};
use crate::inputs::create_dir;
use crate::project::Project;
use crate::setup;

/// Sets up and builds the browser half; what is current is not built again.
pub fn frontend(project: &Project) -> Result<()> {
    let toolchain = setup::frontend(project)?;
    let _lock = lock(project)?;
    let code = wasm::build(project, &toolchain)?;
    let style = css::build(project)?;
    dist::assemble(project, &code, &style)
}

/// Builds the server and hands back the binary's path.
pub fn server(project: &Project, release: bool, features: &[&str]) -> Result<PathBuf> {
    let profile = if release { "release" } else { "debug" };
    say(&format!("building the server ({profile})"));
    let mut command = cargo(project.root());
    command.args(["build", "--package", "server"]);
    if release {
        command.arg("--release");
    }
    if !features.is_empty() {
        command.arg("--features").arg(features.join(","));
    }
    run(&mut command)?;
    Ok(project.target().join(profile).join("canoe"))
}

/// Builds the server as it ships together with one of its examples, in one go: apart, each would build the other's dependencies with other
/// features again. Hands back the paths of both.
pub fn server_with_example(project: &Project, example: &str) -> Result<(PathBuf, PathBuf)> {
    say(&format!("building the server and the example `{example}` (release)"));
    run(cargo(project.root()).args([
        "build",
        "--release",
        "--package",
        "server",
        "--bin",
        "canoe",
        "--example",
        example,
    ]))?;
    let folder = project.target().join("release");
    Ok((folder.join("canoe"), folder.join("examples").join(example)))
}

/// Two builds at once would write the same files; the second waits.
fn lock(project: &Project) -> Result<File> {
    create_dir(&project.work())?;
    let path = project.work().join("build.lock");
    let file = File::create(&path).with_context(|| format!("cannot create {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}
