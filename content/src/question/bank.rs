//! All questions of a module, and all modules' questions of a pack.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::{ModuleRef, Objective, Question, Slug};
use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::one::{self, Parsed};
use crate::certification;
use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::markdown::{self, Page, PageKind, elements};
use crate::nearest::suggest;
use crate::text::{Text, decode, tidy};

/// An exam draws anew for every attempt: below this many questions for each it asks, people learn the bank by heart.
const BANK_FACTOR: u64 = 3;

/// What the questions of a pack have in common.
pub(crate) struct Bank<'a> {
    pub files: &'a Files,
    pub sink: &'a Sink,
    /// Modules that an exam draws from.
    pub exam_modules: BTreeSet<Slug>,
    /// How many ratings a question has; none where `pack.toml` is broken.
    judges: Option<usize>,
    ids: BTreeMap<Slug, Spot>,
    sizes: BTreeMap<Slug, u64>,
}

impl<'a> Bank<'a> {
    pub(crate) fn new(files: &'a Files, judges: Option<usize>, sink: &'a Sink) -> Self {
        let (exam_modules, ids, sizes) = Default::default();
        Self { files, sink, exam_modules, judges, ids, sizes }
    }

    /// Warns of exams that ask most of their bank.
    pub(crate) fn check_size(&self, certifications: &[certification::Read]) {
        for read in certifications {
            let exam = &read.certification.exam;
            let size = |module: &ModuleRef| self.sizes.get(&module.module).copied().unwrap_or_default();
            let all: u64 = exam.blueprint.iter().map(|(module, _)| size(module)).sum();
            let wanted = BANK_FACTOR * u64::from(exam.max_items);
            if all < wanted {
                let message = format!("the exam's modules have {all} questions, {wanted} would be enough");
                let fault = Fault::warning(read.max_items.clone(), "small-bank", message);
                self.sink.push(fault.help("people who sit the exam again meet the same questions"));
            }
        }
    }

    fn check(&mut self, page: &Page<'_>, parsed: &Parsed, objectives: Option<&[Objective]>) {
        let question = &parsed.question;
        let id = &question.reference.question;
        if let Some(first) = self.ids.get(id) {
            let fault = Fault::error(parsed.id.clone(), "twice", format!("the id `{id}` is taken"));
            self.sink.push(fault.help(format!("it stands at {}:{}", first.file, first.line)));
        } else {
            self.ids.insert(id.clone(), parsed.id.clone());
        }
        if let Some(known) = objectives
            && !known.iter().any(|objective| objective.id == question.objective)
        {
            let message = format!("the module has no objective `{}`", question.objective);
            let names: Vec<&str> = known.iter().map(|objective| objective.id.as_str()).collect();
            let fault = Fault::error(parsed.objective.clone(), "unknown-objective", message);
            self.sink.push(fault.maybe_help(suggest(question.objective.as_str(), &names)));
        }
        if let Some(judges) = self.judges {
            one::check_ratings(page, parsed, judges);
        }
        if parsed.ratings.is_none() && self.exam_modules.contains(&page.module.module) {
            let message = "nobody rated this question, and an exam draws it";
            let fault = Fault::warning(parsed.id.clone(), "ratings-missing", message);
            self.sink.push(fault.help("add `ratings=\"…\"` with a number for each judge in `pack.toml`"));
        }
    }
}

/// Reads the questions of a module; `objectives` are the module's, none where its `module.toml` is broken.
pub(crate) fn read(
    bank: &mut Bank<'_>,
    path: Option<&str>,
    module: &ModuleRef,
    objectives: Option<&[Objective]>,
) -> Vec<Question> {
    let standard = format!("{}/modules/{}/questions.md", module.pack, module.module);
    let path = path.unwrap_or(&standard);
    let Some(source) = decode(path, bank.files.get(path).unwrap_or_default(), bank.sink) else { return Vec::new() };
    let source = tidy(&source);
    let text = Text::new(path, &source, 1);
    let slices = slices(&text, bank.sink);
    if slices.is_empty() {
        let fault = Fault::warning(Spot::start(path), "empty-bank", "the module has no questions");
        bank.sink.push(fault.help("without them its quiz asks nothing"));
    }
    bank.sizes.insert(module.module.clone(), u64::try_from(slices.len()).unwrap_or(u64::MAX));
    let mut questions = Vec::new();
    for (line, slice) in slices {
        let text = Text::new(path, slice, line);
        let page = Page { text: &text, module, files: bank.files, sink: bank.sink, kind: PageKind::Question };
        if let Some(parsed) = one::read(&page) {
            bank.check(&page, &parsed, objectives);
            questions.push(parsed.question);
        }
    }
    questions
}

/// The questions of a file, each with its first line; reports what stands before them.
///
/// Each is read alone afterwards, as it will be when it comes out of the database.
fn slices<'s>(text: &Text<'s>, sink: &Sink) -> Vec<(u32, &'s str)> {
    let pieces = markdown::parse(text.text, PageKind::Question);
    let heading = |element: &&[markdown::Piece<'_>]| match element.first() {
        Some((Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }), range)) => Some(range.start),
        _ => None,
    };
    let elements = elements(&pieces);
    let starts: Vec<usize> = elements.iter().filter_map(heading).map(|start| line_start(text.text, start)).collect();
    let first = starts.first().copied().unwrap_or(text.text.len());
    let before = text.text.get(..first).unwrap_or_default();
    if !before.trim().is_empty() {
        let offset = before.len() - before.trim_start().len();
        let fault = Fault::warning(text.spot(offset), "left-out", "what stands before the first question is left out");
        sink.push(fault.help("a question begins with `## `"));
    }
    let ends = starts.iter().skip(1).copied().chain([text.text.len()]);
    let slice = |(&start, end): (&usize, usize)| Some((text.spot(start).line, text.text.get(start..end)?.trim_end()));
    starts.iter().zip(ends).filter_map(slice).collect()
}

fn line_start(text: &str, offset: usize) -> usize {
    text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}
