//! The style sheet: Tailwind with the classes that the sources use.

use anyhow::{Result, bail};
use std::path::PathBuf;
use std::process::Command;

use crate::command::{output, say};
use crate::inputs::{Inputs, create_dir, is_current, write};
use crate::project::Project;

/// Where classes may come from.
const SOURCES: [&str; 4] = ["app/src", "content/src", "frontend/style", "frontend/package-lock.json"];

/// Builds one minified file and hands back its path.
pub fn build(project: &Project) -> Result<PathBuf> {
    let entry = project.path("frontend/style/main.css");
    if !entry.is_file() {
        bail!("{} is missing: it is where the style sheet starts", entry.display());
    }
    let out = project.work().join("css/canoe.css");
    let stamp = project.work().join("css.stamp");
    let hash = Inputs::new("css 1").and_files(project.root(), &SOURCES)?.finish();
    if is_current(&stamp, &hash) && out.is_file() {
        return Ok(out);
    }
    say("building the style sheet");
    create_dir(&project.work().join("css"))?;
    let mut command = Command::new("node");
    command.arg(project.path("frontend/node_modules/@tailwindcss/cli/dist/index.mjs"));
    command.arg("--input").arg(entry).arg("--output").arg(&out).arg("--minify");
    output(command.current_dir(project.path("frontend")))?;
    write(&stamp, hash)?;
    Ok(out)
}
