//! The files of all packs, wherever they come from.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::hash::hex;
use crate::image;

/// Largest file in bytes.
pub const MAX_FILE: u64 = 5 * 1024 * 1024;
/// Largest sum of all files in bytes.
pub const MAX_ALL: u64 = 200 * 1024 * 1024;
/// Folders below each other; the format needs four, the rest is room for a good message about a misplaced file.
const MAX_DEPTH: usize = 12;

/// The files of all packs: paths relative to the folder of packs (`halyard/pack.toml`), and contents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    /// No files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads a folder of packs; names that begin with a dot are left out.
    ///
    /// # Errors
    /// Where something cannot be read, a name is not UTF-8, a symbolic link leads out of the folder, or a limit
    /// ([`MAX_FILE`], [`MAX_ALL`]) is passed.
    pub fn read_dir(dir: &Path) -> io::Result<Self> {
        let root = dir.canonicalize().map_err(|e| named(dir, &e))?;
        let mut walk = Walk { root: &root, files: Self::new(), total: 0 };
        walk.folder(&root, "", 0)?;
        Ok(walk.files)
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, contents: impl Into<Vec<u8>>) {
        self.0.insert(path.into(), contents.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &str) -> Option<Vec<u8>> {
        self.0.remove(path)
    }

    /// The contents of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.0.get(path).map(Vec::as_slice)
    }

    /// All files in the order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(path, contents)| (path.as_str(), contents.as_slice()))
    }

    /// SHA-256 in hex over all paths and contents: changes when anything does.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, contents) in &self.0 {
            // Lengths keep ("ab", "c") and ("a", "bc") apart.
            for part in [path.as_bytes(), contents] {
                hasher.update((part.len() as u64).to_le_bytes());
                hasher.update(part);
            }
        }
        hex(&hasher.finalize())
    }

    /// A picture of a module, with its media type; nothing else in a pack is reachable this way.
    #[must_use]
    pub fn image(&self, pack: &str, module: &str, name: &str) -> Option<(&[u8], &'static str)> {
        let mime = image::mime(name)?;
        if [pack, module, name].iter().any(|part| part.contains('/')) {
            return None;
        }
        Some((self.get(&format!("{pack}/modules/{module}/images/{name}"))?, mime))
    }
}

struct Walk<'a> {
    root: &'a Path,
    files: Files,
    total: u64,
}

impl Walk<'_> {
    fn folder(&mut self, dir: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        if depth > MAX_DEPTH {
            return Err(bad(dir, "is nested too deep"));
        }
        for entry in fs::read_dir(dir).map_err(|e| named(dir, &e))? {
            let path = entry.map_err(|e| named(dir, &e))?.path();
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
                return Err(bad(&path, "has a name that is not UTF-8"));
            };
            if name.starts_with('.') {
                continue;
            }
            // Links inside the folder are fine (Kubernetes mounts files so); a link out of it would publish the disk.
            let real = path.canonicalize().map_err(|e| named(&path, &e))?;
            if !real.starts_with(self.root) {
                return Err(bad(&path, "is a symbolic link that leads out of the folder of packs"));
            }
            if real.is_dir() {
                self.folder(&real, &format!("{prefix}{name}/"), depth + 1)?;
            } else {
                self.file(&real, format!("{prefix}{name}"))?;
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, name: String) -> io::Result<()> {
        let meta = fs::metadata(path).map_err(|e| named(path, &e))?;
        // A pipe or a device would block the server for ever.
        if !meta.is_file() {
            return Err(bad(path, "is no ordinary file"));
        }
        self.total = self.total.saturating_add(meta.len());
        if meta.len() > MAX_FILE {
            return Err(bad(path, "is larger than 5 MB"));
        }
        if self.total > MAX_ALL {
            return Err(bad(self.root, "holds more than 200 MB"));
        }
        self.files.insert(name, fs::read(path).map_err(|e| named(path, &e))?);
        Ok(())
    }
}

/// The operating system's errors do not say which file they are about.
fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

fn bad(path: &Path, what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{} {what}", path.display()))
}
