//! `manifest.json`: how the server finds the files whose names carry a hash.

use serde_json::{Value, json};

/// The URLs of what a page loads.
pub struct Manifest {
    pub css: String,
    pub js: String,
    pub wasm: String,
    /// Every file that may be asked for, compressed copies aside. What lies under `/assets/` never changes.
    pub files: Vec<String>,
}

impl Manifest {
    pub fn to_json(&self) -> Value {
        json!({ "css": self.css, "js": self.js, "wasm": self.wasm, "files": self.files })
    }
}
