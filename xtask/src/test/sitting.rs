//! Many reps sit the exam at once on the server as it ships, which is killed in the middle.

use anyhow::Result;
use std::path::Path;
use std::process::Command;

use super::summary::Summary;
use crate::inputs::{create_dir, remove_dir};
use crate::project::Project;
use crate::serve::locate_files;

/// Reps that sit it.
const REPS: &str = "50";

/// Runs it on a fresh SQLite file.
pub fn on_sqlite(project: &Project, canoe: &Path, example: &Path, summary: &mut Summary) -> Result<()> {
    let folder = std::env::temp_dir().join(format!("canoe-sitting-{}", std::process::id()));
    remove_dir(&folder)?;
    create_dir(&folder)?;
    let url = format!("sqlite://{}", folder.join("canoe.db").display());
    let ran = run(project, (canoe, example), &url, "sitting, SQLite", summary);
    remove_dir(&folder)?;
    ran
}

/// Runs it on this empty PostgreSQL database.
pub fn on_postgres(project: &Project, canoe: &Path, example: &Path, url: &str, summary: &mut Summary) -> Result<()> {
    run(project, (canoe, example), url, "sitting, PostgreSQL", summary)
}

fn run(
    project: &Project,
    (canoe, example): (&Path, &Path),
    url: &str,
    name: &str,
    summary: &mut Summary,
) -> Result<()> {
    let mut command = Command::new(example);
    command.arg(canoe).arg(url).arg(project.path("content/packs")).arg(REPS);
    locate_files(project, &mut command);
    summary.record(name, &mut command)
}
