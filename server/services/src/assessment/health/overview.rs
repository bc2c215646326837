//! All questions of an exam or a quiz, those that need a look first.

use std::collections::BTreeMap;

use domain::assessment::analysis::{Flag, ItemFigures, Whole, flags};
use domain::assessment::correct::{Correction, CorrectionKind};
use domain::assessment::watch::Watch;
use domain::assessment::{AttemptKind, Subject};
use domain::authz::{Actor, Permit, ReadQuestions};
use domain::catalog::{Catalog, Module, ModuleRef, Question, QuestionRef};
use domain::time::Span;
use store::questions as table;

use super::filter::{HealthFilter, Show, Sort};
use super::gather::analyse;
use super::sitting::read_permit;
use crate::assessment::ReRead;
use crate::assessment::view::subject_title;
use crate::{Error, Result, Services, learning};

/// Rows on one page.
pub const ROWS: usize = 25;
/// What counts as recent exposure.
pub(super) const RECENT: Span = Span::days(90);

/// All questions of an exam or a quiz.
#[derive(Debug, Clone)]
pub struct Overview {
    /// What can be chosen: exams first, then quizzes.
    pub subjects: Vec<SubjectChoice>,
    /// What is shown; none where there is no exam and no quiz at all.
    pub shown: Option<SubjectChoice>,
    /// Modules whose questions are among them.
    pub modules: Vec<(ModuleRef, String)>,
    /// The figures of the whole.
    pub whole: Option<Whole>,
    /// Whether only the latest attempts were analysed.
    pub cut: bool,
    /// The most exposed question of each exam over the last 90 days.
    pub highest: Vec<HighestExposure>,
    /// Open objections by question, whatever is shown.
    pub objections: Vec<(QuestionRef, u32)>,
    /// All rows that the filter leaves, for the picture.
    pub matching: Vec<QuestionRow>,
    /// Rows there are without the filter.
    pub all: u32,
    /// How many of these need a look.
    pub need_look: u32,
}

/// An exam or a quiz to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubjectChoice {
    /// Which.
    pub subject: Subject,
    /// Title of its certification or module.
    pub title: String,
}

/// The most exposed question of an exam.
#[derive(Debug, Clone)]
pub struct HighestExposure {
    /// Title of the exam.
    pub title: String,
    /// The question; none where nobody sat the exam.
    pub question: Option<QuestionRef>,
    /// How often it was asked.
    pub asked: Exposed,
}

/// How often a question was asked in an exam.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Exposed {
    /// Attempts that asked it.
    pub asked: u32,
    /// Attempts there were.
    pub attempts: u32,
}

impl Exposed {
    /// Share of the attempts, 0 to 1; none where there were none.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.attempts > 0).then(|| f64::from(self.asked) / f64::from(self.attempts))
    }
}

/// A question with its figures.
#[derive(Debug, Clone)]
pub struct QuestionRow {
    /// Which.
    pub question: QuestionRef,
    /// Title of its module.
    pub module_title: String,
    /// What is asked, as HTML.
    pub prompt_html: String,
    /// Its figures in the version that is drawn today; none where nobody answered that.
    pub figures: Option<ItemFigures>,
    /// What to look at.
    pub flags: Vec<Flag>,
    /// The lessons of its objective, where many miss it in the quiz.
    pub lessons: Vec<ReRead>,
    /// How often the exam asked it in the last 90 days; none for a quiz.
    pub recently: Option<Exposed>,
    /// How often the exam ever asked it; none for a quiz.
    pub ever: Option<Exposed>,
    /// Whether exams do not draw it.
    pub suspended: bool,
    /// How it was corrected, where that stands: then nobody is asked it any more.
    pub corrected: Option<CorrectionKind>,
    /// Open objections to it.
    pub objections: u32,
}

impl QuestionRow {
    /// Whether there is anything to look at.
    #[must_use]
    pub fn needs_look(&self) -> bool {
        self.corrected.is_none() && (self.objections > 0 || !self.flags.is_empty())
    }

    /// What needs a look first: a key that is probably wrong, then what people object to, then the other flags in their order.
    fn urgency(&self) -> u8 {
        match self.flags.first() {
            _ if self.corrected.is_some() => 9,
            Some(Flag::ProbablyWrong) => 0,
            Some(Flag::DistractorOverKey) => 1,
            _ if self.objections > 0 => 2,
            Some(Flag::WorseThanExpected) => 3,
            Some(Flag::LessonFirst) => 4,
            Some(Flag::Weak) => 5,
            Some(Flag::Inefficient) => 6,
            None if self.suspended => 7,
            None => 8,
        }
    }
}

