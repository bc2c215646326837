//! `cargo xtask serve`: build everything, then become the server.

use anyhow::{Context, Result};
use std::os::unix::process::CommandExt;
use std::process::Command;

use crate::build;
use crate::command::{line, say};
use crate::project::{Project, env};

/// Replaces this process by `canoe serve`, so that signals reach the server itself.
pub fn run(project: &Project, release: bool, args: &[String]) -> Result<()> {
    build::frontend(project)?;
    let binary = build::server(project, release, &[])?;
    let mut command = Command::new(&binary);
    command.arg("serve").args(args).current_dir(project.root());
    locate_files(project, &mut command);
    say(&line(&command));
    Err(command.exec()).with_context(|| format!("cannot start {}", binary.display()))
}

/// Tells a server that has nothing embedded where this checkout's frontend and packs are, unless the environment does.
pub fn locate_files(project: &Project, command: &mut Command) {
    if env("CANOE_ASSETS").is_none() {
        command.env("CANOE_ASSETS", project.dist());
    }
    if env("CANOE_CONTENT").is_none() {
        command.env("CANOE_CONTENT", project.path("content/packs"));
    }
}
