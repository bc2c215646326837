//! Skipping a step whose inputs have not changed.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

/// A hash over everything a step reads.
pub struct Inputs(Sha256);

impl Inputs {
    /// Starts with the step's name and what else it depends on, e.g. a tool's version.
    pub fn new(step: &str) -> Self {
        Self(Sha256::new()).and(step)
    }

    pub fn and(mut self, text: &str) -> Self {
        self.field(text.as_bytes());
        self
    }

    /// Adds a file, or every file below a folder; names count as well as contents. What is missing counts as missing.
    pub fn and_files(mut self, root: &Path, paths: &[&str]) -> Result<Self> {
        for path in paths {
            for file in files(&root.join(path))? {
                self.field(file.strip_prefix(root).unwrap_or(&file).to_string_lossy().as_bytes());
                self.field(&read(&file)?);
            }
        }
        Ok(self)
    }

    pub fn finish(self) -> String {
        hex(&self.0.finalize())
    }

    fn field(&mut self, bytes: &[u8]) {
        self.0.update((bytes.len() as u64).to_le_bytes());
        self.0.update(bytes);
    }
}

/// Every file below `path`, or `path` itself, sorted; none when it does not exist.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found = Vec::new();
    if path.is_dir() {
        for entry in fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))? {
            found.extend(files(&entry?.path())?);
        }
    }
    found.sort();
    Ok(found)
}

/// The first 16 hexadecimal digits of the SHA-256, as used in file names.
pub fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))[..16].to_owned()
}

/// Whether the stamp holds this hash, which means that the step's output is current.
pub fn is_current(stamp: &Path, hash: &str) -> bool {
    fs::read_to_string(stamp).is_ok_and(|text| text == hash)
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file and the folders it needs.
pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result<()> {
    if let Some(parent) = path.parent() {
        create_dir(parent)?;
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))
}

pub fn create_dir(path: &Path) -> Result<()> {
    fs::create_dir_all(path).with_context(|| format!("cannot create {}", path.display()))
}

/// Removes a folder with what is in it; that it was not there is fine.
pub fn remove_dir(path: &Path) -> Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_keeps_fields_apart() {
        assert_ne!(Inputs::new("ab").and("c").finish(), Inputs::new("a").and("bc").finish());
        assert_eq!(Inputs::new("a").and("b").finish(), Inputs::new("a").and("b").finish());
    }

    #[test]
    fn a_short_hash_is_sha_256() {
        assert_eq!(short_hash(b""), "e3b0c44298fc1c14");
    }
}
