//! The Rust tests: all of them on SQLite, those that meet a database again on PostgreSQL.

use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::summary::Summary;
use crate::command::{cargo, run};
use crate::project::Project;

/// The variable that makes tests use the PostgreSQL it names.
pub const POSTGRES: &str = "CANOE_TEST_POSTGRES_URL";

/// The packages whose tests meet a database.
const ON_BOTH: [&str; 3] = ["store", "services", "server"];

/// A built test program and the folder of its package.
pub struct Suite {
    package: String,
    folder: PathBuf,
    program: PathBuf,
}

/// Builds the tests and says where they are.
pub fn build(project: &Project) -> Result<Vec<Suite>> {
    let mut command = cargo(project.root());
    command.args(["test", "--no-run"]);
    run(&mut command)?;
    // Once more, now that nothing is left to build, for the list. It must be the same command: with fewer packages
    // cargo would unify other features and build them all again.
    command.args(["--quiet", "--message-format", "json"]).stdin(Stdio::null());
    let listed = command.output().context("cannot list the test programs")?;
    let lines = String::from_utf8(listed.stdout).context("cargo's messages are not UTF-8")?;
    Ok(lines.lines().filter_map(suite).collect())
}

/// Runs every test of the default members on SQLite, those in documentation too.
pub fn run_all(project: &Project, filter: &[String], summary: &mut Summary) -> Result<()> {
    let mut command = cargo(project.root());
    command.args(["test", "--no-fail-fast"]);
    if !filter.is_empty() {
        command.arg("--").args(filter);
    }
    summary.record("Rust, SQLite", command.env_remove(POSTGRES))
}

/// Runs the programs of the packages that meet a database, as cargo would, on this PostgreSQL.
pub fn run_on_postgres(
    project: &Project,
    suites: &[Suite],
    url: &str,
    filter: &[String],
    summary: &mut Summary,
) -> Result<()> {
    for suite in suites.iter().filter(|suite| ON_BOTH.contains(&suite.package.as_str())) {
        println!("     Running {} ({})", suite.package, relative(project, &suite.program).display());
        let mut command = Command::new(&suite.program);
        command.args(filter).current_dir(&suite.folder).env("CARGO_MANIFEST_DIR", &suite.folder).env(POSTGRES, url);
        summary.record("Rust, PostgreSQL", &mut command)?;
    }
    Ok(())
}

fn relative<'a>(project: &Project, path: &'a Path) -> &'a Path {
    path.strip_prefix(project.root()).unwrap_or(path)
}

fn suite(line: &str) -> Option<Suite> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["profile"]["test"] != true {
        return None;
    }
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    // Every package is in a folder of its own name.
    let package = folder.file_name()?.to_str()?.to_owned();
    Some(Suite { package, folder, program: message["executable"].as_str()?.into() })
}

#[cfg(test)]
mod tests {
    use super::suite;

    #[test]
    fn lists_test_programs_only() {
        let line = r#"{"reason":"compiler-artifact","manifest_path":"/r/server/store/Cargo.toml","profile":{"test":true},"executable":"/r/target/debug/deps/store-1"}"#;
        let found = suite(line).unwrap();
        assert_eq!((found.package.as_str(), found.program.to_str()), ("store", Some("/r/target/debug/deps/store-1")));
        assert!(suite(&line.replace("true", "false")).is_none());
        assert!(suite(&line.replace(r#""/r/target/debug/deps/store-1""#, "null")).is_none());
        assert!(suite("not json").is_none());
    }
}
