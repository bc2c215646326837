//! `pack.toml`, and a pack as a whole.

use std::collections::BTreeMap;

use domain::catalog::{GlossaryTerm, LessonRef, Module, Pack, PathRef, Slug};

use crate::certification;
use crate::doc::{At, Doc, Table, Value};
use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::layout::{ModuleFiles, PackFiles};
use crate::module::{self, Head};
use crate::nearest::suggest;
use crate::question::{self, Bank};
use crate::text::{Text, decode};
use crate::{image, lesson, order, path};

/// The modules of a pack; without a head where `module.toml` is broken.
pub(crate) struct Modules(BTreeMap<Slug, Option<Head>>);

impl Modules {
    /// The modules that a certification names, for reading it without its pack.
    pub(crate) fn named_in(certification: &str) -> Self {
        let table: toml::Table = toml::from_str(certification).unwrap_or_default();
        let required = table
            .get("requires")
            .and_then(|list| list.as_array())
            .into_iter()
            .flatten()
            .filter_map(|name| name.as_str());
        let blueprint = table.get("exam").and_then(|exam| exam.get("blueprint")).and_then(|cells| cells.as_table());
        let cells = blueprint.into_iter().flat_map(|cells| cells.keys().map(String::as_str));
        Self(required.chain(cells).filter_map(|name| name.parse().ok()).map(|name| (name, None)).collect())
    }

    pub(crate) fn contains(&self, name: &Slug) -> bool {
        self.0.contains_key(name)
    }

