//! `cargo xtask check`: what can be said about the sources without running them.

use anyhow::{Result, bail};
use std::process::Command;

use crate::command::{cargo, line, run, say};
use crate::lengths;
use crate::project::{Project, on_path};
use crate::setup;

type Check = fn(&Project) -> Result<()>;

/// Runs every check, also after one failed, and fails with their names.
pub fn run_all(project: &Project) -> Result<()> {
    let checks: [(&str, Check); 6] = [
        ("file lengths", lengths::check),
        ("formatting", formatting),
        ("clippy, server", clippy_server),
        ("clippy, browser", clippy_browser),
        ("dependencies (cargo-deny)", deny),
        ("unused dependencies (cargo-machete)", machete),
    ];
    let mut failed = Vec::new();
    for (name, check) in checks {
        say(name);
        if let Err(error) = check(project) {
            println!("error: {error:#}");
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("these checks failed: {}", failed.join("; "));
    }
    println!("all checks passed");
    Ok(())
}

fn formatting(project: &Project) -> Result<()> {
    let mut command = cargo(project.root());
    let result = run(command.args(["fmt", "--all", "--check"]));
    result.map_err(|error| error.context("run `cargo fmt --all`"))
}

fn clippy_server(project: &Project) -> Result<()> {
    run(cargo(project.root()).args(["clippy", "--all-targets", "--", "--deny", "warnings"]))
}

/// The browser half is another program: other features, another target.
fn clippy_browser(project: &Project) -> Result<()> {
    let toolchain = setup::wasm(project)?;
    let mut command = toolchain.clippy(project);
    command.args(["--package", "frontend", "--target", "wasm32-unknown-unknown", "--target-dir"]);
    run(command.arg(project.wasm_target()).args(["--", "--deny", "warnings"]))
}

fn deny(project: &Project) -> Result<()> {
    let mut command = tool(project, "cargo-deny")?;
    run(command.args(["--log-level", "warn", "check", "bans", "licenses", "sources"]))
}

fn machete(project: &Project) -> Result<()> {
    run(&mut tool(project, "cargo-machete")?)
}

/// A tool that is installed on first use.
fn tool(project: &Project, name: &str) -> Result<Command> {
    if on_path(name).is_none() {
        let mut install = cargo(project.root());
        install.args(["install", name, "--locked", "--quiet"]);
        say(&format!("{name} is missing; {}", line(&install)));
        run(&mut install)?;
    }
    let mut command = Command::new(name);
    command.current_dir(project.root());
    Ok(command)
}
