//! The npm packages of a folder, installed again only when their lock file changed.

use anyhow::{Result, bail};
use std::path::Path;
use std::process::Command;

use crate::command::{run, say};
use crate::inputs::{Inputs, is_current, write};
use crate::project::on_path;

/// Runs `npm ci` in the folder unless what is installed already fits its lock file.
pub fn install(folder: &Path) -> Result<()> {
    if !folder.join("package-lock.json").is_file() {
        bail!("{} has no package-lock.json: run `npm install` there and commit what it writes", folder.display());
    }
    let hash = Inputs::new("npm").and_files(folder, &["package.json", "package-lock.json"])?.finish();
    let stamp = folder.join("node_modules/.canoe-lock-hash");
    if is_current(&stamp, &hash) {
        return Ok(());
    }
    if on_path("npm").is_none() {
        bail!("npm is missing: install Node.js 20 or newer (https://nodejs.org, or `apt-get install nodejs npm`)");
    }
    say(&format!("npm ci in {}", folder.display()));
    // No package of ours needs its install script, and Playwright's browsers come from elsewhere.
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]).current_dir(folder))?;
    write(&stamp, hash)
}
