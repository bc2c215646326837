//! Packs, and the catalog of all of them.

use std::collections::BTreeMap;

use super::{LessonRef, Module, ModuleRef, PathRef, Question, QuestionRef, Slug};
use crate::certification::Certification;

/// Everything that is taught: all packs, loaded and checked together.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Catalog {
    /// Packs by name.
    pub packs: BTreeMap<Slug, Pack>,
}

/// A folder of training material.
#[derive(Debug, Clone, PartialEq)]
pub struct Pack {
    /// Name of the folder.
    pub name: Slug,
    /// Title for people.
    pub title: String,
    /// Who answers for it.
    pub owner: String,
    /// BCP 47 language tag of the material.
    pub language: String,
    /// Who rated the questions, in the order of the ratings.
    pub judges: Vec<String>,
    /// Words and their meanings.
    pub glossary: Vec<GlossaryTerm>,
    /// Paths by name.
    pub paths: BTreeMap<Slug, Path>,
    /// Modules by name.
    pub modules: BTreeMap<Slug, Module>,
    /// Certifications by scope.
    pub certifications: BTreeMap<Slug, Certification>,
}

/// A word and its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GlossaryTerm {
    /// The word.
    pub term: String,
    /// Its meaning, one sentence.
    pub meaning: String,
}

/// An ordered list of modules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// Where it stands.
    pub reference: PathRef,
    /// Title for people.
    pub title: String,
    /// What it is for.
    pub summary: String,
    /// Modules in the order a rep meets them.
    pub modules: Vec<ModuleRef>,
    /// Days offered as due date when the path is assigned.
    pub default_days: u32,
}

impl Catalog {
    /// The module of this reference.
    #[must_use]
    pub fn module(&self, reference: &ModuleRef) -> Option<&Module> {
        self.packs.get(&reference.pack)?.modules.get(&reference.module)
    }

    /// The path of this reference.
    #[must_use]
    pub fn path(&self, reference: &PathRef) -> Option<&Path> {
        self.packs.get(&reference.pack)?.paths.get(&reference.path)
    }

    /// The lesson of this reference, with its module.
    #[must_use]
    pub fn lesson(&self, reference: &LessonRef) -> Option<(&Module, &super::Lesson)> {
        let module = self.packs.get(&reference.pack)?.modules.get(&reference.module)?;
        module.lesson(&reference.lesson).map(|lesson| (module, lesson))
    }

    /// The question of this reference as it stands today.
    #[must_use]
    pub fn question(&self, reference: &QuestionRef) -> Option<&Question> {
        let module = self.packs.get(&reference.pack)?.modules.get(&reference.module)?;
        module.questions.iter().find(|question| &question.reference == reference)
    }

    /// The certification for a scope. A scope belongs to one pack; the loader holds that.
    #[must_use]
    pub fn certification(&self, scope: &Slug) -> Option<&Certification> {
        self.packs.values().find_map(|pack| pack.certifications.get(scope))
    }

    /// All certifications, by scope.
    pub fn certifications(&self) -> impl Iterator<Item = &Certification> {
        self.packs.values().flat_map(|pack| pack.certifications.values())
    }

    /// The certifications that a path leads to: those whose modules are all on it.
    pub fn certifications_of<'a>(&'a self, path: &'a Path) -> impl Iterator<Item = &'a Certification> {
        let on_it = |required| path.modules.contains(required);
        self.certifications().filter(move |found| found.requires.iter().all(on_it))
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.packs.values().flat_map(|pack| pack.paths.values())
    }
}
