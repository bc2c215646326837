//! The tests in a browser, against the real server, built as it ships.

use anyhow::Result;
use std::path::Path;
use std::process::Command;

use super::summary::Summary;
use crate::project::Project;
use crate::serve::locate_files;

/// Runs Playwright on SQLite, or on the PostgreSQL at this address.
pub fn run(project: &Project, server: &Path, postgres: Option<&str>, summary: &mut Summary) -> Result<()> {
    let mut command = Command::new("npx");
    command.args(["--no-install", "playwright", "test"]).current_dir(project.path("end2end"));
    command.env("CANOE_E2E_BINARY", server).env_remove("CANOE_E2E_DATABASE_URL");
    locate_files(project, &mut command);
    match postgres {
        None => summary.record("browser, SQLite", command.env("CANOE_E2E_DATABASE", "sqlite")),
        Some(url) => {
            command.env("CANOE_E2E_DATABASE", "postgres").env("CANOE_E2E_DATABASE_URL", url);
            summary.record("browser, PostgreSQL", &mut command)
        }
    }
}