/// All questions of an exam or a quiz, with the figures of the whole.
///
/// # Errors
/// [`Error::NotFound`] where there is no such exam or quiz; [`Error::Refused`] with code `exam-open` while the actor sits an
/// exam; [`Error::Denied`].
pub async fn overview(services: &Services, actor: &Actor, filter: &HealthFilter) -> Result<Overview> {
    let permit = read_permit(services, actor).await?;
    let store = services.store();
    let material = services.material();
    let catalog = &material.catalog;
    let subjects = subjects(catalog);
    let shown = match &filter.subject {
        Some(wanted) => {
            let found = subjects.iter().find(|choice| &choice.subject == wanted);
            Some(found.ok_or(Error::NotFound("This exam or quiz"))?.clone())
        }
        None => subjects.first().cloned(),
    };
    let open = table::open_appeals(store, &permit).await?;
    let mut highest = Vec::new();
    let (mut ever, mut recently) = (None, None);
    for choice in &subjects {
        let Subject::Exam(scope) = &choice.subject else { continue };
        let recent = table::exposure(store, &permit, scope, Some(services.now() - RECENT)).await?;
        highest.push(most_exposed(choice, &recent));
        if shown.as_ref() == Some(choice) {
            ever = Some(table::exposure(store, &permit, scope, None).await?);
            recently = Some(recent);
        }
    }
    let mut overview = Overview {
        subjects,
        shown,
        modules: Vec::new(),
        whole: None,
        cut: false,
        highest,
        objections: open.clone().into_iter().collect(),
        matching: Vec::new(),
        all: 0,
        need_look: 0,
    };
    let Some(subject) = overview.shown.as_ref().map(|shown| shown.subject.clone()) else { return Ok(overview) };
    let analysis = analyse(services, &permit, &subject).await?;
    let suspended = table::suspended_versions(store, &permit).await?;
    let corrected = table::standing_corrections(store, &permit).await?;
    let asked = |exposure: &Option<table::Exposure>, question: &QuestionRef| {
        let exposure = exposure.as_ref()?;
        let asked = exposure.asked.get(question).copied().unwrap_or(0);
        Some(Exposed { asked, attempts: exposure.attempts })
    };
    let modules = modules(catalog, &subject);
    let watched = watched(services, &permit, modules.iter().flat_map(|module| &module.questions)).await?;
    let row = |(module, question): (&Module, &Question)| {
        let figures = analysis.items.get(&question.version).cloned();
        let flags = flags_of(figures.as_ref(), watched.get(&question.version), question, subject.kind());
        QuestionRow {
            question: question.reference.clone(),
            module_title: module.title.clone(),
            prompt_html: question.prompt_html.clone(),
            lessons: lessons_first(&flags, module, question),
            flags,
            figures,
            recently: asked(&recently, &question.reference),
            ever: asked(&ever, &question.reference),
            suspended: suspended.contains(&question.version),
            corrected: corrected.get(&question.version).map(Correction::kind),
            objections: open.get(&question.reference).copied().unwrap_or(0),
        }
    };
    let all: Vec<QuestionRow> = modules
        .iter()
        .flat_map(|module| module.questions.iter().map(|question| (*module, question)))
        .map(row)
        .collect();
    overview.modules = modules.iter().map(|module| (module.reference.clone(), module.title.clone())).collect();
    overview.all = count(all.len());
    overview.need_look = count(all.iter().filter(|row| row.needs_look()).count());
    overview.matching = filtered(all, filter);
    overview.whole = Some(analysis.whole.clone());
    overview.cut = analysis.cut;
    Ok(overview)
}

