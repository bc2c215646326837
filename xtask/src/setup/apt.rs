//! Debian's packages: what apt knows, what is installed, and installing more.

use anyhow::{Result, bail};
use std::process::Command;

use crate::command::{output, run, say};
use crate::project::on_path;

/// Whether this is Debian or one of its descendants.
pub fn available() -> bool {
    ["apt-get", "apt-cache", "dpkg", "dpkg-query"].iter().all(|program| on_path(program).is_some())
}

pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs packages system-wide; `why` goes into the error when this machine cannot.
pub fn install(packages: &[&str], why: &str) -> Result<()> {
    let names = packages.join(" ");
    if !available() {
        bail!("{why}, and this is not Debian: install it by your system's means and run this again");
    }
    if !is_root() {
        bail!("{why}: run `sudo apt-get install {names}` and run this again");
    }
    say(&format!("installing {names} by apt"));
    update()?;
    let mut command = Command::new("apt-get");
    command.args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages);
    run(command.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Refreshes apt's lists.
pub fn update() -> Result<()> {
    output(Command::new("apt-get").args(["update", "--quiet"])).map(drop)
}

/// The version that apt would install, if it knows the package.
pub fn candidate(package: &str) -> Option<String> {
    let policy = output(Command::new("apt-cache").args(["policy", package]).env("LC_ALL", "C")).ok()?;
    parse_candidate(&policy)
}

/// The names in the package's `Depends`, alternatives and versions dropped.
pub fn depends(package: &str) -> Result<Vec<String>> {
    let shown = output(Command::new("apt-cache").args(["show", "--no-all-versions", package]))?;
    Ok(parse_depends(&shown))
}

pub fn is_installed(package: &str) -> bool {
    let format = "${db:Status-Status}";
    output(Command::new("dpkg-query").args(["--show", "--showformat", format, package]))
        .is_ok_and(|status| status.starts_with("installed"))
}

fn parse_candidate(policy: &str) -> Option<String> {
    let version = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    (version != "(none)").then(|| version.to_owned())
}

fn parse_depends(shown: &str) -> Vec<String> {
    let list = shown.lines().find_map(|line| line.strip_prefix("Depends: ")).unwrap_or_default();
    let first = |group: &str| group.split(['|', '(', ':']).next().map(|name| name.trim().to_owned());
    list.split(',').filter_map(first).filter(|name| !name.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_policy() {
        let known = "rustc-web:\n  Installed: (none)\n  Candidate: 1.96.0+dfsg1-1~deb12u2\n  Version table:\n";
        assert_eq!(parse_candidate(known).as_deref(), Some("1.96.0+dfsg1-1~deb12u2"));
        assert_eq!(parse_candidate("x:\n  Installed: (none)\n  Candidate: (none)\n"), None);
        assert_eq!(parse_candidate(""), None);
    }

    #[test]
    fn reads_dependencies() {
        let shown = "Package: x\nPre-Depends: a\nDepends: libc6 (>= 2.34), libllvm22:any, gcc | clang, binutils\n";
        assert_eq!(parse_depends(shown), ["libc6", "libllvm22", "gcc", "binutils"]);
    }
}