    /// What a module requires, as far as it can be read.
    pub(crate) fn requires(&self, name: &Slug) -> &[At<Slug>] {
        self.0.get(name).and_then(Option::as_ref).map_or(&[], |head| &head.requires)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &Slug> {
        self.0.keys()
    }

    /// Whether a module exists; reports one that does not.
    pub(crate) fn check(&self, name: &At<Slug>, sink: &Sink) -> bool {
        if self.contains(&name.value) {
            return true;
        }
        let fault = Fault::error(name.spot.clone(), "unknown-module", format!("there is no module `{}`", name.value));
        let names: Vec<&str> = self.0.keys().map(Slug::as_str).collect();
        sink.push(fault.maybe_help(suggest(name.value.as_str(), &names)));
        false
    }
}

/// A pack, with places for what is checked across packs; without a pack where it has errors.
pub(crate) struct Read {
    pub pack: Option<Pack>,
    pub scopes: Vec<At<Slug>>,
}

/// Reads a pack and everything in it.
pub(crate) fn read(files: &Files, name: &Slug, layout: &PackFiles<'_>, sink: &Sink) -> Read {
    let errors = sink.errors();
    let manifest = match layout.manifest {
        Some(path) => manifest(files, path, sink),
        None => missing(format!("{name}/pack.toml"), "the pack has no `pack.toml`", sink),
    };
    let heads = layout.modules.iter().map(|(module, of)| (module.clone(), head(files, name, module, of, sink)));
    let modules = Modules(heads.collect());
    order::check(&modules, sink);
    let paths = layout.paths.iter().filter_map(|(stem, path)| {
        let reference = PathRef { pack: name.clone(), path: stem.clone() };
        Some((stem.clone(), path::read(files, path, reference, &modules, sink)?))
    });
    let paths = paths.collect();
    let certifications = layout.certifications.iter();
    let certifications: Vec<certification::Read> = certifications
        .filter_map(|(stem, path)| certification::read(files, path, (name, stem), &modules, layout, sink))
        .collect();
    let judges = manifest.as_ref().map(|manifest| manifest.judges.len());
    let mut bank = Bank::new(files, judges, sink);
    for certification in &certifications {
        certification.check_blueprint(sink);
        let blueprint = &certification.certification.exam.blueprint;
        bank.exam_modules.extend(blueprint.iter().map(|(module, _)| module.module.clone()));
    }
    let modules = read_modules(name, layout, modules, &mut bank);
    bank.check_size(&certifications);
    let scope = |read: &certification::Read| At { value: read.certification.scope.clone(), spot: read.scope.clone() };
    let scopes = certifications.iter().map(scope).collect();
    let pack = manifest.filter(|_| sink.errors() == errors).map(|manifest| Pack {
        name: name.clone(),
        title: manifest.title,
        owner: manifest.owner,
        language: manifest.language,
        judges: manifest.judges,
        glossary: manifest.glossary,
        paths,
        modules,
        certifications: certifications.into_iter().map(|c| (c.certification.scope.clone(), c.certification)).collect(),
    });
    Read { pack, scopes }
}

fn missing<T>(path: String, message: &str, sink: &Sink) -> Option<T> {
    let fault = Fault::error(Spot::start(path), "missing-file", message);
    sink.push(fault.help("`docs/packs.md` says what belongs into it"));
    None
}

fn head(files: &Files, pack: &Slug, name: &Slug, layout: &ModuleFiles<'_>, sink: &Sink) -> Option<Head> {
    match layout.manifest {
        Some(path) => module::read(files, path, sink),
        None => missing(format!("{pack}/modules/{name}/module.toml"), "the module has no `module.toml`", sink),
    }
}

/// Reads lessons, pictures and questions of all modules; modules with a broken head are checked and left out.
fn read_modules(pack: &Slug, layout: &PackFiles<'_>, modules: Modules, bank: &mut Bank<'_>) -> BTreeMap<Slug, Module> {
    let mut read = BTreeMap::new();
    for ((name, head), of) in modules.0.into_iter().zip(layout.modules.values()) {
        let reference = module::reference(pack, &name);
        let objectives = head.as_ref().map(|head| head.objectives.as_slice());
        let lessons = of.lessons.iter().filter_map(|(stem, path)| {
            let reference = LessonRef { pack: pack.clone(), module: name.clone(), lesson: stem.clone() };
            lesson::read(bank.files, path, reference, objectives, bank.sink)
        });
        let lessons = lessons.collect();
        for path in &of.images {
            image::check(path, bank.files.get(path).unwrap_or_default(), bank.sink);
        }
        let questions = question::read(bank, of.questions, &reference, objectives);
        if of.lessons.is_empty()
            && let Some(path) = of.manifest
        {
            bank.sink.push(Fault::warning(Spot::start(path), "no-lessons", "the module has no lesson"));
        }
        if let Some(head) = head {
            read.insert(name, whole(reference, head, lessons, questions));
        }
    }
    read
}

fn whole(
    reference: domain::catalog::ModuleRef,
    head: Head,
    lessons: Vec<domain::catalog::Lesson>,
    questions: Vec<domain::catalog::Question>,
) -> Module {
    let requires = head.requires.iter().map(|name| module::reference(&reference.pack, &name.value)).collect();
    Module {
        reference,
        title: head.title,
        summary: head.summary,
        revision: head.revision,
        change: head.change,
        grace_days: head.grace_days,
        authors: head.authors,
        requires,
        objectives: head.objectives,
        lessons,
        questions,
        quiz: head.quiz,
    }
}

struct Manifest {
    title: String,
    owner: String,
    language: String,
    judges: Vec<String>,
    glossary: Vec<GlossaryTerm>,
}

fn manifest(files: &Files, path: &str, sink: &Sink) -> Option<Manifest> {
    let source = decode(path, files.get(path)?, sink)?;
    let doc = Doc::parse(Text::new(path, &source, 1), sink)?;
    let table = doc.table(sink);
    let title = table.need("title").and_then(|title| title.text());
    let owner = table.need("owner").and_then(|owner| owner.text());
    let language = table.need("language").and_then(|language| language_tag(&language));
    let panel = table.find("panel").and_then(|panel| panel.table());
    let judges = panel.map_or(Some(Vec::new()), |panel| judges(&panel));
    let glossary = table.find("glossary").as_ref().map(glossary).unwrap_or_default();
    table.finish();
    Some(Manifest { title: title?, owner: owner?, language: language?, judges: judges?, glossary })
}

/// All judges, or none where one of them cannot be read: the number decides whether every question's ratings fit.
fn judges(panel: &Table<'_>) -> Option<Vec<String>> {
    let judges = panel.need("judges").and_then(|judges| judges.list());
    panel.finish();
    let judges: Vec<Option<String>> = judges?.iter().map(Value::text).collect();
    judges.into_iter().collect()
}

fn glossary(value: &Value<'_>) -> Vec<GlossaryTerm> {
    let mut terms: Vec<GlossaryTerm> = Vec::new();
    for table in value.list().unwrap_or_default().iter().filter_map(Value::table) {
        let spot = table.spot();
        let term = table.need("term").and_then(|term| term.text());
        let meaning = table.need("meaning").and_then(|meaning| meaning.text());
        table.finish();
        let (Some(term), Some(meaning)) = (term, meaning) else { continue };
        if terms.iter().any(|other| other.term.to_lowercase() == term.to_lowercase()) {
            value.push(Fault::error(spot, "twice", format!("`{term}` is explained already")));
        } else {
            terms.push(GlossaryTerm { term, meaning });
        }
    }
    terms
}

/// A language tag goes into `lang="…"`: the shape of BCP 47 is enough.
fn language_tag(value: &Value<'_>) -> Option<String> {
    let tag = value.text()?;
    let mut parts = tag.split('-');
    let letters = |part: &str| (2..=3).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphabetic());
    let subtag = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|c| c.is_ascii_alphanumeric());
    if parts.next().is_some_and(letters) && parts.all(subtag) {
        return Some(tag);
    }
    value.push(
        Fault::error(value.spot(), "language", format!("`{tag}` is no language")).help("for example `en` or `en-GB`"),
    );
    None
}