/// The rows of the page that the filter asks for, and how many pages there are.
#[must_use]
pub fn rows<'a>(overview: &'a Overview, filter: &HealthFilter) -> (&'a [QuestionRow], u32) {
    let mut pages = overview.matching.chunks(ROWS);
    let count = count(pages.len()).max(1);
    let page = usize::try_from(filter.page.min(count - 1)).unwrap_or(0);
    (pages.nth(page).unwrap_or_default(), count)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// All exams, then all quizzes that have questions.
fn subjects(catalog: &Catalog) -> Vec<SubjectChoice> {
    let exams = catalog.certifications().map(|found| Subject::Exam(found.scope.clone()));
    let modules = catalog.packs.values().flat_map(|pack| pack.modules.values());
    let quizzes = modules.filter(|module| !module.questions.is_empty());
    let quizzes = quizzes.map(|module| Subject::Quiz(module.reference.clone()));
    let choice = |subject: Subject| SubjectChoice { title: subject_title(catalog, &subject), subject };
    exams.chain(quizzes).map(choice).collect()
}

/// The modules whose questions an exam or a quiz asks.
fn modules<'a>(catalog: &'a Catalog, subject: &Subject) -> Vec<&'a Module> {
    match subject {
        Subject::Quiz(module) => catalog.module(module).into_iter().collect(),
        Subject::Exam(scope) => {
            let cells = catalog.certification(scope).map(|found| found.exam.blueprint.as_slice()).unwrap_or_default();
            let asked = cells.iter().filter(|(_, weight)| *weight > 0.0);
            asked.filter_map(|(module, _)| catalog.module(module)).collect()
        }
    }
}

/// What exams have seen of these questions, by version, where nobody has looked at it and found nothing wrong.
pub(super) async fn watched(
    services: &Services,
    permit: &Permit<ReadQuestions>,
    questions: impl Iterator<Item = &Question>,
) -> Result<BTreeMap<String, Watch>> {
    let versions: Vec<&str> = questions.map(|question| question.version.as_str()).collect();
    let mut watches = store::assessment::watches(services.store(), permit, &versions).await?;
    let looked_at = table::versions_looked_at(services.store(), permit).await?;
    watches.retain(|version, _| !looked_at.contains(version));
    Ok(watches)
}

/// What to look at in a question's figures, and in what exams have seen of it.
pub(super) fn flags_of(
    figures: Option<&ItemFigures>,
    watch: Option<&Watch>,
    question: &Question,
    kind: AttemptKind,
) -> Vec<Flag> {
    let right: Vec<bool> = question.key.choices().iter().map(|choice| choice.right).collect();
    flags(figures, watch, &right, kind)
}

/// The lessons of a question's objective, where they are to be looked at first.
pub(super) fn lessons_first(flags: &[Flag], module: &Module, question: &Question) -> Vec<ReRead> {
    if !flags.contains(&Flag::LessonFirst) {
        return Vec::new();
    }
    let teaches = module.lessons.iter().filter(|lesson| lesson.objectives.contains(&question.objective));
    teaches
        .map(|lesson| ReRead { title: lesson.title.clone(), link: learning::lesson_link(&lesson.reference) })
        .collect()
}

fn most_exposed(choice: &SubjectChoice, exposure: &table::Exposure) -> HighestExposure {
    // Of two that were asked equally often, the first by name.
    let most = exposure.asked.iter().rev().max_by_key(|(_, asked)| **asked);
    HighestExposure {
        title: choice.title.clone(),
        question: most.map(|(question, _)| question.clone()),
        asked: Exposed { asked: most.map_or(0, |(_, asked)| *asked), attempts: exposure.attempts },
    }
}

fn filtered(mut rows: Vec<QuestionRow>, filter: &HealthFilter) -> Vec<QuestionRow> {
    let of_module = |row: &QuestionRow| {
        let wanted = filter.module.as_ref();
        wanted.is_none_or(|module| row.question.pack == module.pack && row.question.module == module.module)
    };
    rows.retain(|row| {
        let shown = match filter.show {
            Show::All => true,
            Show::NeedsLook => row.needs_look(),
            Show::Suspended => row.suspended || row.corrected.is_some(),
            Show::Objected => row.objections > 0,
        };
        shown && of_module(row)
    });
    // Figures that are not told yet come last, whatever is sorted by.
    let low = |value: Option<f64>| value.unwrap_or(f64::INFINITY);
    let facility = |row: &QuestionRow| low(row.figures.as_ref().and_then(|found| found.facility.told()));
    let index = |row: &QuestionRow| low(row.figures.as_ref().and_then(|found| found.discrimination.told()));
    let exposure = |row: &QuestionRow| low(row.recently.and_then(Exposed::share).map(|share| -share));
    match filter.sort {
        // The material's own order decides between equals: sorting is stable.
        Sort::Look => rows.sort_by(|a, b| a.urgency().cmp(&b.urgency()).then(index(a).total_cmp(&index(b)))),
        Sort::Facility => rows.sort_by(|a, b| facility(a).total_cmp(&facility(b))),
        Sort::Discrimination => rows.sort_by(|a, b| index(a).total_cmp(&index(b))),
        Sort::Exposure => rows.sort_by(|a, b| exposure(a).total_cmp(&exposure(b))),
        Sort::Material => {}
    }
    rows
}
