//! From files to a catalog.

use std::collections::BTreeMap;

use domain::catalog::{Catalog, Slug};

use crate::fault::{Fault, Severity, Sink, Spot};
use crate::files::Files;
use crate::{layout, pack};

/// What came of loading packs.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// All packs; none if there is any error, because half a catalog must not be served.
    pub catalog: Option<Catalog>,
    /// Everything that is wrong, in the order of files, lines and columns.
    pub faults: Vec<Fault>,
}

impl Loaded {
    /// The faults that keep the packs from being served.
    pub fn errors(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Error)
    }

    /// The faults that do not.
    pub fn warnings(&self) -> impl Iterator<Item = &Fault> {
        self.faults.iter().filter(|fault| fault.severity == Severity::Warning)
    }
}

/// Loads and checks all packs, and reports everything that is wrong with them.
#[must_use]
pub fn load(files: &Files) -> Loaded {
    let sink = Sink::default();
    let layout = layout::sort(files, &sink);
    if layout.is_empty() {
        // An unmounted folder looks like this; it must not take the material away from everybody.
        sink.push(
            Fault::error(Spot::start("."), "empty", "there is no pack here")
                .help("a pack is a folder with a `pack.toml`"),
        );
    }
    let mut catalog = Catalog::default();
    let mut scopes: BTreeMap<Slug, Spot> = BTreeMap::new();
    for (name, files_of) in &layout {
        let read = pack::read(files, name, files_of, &sink);
        catalog.packs.extend(read.pack.map(|pack| (name.clone(), pack)));
        for scope in read.scopes {
            if let Some(first) = scopes.get(&scope.value) {
                let fault = Fault::error(scope.spot, "scope", format!("the scope `{}` is taken", scope.value));
                sink.push(fault.help(format!("it belongs to `{}`", first.file)));
            } else {
                scopes.insert(scope.value, scope.spot);
            }
        }
    }
    let faults = sink.into_sorted();
    let sound = faults.iter().all(|fault| fault.severity != Severity::Error);
    Loaded { catalog: sound.then_some(catalog), faults }
}
