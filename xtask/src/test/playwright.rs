//! The suites that Playwright runs against the real server, built as it ships.

use anyhow::Result;
use std::path::Path;
use std::process::Command;

use super::summary::Summary;
use crate::project::Project;
use crate::serve::locate_files;

/// A suite of end2end.
#[derive(Clone, Copy)]
pub enum Suite {
    /// What people see, in Chromium.
    Browser,
    /// What a phone system asks: Kamailio, with SIPp on both sides.
    Phone,
}

impl Suite {
    fn name(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Phone => "phone system",
        }
    }

    fn configuration(self) -> &'static str {
        match self {
            Self::Browser => "playwright.config.ts",
            Self::Phone => "telephony.config.ts",
        }
    }
}

/// Runs a suite on SQLite, or on the PostgreSQL at this address.
pub fn run(
    project: &Project,
    suite: Suite,
    server: &Path,
    postgres: Option<&str>,
    summary: &mut Summary,
) -> Result<()> {
    let mut command = Command::new("npx");
    command.args(["--no-install", "playwright", "test", "--config", suite.configuration()]);
    command.current_dir(project.path("end2end")).env("CANOE_E2E_BINARY", server).env_remove("CANOE_E2E_DATABASE_URL");
    locate_files(project, &mut command);
    let name = suite.name();
    match postgres {
        None => summary.record(&format!("{name}, SQLite"), command.env("CANOE_E2E_DATABASE", "sqlite")),
        Some(url) => {
            command.env("CANOE_E2E_DATABASE", "postgres").env("CANOE_E2E_DATABASE_URL", url);
            summary.record(&format!("{name}, PostgreSQL"), &mut command)
        }
    }
}
