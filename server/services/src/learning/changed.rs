//! What has changed since somebody finished a module.

use domain::catalog::{Catalog, ModuleRef, Revision, revision};
use domain::time::Timestamp;

use crate::clearance::PersonFacts;

/// A module that has changed since somebody finished it, and what they have not proven of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedModule {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// Questions that are new or have another text; none where another part of the module has changed.
    pub changed: u32,
    /// Questions in the short quiz.
    pub items: u32,
    /// Right answers that pass it.
    pub needed: u32,
    /// Where somebody is certified on the module: the first moment at which they lose a level by it.
    pub due: Option<Timestamp>,
}

/// The modules that have changed since somebody finished them and are not proven yet, the soonest due first.
pub(crate) fn changed_modules(facts: &PersonFacts, catalog: &Catalog, now: Timestamp) -> Vec<ChangedModule> {
    let modules = catalog.packs.values().flat_map(|pack| pack.modules.values());
    let mut found: Vec<ChangedModule> = modules
        .filter_map(|module| {
            let open: Vec<&Revision> = facts.to_prove(&module.reference).collect();
            let due = open.iter().map(|revision| revision.due()).min()?;
            let changed = revision::to_prove(module, &open);
            let asked = if changed.is_empty() { module.questions.len() } else { changed.len() };
            let items = module.quiz.items.min(to_u32(asked));
            let certified = catalog.certifications().any(|certification| {
                let held = facts.certificate(&certification.scope).is_some_and(|held| held.holds(now));
                held && certification.requires.contains(&module.reference)
            });
            Some(ChangedModule {
                module: module.reference.clone(),
                title: module.title.clone(),
                changed: to_u32(changed.len()),
                items,
                needed: domain::assessment::quiz::needed(module.quiz.pass, items),
                due: certified.then_some(due),
            })
        })
        .collect();
    found.sort_by_key(|changed| (changed.due.is_none(), changed.due));
    found
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
