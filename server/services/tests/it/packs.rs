//! Packs with edits.

use std::path::Path;

use content::Files;
use services::catalog::Material;

/// The shipped packs, to edit.
pub struct Packs(Files);

impl Packs {
    /// The packs that Canoe comes with.
    pub fn shipped() -> Self {
        let packs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/packs");
        Self(Material::read_files(&packs).unwrap())
    }

    /// Edits a file of the pack.
    pub fn edit(mut self, path: &str, edit: impl Fn(String) -> String) -> Self {
        let path = format!("halyard/{path}");
        let text = String::from_utf8(self.0.get(&path).unwrap().to_vec()).unwrap();
        self.0.insert(path, edit(text));
        self
    }

    /// Raises a module's revision, with the days of grace where they are not the usual ones.
    pub fn raise(self, module: &str, to: u32, change: &str, grace_days: Option<u32>) -> Self {
        let grace = grace_days.map_or_else(String::new, |days| format!("\ngrace_days = {days}"));
        self.edit(&format!("modules/{module}/module.toml"), |text| {
            text.replace("revision = 1", &format!("revision = {to}"))
                .replace("change = \"editorial\"", &format!("change = \"{change}\"{grace}"))
        })
    }

    /// Gives questions of a module another heading.
    pub fn reword(self, module: &str, questions: &[&str]) -> Self {
        self.edit(&format!("modules/{module}/questions.md"), |text| {
            let reword = |text: String, id: &&str| text.replace(&format!(" {{#{id} "), &format!(" Now? {{#{id} "));
            questions.iter().fold(text, reword)
        })
    }

    /// The material of it.
    pub fn material(self) -> Material {
        Material::from_files(self.0).unwrap().0
    }
}
