//! The training material: loading it, replacing it, and its pictures.

mod next;
mod preview;

use std::collections::BTreeMap;
use std::path::Path;

use content::{Fault, Files};
use domain::catalog::revision::manifest;
use domain::catalog::{Catalog, LastRevision, Lesson, Manifest, Module, ModuleRef, Question, Revision, Slug};
use domain::time::Timestamp;
pub use next::{Next, preview_next};
pub use preview::{Loss, Preview, RevisionPreview, ScopePreview, SilentChange, preview};
use serde_json::json;
use store::catalog as table;

use crate::{Error, Result, Services, clearance, operate};

/// A set of packs that passed the checks.
#[derive(Debug, Default)]
pub struct Material {
    /// Everything that is taught.
    pub catalog: Catalog,
    pub(crate) files: Files,
    fingerprint: String,
    bases: BTreeMap<Slug, String>,
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
            Some(catalog) => {
                let (bases, fingerprint) = (clearance::bases(&catalog), files.fingerprint());
                Ok((Self { catalog, fingerprint, files, bases }, loaded.faults))
            }
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

    /// What decides in a scope besides the facts: changes when another clearance may come out of the same facts.
    #[must_use]
    pub fn basis(&self, scope: &Slug) -> &str {
        self.bases.get(scope).map_or("", String::as_str)
    }

    /// A picture of a module, with its media type.
    #[must_use]
    pub fn image(&self, pack: &str, module: &str, name: &str) -> Option<(&[u8], &'static str)> {
        self.files.image(pack, module, name)
    }
}

/// Stores the source of every lesson, question and policy that is live and not stored yet, so that what somebody reads, answers or is judged
/// by can be shown as it was; and every revision of a module that is higher than the last, which goes live with that. Says how many were new;
/// where there are none, nothing is written.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot be read or written; then try again.
pub async fn store_material(services: &Services) -> Result<usize> {
    match store_once(services).await {
        // Another node stored the same at the same moment; now it is there.
        Err(Error::Refused { code: Error::CONFLICT, .. }) => store_once(services).await,
        stored => stored,
    }
}

async fn store_once(services: &Services) -> Result<usize> {
    let permit = operate()?;
    let material = services.material();
    let store = services.store();
    let modules: Vec<&Module> = material.catalog.packs.values().flat_map(|pack| pack.modules.values()).collect();
    let lessons: Vec<&Lesson> = modules.iter().flat_map(|module| &module.lessons).collect();
    let questions: Vec<&Question> = modules.iter().flat_map(|module| &module.questions).collect();
    let versions: Vec<&str> = lessons.iter().map(|lesson| lesson.version.as_str()).collect();
    let known = table::known_lessons(store, &permit, &versions).await?;
    let lessons: Vec<&Lesson> = lessons.into_iter().filter(|lesson| !known.contains(&lesson.version)).collect();
    let versions: Vec<&str> = questions.iter().map(|question| question.version.as_str()).collect();
    let known = table::known_questions(store, &permit, &versions).await?;
    let questions: Vec<&Question> = questions.into_iter().filter(|found| !known.contains(&found.version)).collect();
    let mut policies = Vec::new();
    for certification in material.catalog.certifications() {
        if store::certification::version_number(store, &permit, certification).await?.is_none() {
            policies.push(certification);
        }
    }
    let last = table::last_revisions(store, &permit).await?;
    let now = services.now();
    let revisions: Vec<(Revision, Manifest)> =
        going_live(&material.catalog, &last, now).map(|(revision, module)| (revision, manifest(module))).collect();
    let new = lessons.len() + questions.len() + policies.len() + revisions.len();
    if new == 0 {
        return Ok(0);
    }
    let tx = store.begin(&permit, now).await?;
    table::store_lessons(&tx, &lessons).await?;
    table::store_questions(&tx, &questions).await?;
    for certification in &policies {
        store::certification::ensure_version(&tx, certification).await?;
    }
    table::insert_revisions(&tx, &revisions).await?;
    let live = |(revision, _): &(Revision, Manifest)| {
        json!({
            "module": revision.module, "revision": revision.number, "change": revision.change,
            "grace_days": revision.grace_days, "questions": revision.changed,
        })
    };
    let detail = json!({
        "lessons": lessons.len(), "questions": questions.len(), "policies": policies.len(),
        "revisions": revisions.iter().map(live).collect::<Vec<_>>(),
    });
    let set: String = material.fingerprint().chars().take(12).collect();
    services.commit(tx, services.event("material", set, detail)).await?;
    Ok(new)
}

/// The revisions that go live with these packs at `now`, with their modules.
fn going_live<'a>(
    catalog: &'a Catalog,
    last: &BTreeMap<ModuleRef, LastRevision>,
    now: Timestamp,
) -> impl Iterator<Item = (Revision, &'a Module)> {
    let modules = catalog.packs.values().flat_map(|pack| pack.modules.values());
    modules.filter_map(move |module| Some((Revision::going_live(module, last.get(&module.reference), now)?, module)))
}
