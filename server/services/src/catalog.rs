//! The training material: loading it, replacing it, and its pictures.

use std::path::Path;

use content::{Fault, Files};
use domain::catalog::Catalog;

/// A set of packs that passed the checks.
#[derive(Debug, Default)]
pub struct Material {
    /// Everything that is taught.
    pub catalog: Catalog,
    pub(crate) files: Files,
    fingerprint: String,
}

/// What came of loading packs: the material with its warnings, or all faults.
pub type Loading = std::result::Result<(Material, Vec<Fault>), Vec<Fault>>;

impl Material {
    /// Loads packs from their files.
    ///
    /// # Errors
    /// Every fault, where one of them is an error.
    pub fn from_files(files: Files) -> Loading {
        let loaded = content::load(&files);
        match loaded.catalog {
            Some(catalog) => Ok((Self { catalog, fingerprint: files.fingerprint(), files }, loaded.faults)),
            None => Err(loaded.faults),
        }
    }

    /// Reads the files of a folder of packs.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub fn read_files(dir: &Path) -> std::io::Result<Files> {
        Files::read_dir(dir)
    }

    /// SHA-256 over all files: changes when anything does.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// A picture of a module, with its media type.
    #[must_use]
    pub fn image(&self, pack: &str, module: &str, name: &str) -> Option<(&[u8], &'static str)> {
        self.files.image(pack, module, name)
    }
}
