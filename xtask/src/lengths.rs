//! The length of source files: about 100 lines, split at 400, never over 600.

use anyhow::{Result, bail};

use crate::inputs::{files, read};
use crate::project::Project;

const SPLIT_AT: usize = 400;
const NEVER_OVER: usize = 600;
const FOLDERS: [&str; 6] = ["app", "content", "frontend/src", "migrations", "server", "xtask"];

/// Names Rust files that should be split, and fails on those that must be.
pub fn check(project: &Project) -> Result<()> {
    let mut too_long = 0;
    for folder in FOLDERS {
        for file in files(&project.path(folder))? {
            if file.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let lines = read(&file)?.split(|byte| *byte == b'\n').count().saturating_sub(1);
            let name = file.strip_prefix(project.root()).unwrap_or(&file).display();
            if lines > NEVER_OVER {
                too_long += 1;
                println!("error: {name} has {lines} lines, more than {NEVER_OVER}");
            } else if lines > SPLIT_AT {
                println!("warning: {name} has {lines} lines, more than {SPLIT_AT}: split it soon");
            }
        }
    }
    if too_long > 0 {
        bail!("{too_long} files are too long: split them by what they are about");
    }
    Ok(())
}
