//! Which file is what.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::Slug;

use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::image;
use crate::nearest::did_you_mean;

/// The files of a pack, by what they are; paths as in [`Files`].
#[derive(Debug, Default)]
pub(crate) struct PackFiles<'a> {
    pub manifest: Option<&'a str>,
    pub paths: BTreeMap<Slug, &'a str>,
    pub modules: BTreeMap<Slug, ModuleFiles<'a>>,
    pub certifications: BTreeMap<Slug, &'a str>,
    pub rubrics: BTreeSet<String>,
}

/// The files of a module.
#[derive(Debug, Default)]
pub(crate) struct ModuleFiles<'a> {
    pub manifest: Option<&'a str>,
    pub lessons: BTreeMap<Slug, &'a str>,
    pub images: Vec<&'a str>,
    pub questions: Option<&'a str>,
}

/// Sorts all files; reports the ones that belong nowhere and the names that are none.
pub(crate) fn sort<'a>(files: &'a Files, sink: &Sink) -> BTreeMap<Slug, PackFiles<'a>> {
    let mut layout = Layout { sink, packs: BTreeMap::new(), reported: BTreeSet::new() };
    for (path, _) in files.iter() {
        let parts: Vec<&str> = path.split('/').collect();
        if !parts.iter().any(|part| part.starts_with('.')) {
            layout.file(path, &parts);
        }
    }
    layout.packs
}

struct Layout<'a, 's> {
    sink: &'s Sink,
    packs: BTreeMap<Slug, PackFiles<'a>>,
    /// Names that were reported: once is enough for a folder of many files.
    reported: BTreeSet<String>,
}

impl<'a> Layout<'a, '_> {
    fn file(&mut self, path: &'a str, parts: &[&str]) {
        let [pack, inner @ ..] = parts else { return };
        if inner.is_empty() {
            if !is_about(pack) {
                self.unexpected(path, "a pack is a folder: `<pack>/pack.toml`".to_owned());
            }
            return;
        }
        let Some(name) = self.slug(pack, pack) else { return };
        match inner {
            [file] if is_about(file) => {}
            ["modules", module, rest @ ..] if !rest.is_empty() => self.module_file(&name, path, module, rest),
            _ => self.pack_file(name, path, inner),
        }
    }

    fn pack_file(&mut self, name: Slug, path: &'a str, inner: &[&str]) {
        let stem = inner.last().and_then(|file| self.stem(path, file, ".toml", inner.len() == 2));
        let pack = self.packs.entry(name).or_default();
        match (inner, stem) {
            (["pack.toml"], _) => pack.manifest = Some(path),
            (["paths", file], stem) if file.ends_with(".toml") => pack.paths.extend(stem.map(|stem| (stem, path))),
            (["certifications", file], stem) if file.ends_with(".toml") => {
                pack.certifications.extend(stem.map(|stem| (stem, path)));
            }
            (["rubrics", file @ ..], _) if !file.is_empty() => {
                pack.rubrics.extend(file.first().map(|file| (*file).to_owned()));
            }
            _ => self.unexpected(path, place_in_pack(inner)),
        }
    }

    fn module_file(&mut self, pack: &Slug, path: &'a str, module: &str, rest: &[&str]) {
        let Some(name) = self.slug(&format!("{pack}/modules/{module}"), module) else { return };
        let stem = match rest {
            ["lessons", file] => self.stem(path, file, ".md", true),
            ["images", file] if image::mime(file).is_some() => {
                let extension = file.rfind('.').and_then(|dot| file.get(dot..)).unwrap_or_default();
                self.stem(path, file, extension, true)
            }
            _ => None,
        };
        let files = self.packs.entry(pack.clone()).or_default().modules.entry(name).or_default();
        match rest {
            ["module.toml"] => files.manifest = Some(path),
            ["questions.md"] => files.questions = Some(path),
            ["lessons", file] if file.ends_with(".md") => files.lessons.extend(stem.map(|stem| (stem, path))),
            ["images", file] if image::mime(file).is_some() => files.images.extend(stem.map(|_| path)),
            ["practice", _, ..] => {}
            _ => self.unexpected(path, place_in_module(rest)),
        }
    }

    /// The name before an extension; reports one that is none. Files that are misplaced anyway are not asked (`asked`).
    fn stem(&mut self, path: &str, file: &str, extension: &str, asked: bool) -> Option<Slug> {
        let stem = file.strip_suffix(extension).filter(|_| asked)?;
        self.slug(path, stem)
    }

    fn slug(&mut self, place: &str, name: &str) -> Option<Slug> {
        match name.parse() {
            Ok(slug) => Some(slug),
            Err(error) => {
                if self.reported.insert(place.to_owned()) {
                    let fault = Fault::error(Spot::start(place), "name", error.to_string());
                    self.sink.push(fault.maybe_help(slug_of(name).map(|slug| format!("rename it to `{slug}`"))));
                }
                None
            }
        }
    }

    fn unexpected(&self, path: &str, help: String) {
        let fault = Fault::error(Spot::start(path), "unexpected-file", "this file has no place in a pack here");
        self.sink.push(fault.help(help));
    }
}

/// Files about a pack that are no part of it.
fn is_about(name: &str) -> bool {
    matches!(name, "README.md" | "LICENSE" | "LICENSE.md" | "LICENSE.txt" | "NOTICE")
}

/// The name made into one that is allowed, if anything is left of it.
fn slug_of(name: &str) -> Option<Slug> {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").parse().ok()
}

fn place_in_pack(inner: &[&str]) -> String {
    let folders = ["paths", "modules", "certifications", "rubrics"];
    match inner {
        ["modules", _] => "a module is a folder: `modules/<module>/module.toml`".to_owned(),
        ["lessons" | "images" | "practice", ..] => "it belongs into a module: `modules/<module>/`".to_owned(),
        [folder, _, ..] if !folders.contains(folder) => {
            did_you_mean(folder, folders).unwrap_or_else(|| place_by_name(inner))
        }
        _ => place_by_name(inner),
    }
}

fn place_in_module(rest: &[&str]) -> String {
    let folders = ["lessons", "images", "practice"];
    match rest {
        [folder, _, ..] if !folders.contains(folder) => {
            did_you_mean(folder, folders).unwrap_or_else(|| place_by_name(rest))
        }
        _ => place_by_name(rest),
    }
}

/// Where a file of such a name would belong.
fn place_by_name(parts: &[&str]) -> String {
    let name = parts.last().copied().unwrap_or_default();
    let extension = name.rsplit_once('.').map(|(_, extension)| extension.to_lowercase()).unwrap_or_default();
    match (name, extension.as_str()) {
        ("pack.toml", _) => "it belongs at `<pack>/pack.toml`",
        ("module.toml", _) => "it belongs at `<pack>/modules/<module>/module.toml`",
        ("questions.md", _) => "it belongs at `<pack>/modules/<module>/questions.md`",
        (_, "md" | "markdown") => "a lesson belongs at `<pack>/modules/<module>/lessons/10-<name>.md`",
        (_, "toml") => "a path belongs in `<pack>/paths/`, a certification in `<pack>/certifications/`",
        (_, "svg" | "png" | "jpg" | "jpeg" | "webp") => {
            "a picture belongs in `<pack>/modules/<module>/images/`, with a name in lower case"
        }
        (_, "gif" | "avif" | "bmp" | "tif" | "tiff") => "pictures are svg, png, jpg or webp",
        _ => "take it out of the pack, or begin its name with a dot",
    }
    .to_owned()
}
