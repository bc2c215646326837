//! Module and lesson pages, and marking a lesson as read.

use domain::authz::{Actor, Installation, Learn, Permit, ReadCatalog, permit};
use domain::catalog::{LessonRef, Module, ModuleRef, Slug};
use domain::clearance::ExamStanding;
use domain::id::{AttemptId, PersonId};
use domain::learning::{Access, Progress, lesson_access, module_access, quiz_access};
use serde_json::json;

use super::{ChangedModule, MissedQuiz, OpenQuiz, changed_modules, missed_quizzes, open_quizzes, progress, require};
use crate::assessment::open_exam_on;
use crate::clearance::gather;
use crate::identity::own_scope;
use crate::{Error, Result, Services};

/// A module with one's own progress in it.
#[derive(Debug, Clone)]
pub struct ModulePage {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// What it gives.
    pub summary: String,
    /// What one can do afterwards.
    pub objectives: Vec<String>,
    /// Its lessons in order.
    pub lessons: Vec<LessonStep>,
    /// Whether the quiz may be taken.
    pub quiz_open: bool,
    /// Questions in the quiz.
    pub quiz_items: u32,
    /// Right answers that pass it.
    pub quiz_needed: u32,
    /// Whether the module is finished.
    pub passed: bool,
    /// What has changed since it was, as far as it is to be proven.
    pub changed: Option<ChangedModule>,
    /// Its quiz, where it is begun and not decided.
    pub open_quiz: Option<OpenQuiz>,
    /// The last try at its quiz, where that is not passed.
    pub missed_quiz: Option<MissedQuiz>,
    /// The open exam for which the quiz rests.
    pub open_exam: Option<AttemptId>,
}

/// A lesson in a list.
#[derive(Debug, Clone)]
pub struct LessonStep {
    /// The lesson.
    pub lesson: LessonRef,
    /// Its title.
    pub title: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Whether it is read.
    pub read: bool,
    /// Whether it may be opened.
    pub open: bool,
}

/// A lesson to read.
#[derive(Debug, Clone)]
pub struct LessonPage {
    /// The lesson.
    pub lesson: LessonRef,
    /// Its title.
    pub title: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Sanitised HTML.
    pub html: String,
    /// Headings for the table of contents: anchor and text.
    pub headings: Vec<(String, String)>,
    /// Title of its module.
    pub module_title: String,
    /// All lessons of the module, this one included.
    pub steps: Vec<LessonStep>,
    /// Whether it is read.
    pub read: bool,
    /// The exam for which it is to be read again.
    pub again: Option<ReadAgain>,
}

/// An exam that waits until lessons are read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadAgain {
    /// The exam's scope.
    pub scope: Slug,
    /// Title of the certification.
    pub title: String,
    /// Lessons that are still to be read for it, in their order.
    pub left: Vec<LessonRef>,
}

/// What comes after a lesson was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AfterReading {
    /// The next lesson.
    Lesson(LessonRef),
    /// The module, with its quiz.
    Module,
    /// The exam for which it was read again: everything is read.
    Exam(Slug),
}

/// A module with one's own progress in it.
///
/// # Errors
/// [`Error::Locked`] with what comes first; [`Error::NotFound`]; [`Error::Denied`] for nobody.
pub async fn module(services: &Services, actor: &Actor, reference: &ModuleRef) -> Result<ModulePage> {
    permit::<ReadCatalog>(actor, &Installation)?;
    let own = own_scope(actor)?;
    let own_permit = permit::<Learn>(actor, &own)?;
    let (store, now) = (services.store(), services.now());
    let facts = gather(store, &own_permit, &[own.id], now).await?.remove(&own.id).unwrap_or_default();
    let progress = &facts.progress;
    let material = services.material();
    let module = material.catalog.module(reference).ok_or(Error::NotFound("This module"))?;
    require_for(actor, module_access(module, progress), services)?;
    let mut changed = changed_modules(&facts, &material.catalog, now).into_iter();
    let is_its = |quiz: &OpenQuiz| &quiz.module == reference;
    let missed = missed_quizzes(store, &own_permit, own.id).await?.into_iter().find(|quiz| &quiz.module == reference);
    let items = module.quiz.items.min(u32::try_from(module.questions.len()).unwrap_or(u32::MAX));
    Ok(ModulePage {
        module: reference.clone(),
        title: module.title.clone(),
        summary: module.summary.clone(),
        objectives: module.objectives.iter().map(|objective| objective.title.clone()).collect(),
        lessons: lesson_steps(actor, module, progress),
        quiz_open: quiz_access(module, progress).is_open(),
        quiz_items: items,
        quiz_needed: domain::assessment::quiz::needed(module.quiz.pass, items),
        passed: progress.passed.contains(reference),
        changed: changed.find(|changed| &changed.module == reference),
        open_exam: open_exam_on(services, store, &own_permit, own.id, reference).await?,
        open_quiz: open_quizzes(store, &own_permit, own.id).await?.into_iter().find(is_its),
        missed_quiz: missed,
    })
}

