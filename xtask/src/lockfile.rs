//! Reading Cargo.lock.

use anyhow::{Context, Result, bail};

use crate::inputs::read;
use crate::project::Project;

/// The versions of a package in the lock file's text.
pub fn versions<'a>(lock: &'a str, package: &str) -> Vec<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if line == name {
            let version = lines.next().and_then(|line| line.strip_prefix("version = \""));
            found.extend(version.map(|text| text.trim_end_matches('"')));
        }
    }
    found
}

/// The bundler reads wasm-bindgen's private section, so both must be of one version.
pub fn check_wasm_bindgen(project: &Project) -> Result<()> {
    let lock = String::from_utf8(read(&project.path("Cargo.lock"))?).context("Cargo.lock is not UTF-8")?;
    let library = versions(&lock, "wasm-bindgen");
    let bundler = versions(&lock, "wasm-bindgen-cli-support");
    if library.len() != 1 || library != bundler {
        bail!(
            "wasm-bindgen {library:?} and wasm-bindgen-cli-support {bundler:?} must be one and the same version.\n\
             Set `wasm-bindgen` in Cargo.toml and `wasm-bindgen-cli-support` in xtask/Cargo.toml to the same \"=0.2.x\"."
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::versions;

    #[test]
    fn finds_every_version_and_no_namesake() {
        let lock = "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\n[[package]]\nname = \"a-b\"\nversion = \"2.0.0\"\n\n\
                    [[package]]\nname = \"a\"\nversion = \"3.0.0\"\n";
        assert_eq!(versions(lock, "a"), ["1.0.0", "3.0.0"]);
    }
}
