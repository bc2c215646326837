//! `cargo xtask dist`: the one file that an installation needs.

use anyhow::{Context, Result};
use std::fs;

use crate::build;
use crate::inputs::create_dir;
use crate::project::Project;

/// Builds the server with everything embedded and copies it to `target/dist/canoe`.
pub fn run(project: &Project) -> Result<()> {
    build::frontend(project)?;
    let binary = build::server(project, true, &["embed"])?;
    let folder = project.target().join("dist");
    create_dir(&folder)?;
    let (fresh, out) = (folder.join(".canoe-new"), folder.join("canoe"));
    // By a rename, because a running binary cannot be written to.
    fs::copy(&binary, &fresh).with_context(|| format!("cannot copy {} to {}", binary.display(), fresh.display()))?;
    fs::rename(&fresh, &out).with_context(|| format!("cannot create {}", out.display()))?;
    println!("{}: {:.1} MB", out.display(), fs::metadata(&out)?.len() as f64 / 1e6);
    Ok(())
}