/// Whether the actor may read in this module.
///
/// # Errors
/// As [`module`].
pub async fn may_read(services: &Services, actor: &Actor, reference: &ModuleRef) -> Result<()> {
    permit::<ReadCatalog>(actor, &Installation)?;
    let own = own_scope(actor)?;
    let progress = progress(services, &permit::<Learn>(actor, &own)?, own.id).await?;
    let material = services.material();
    let module = material.catalog.module(reference).ok_or(Error::NotFound("This module"))?;
    require_for(actor, module_access(module, &progress), services)
}

fn lesson_steps(actor: &Actor, module: &Module, progress: &Progress) -> Vec<LessonStep> {
    let step = |lesson: &domain::catalog::Lesson| LessonStep {
        lesson: lesson.reference.clone(),
        title: lesson.title.clone(),
        minutes: lesson.minutes,
        read: progress.read.contains(&lesson.reference),
        open: leads(actor) || lesson_access(module, &lesson.reference, progress).is_open(),
    };
    module.lessons.iter().map(step).collect()
}

/// Managers and admins answer for the material, so they read it in any order; a rep meets it in order.
pub(crate) fn leads(actor: &Actor) -> bool {
    matches!(actor, Actor::Person(person) if person.leads())
}

fn require_for(actor: &Actor, access: Access, services: &Services) -> Result<()> {
    if leads(actor) { Ok(()) } else { require(access, &services.material().catalog) }
}

/// A lesson to read.
///
/// # Errors
/// [`Error::Locked`] with what comes first; [`Error::NotFound`]; [`Error::Denied`] for nobody.
pub async fn lesson(services: &Services, actor: &Actor, reference: &LessonRef) -> Result<LessonPage> {
    permit::<ReadCatalog>(actor, &Installation)?;
    let own = own_scope(actor)?;
    let own_permit = permit::<Learn>(actor, &own)?;
    let progress = progress(services, &own_permit, own.id).await?;
    let material = services.material();
    let (module, lesson) = material.catalog.lesson(reference).ok_or(Error::NotFound("This lesson"))?;
    require_for(actor, lesson_access(module, reference, &progress), services)?;
    Ok(LessonPage {
        lesson: reference.clone(),
        title: lesson.title.clone(),
        minutes: lesson.minutes,
        html: lesson.html.clone(),
        headings: lesson.headings.clone(),
        module_title: module.title.clone(),
        steps: lesson_steps(actor, module, &progress),
        read: progress.read.contains(reference),
        again: read_again(services, &own_permit, own.id, reference).await?,
    })
}

/// The exam for which somebody is to read this lesson again.
async fn read_again(
    services: &Services,
    permit: &Permit<Learn>,
    person: PersonId,
    lesson: &LessonRef,
) -> Result<Option<ReadAgain>> {
    let store = services.store();
    if !store::assessment::waits_to_be_read_again(store, permit, person, lesson).await? {
        return Ok(None);
    }
    let material = services.material();
    let facts = gather(store, permit, &[person], services.now()).await?.remove(&person).unwrap_or_default();
    let waiting = material.catalog.certifications().find_map(|certification| {
        let now = services.now();
        let standing = facts.for_scope(true, certification, &material.catalog, now).exam;
        // Without another attempt there is nothing to read it for.
        let left = match standing {
            ExamStanding::Remedial { .. } => facts.unread(certification, &material.catalog, now),
            _ => Vec::new(),
        };
        let (scope, title) = (certification.scope.clone(), certification.title.clone());
        left.contains(lesson).then_some(ReadAgain { scope, title, left })
    });
    Ok(waiting)
}

/// Marks a lesson as read, for the first time or again for an exam, and says what comes next.
///
/// # Errors
/// As [`lesson`].
pub async fn mark_read(services: &Services, actor: &Actor, reference: &LessonRef) -> Result<AfterReading> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    let progress = progress(services, &permit, own.id).await?;
    let material = services.material();
    let (module, lesson) = material.catalog.lesson(reference).ok_or(Error::NotFound("This lesson"))?;
    require_for(actor, lesson_access(module, reference, &progress), services)?;
    let again = read_again(services, &permit, own.id, reference).await?;
    if again.is_some() || !progress.read.contains(reference) {
        let tx = services.store().begin(&permit, services.now()).await?;
        // The first reading stays the one that is on record.
        store::learning::insert_lesson_read(&tx, own.id, reference, &lesson.version).await?;
        let for_exam = store::assessment::mark_read_again(&tx, own.id, reference).await?;
        let detail = if for_exam { json!({ "read": true, "again": true }) } else { json!({ "read": true }) };
        services.commit(tx, services.event("lesson", reference, detail)).await?;
    }
    if let Some(again) = again {
        let next = again.left.into_iter().find(|left| left != reference);
        return Ok(next.map_or(AfterReading::Exam(again.scope), AfterReading::Lesson));
    }
    let place = module.lessons.iter().position(|other| &other.reference == reference);
    let next = place.and_then(|place| module.lessons.get(place + 1));
    Ok(next.map_or(AfterReading::Module, |next| AfterReading::Lesson(next.reference.clone())))
}
