//! A person's paths: what they are on, how far, and what comes next.

use std::collections::BTreeMap;

use domain::assessment::{Attempt, AttemptKind, AttemptState, ExtraTime, Mark, Subject};
use domain::authz::{Actor, Learn, Permit, Verb, permit};
use domain::catalog::{Catalog, Module, ModuleRef, Path, PathRef, Slug};
use domain::clearance::ExamStanding;
use domain::id::{AttemptId, PersonId};
use domain::learning::{
    Access, ModuleState, NextStep, Progress, Steps, minutes_left, module_access, module_states, next_step, steps,
};
use domain::readiness::has_arrived;
use domain::time::Timestamp;
use store::learning::{Assignee, Assignment};

use super::changed::{ChangedModule, changed_modules};
use super::locked_by;
use super::notices::{Notice, open_notices};
use crate::assessment::{ToRead, to_read};
use crate::certification::{Against, against};
use crate::clearance::{PersonFacts, ScopeClearance, clearances_from, gather};
use crate::identity::own_scope;
use crate::{Result, Services};

/// What a person sees first.
#[derive(Debug, Clone)]
pub struct Home {
    /// Exams that are open and still have time.
    pub running_exams: Vec<RunningExam>,
    /// Quizzes that are open.
    pub open_quizzes: Vec<OpenQuiz>,
    /// The last try at each quiz that was not passed and is not passed since.
    pub missed_quizzes: Vec<MissedQuiz>,
    /// By scope, the last exam that was not passed.
    pub missed_exams: BTreeMap<Slug, AttemptId>,
    /// Modules that have changed since they finished them, and that they are to prove.
    pub changed: Vec<ChangedModule>,
    /// What is to be read before an exam is taken again.
    pub reading: Vec<ReadingForExam>,
    /// Scopes whose certificate holds and can be renewed, with its end.
    pub renewals: BTreeMap<Slug, Timestamp>,
    /// Whether they may take calls, by scope.
    pub clearances: Vec<ScopeClearance>,
    /// What stands against their calls because somebody decided it.
    pub against: Vec<Against>,
    /// The paths they are on, soonest due first.
    pub paths: Vec<PathOnRoute>,
    /// What they have been told and not put away, the latest first.
    pub notices: Vec<Notice>,
    /// How much more time they have in exams than others.
    pub extra: Option<ExtraTime>,
}

/// An exam that is open and still has time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningExam {
    /// Its scope.
    pub scope: Slug,
    /// The attempt.
    pub attempt: AttemptId,
    /// The first moment at which no answer is taken any more.
    pub deadline: Timestamp,
}

/// Lessons to read again before an exam, of which some are not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingForExam {
    /// The exam's scope.
    pub scope: Slug,
    /// All that were given, in their order.
    pub lessons: Vec<ToRead>,
}

/// A quiz that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenQuiz {
    /// Its module.
    pub module: ModuleRef,
    /// The attempt.
    pub attempt: AttemptId,
    /// Questions answered.
    pub asked: u32,
    /// Questions in all.
    pub drawn: u32,
}

/// The last try at a quiz that is not passed.
#[derive(Debug, Clone, PartialEq)]
pub struct MissedQuiz {
    /// Its module.
    pub module: ModuleRef,
    /// The attempt.
    pub attempt: AttemptId,
    /// Sum of the marks.
    pub points: f64,
    /// Questions in all.
    pub of: u32,
}

/// A path somebody is on.
#[derive(Debug, Clone)]
pub struct PathOnRoute {
    /// The path.
    pub path: PathRef,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub summary: String,
    /// When it is due: the end of a day.
    pub due_at: Timestamp,
    /// IANA time zone in which that day ends.
    pub due_zone: String,
    /// When it was assigned.
    pub assigned_at: Timestamp,
    /// Whether they have reached the certificates it leads to.
    pub arrived: bool,
    /// Its modules in order.
    pub modules: Vec<ModuleOnRoute>,
    /// What comes next.
    pub next: NextStep,
    /// Title of what comes next; empty where nothing does.
    pub next_title: String,
    /// Steps done and in all.
    pub steps: Steps,
    /// Minutes to go.
    pub minutes_left: u32,
}

/// A module as a stop on the route.
#[derive(Debug, Clone)]
pub struct ModuleOnRoute {
    /// The module.
    pub module: ModuleRef,
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub state: ModuleState,
    /// Lessons read.
    pub read: u32,
    /// Lessons in all.
    pub lessons: u32,
    /// Titles of the modules after which it opens; none where it is open.
    pub after: Vec<String>,
}

/// Titles of the modules after which one opens; none where it is open.
pub(crate) fn opens_after(catalog: &Catalog, module: &Module, progress: &Progress) -> Vec<String> {
    let Access::Locked { missing } = module_access(module, progress) else { return Vec::new() };
    missing.iter().map(|missing| locked_by(missing, catalog).title).collect()
}

/// What the actor sees first.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn home(services: &Services, actor: &Actor) -> Result<Home> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    let facts = gather(services.store(), &permit, &[own.id], services.now()).await?.remove(&own.id).unwrap_or_default();
    let store = services.store();
    let quizzes = open_quizzes(store, &permit, own.id).await?;
    let material = services.material();
    let clearances = clearances_from(services, &permit, &facts).await?;
    Ok(Home {
        against: against(services, actor, &permit, own.id, (&facts, &clearances)).await?,
        running_exams: running_exams(&facts, services.now()),
        open_quizzes: quizzes,
        missed_quizzes: missed_quizzes(store, &permit, own.id).await?,
        missed_exams: missed_exams(&facts),
        changed: changed_modules(&facts, &material.catalog, services.now()),
        reading: reading(&facts, &material.catalog, services.now()),
        renewals: facts.renewals(&material.catalog, services.now()),
        clearances,
        paths: paths_of(services, &permit, own.id).await?,
        notices: open_notices(services, actor).await?,
        extra: store::assessment::accommodation_of(store, &permit, own.id).await?.map(|found| found.extra),
    })
}

fn running_exams(facts: &PersonFacts, now: Timestamp) -> Vec<RunningExam> {
    let running = facts.exams.iter().filter(|exam| exam.state == AttemptState::Open);
    let running = running.filter_map(|exam| match (&exam.subject, exam.deadline) {
        (Subject::Exam(scope), Some(deadline)) if now < deadline => {
            Some(RunningExam { scope: scope.clone(), attempt: exam.id, deadline })
        }
        _ => None,
    });
    running.collect()
}

fn reading(facts: &PersonFacts, catalog: &Catalog, now: Timestamp) -> Vec<ReadingForExam> {
    let waiting = catalog
        .certifications()
        .filter(|found| matches!(facts.for_scope(true, found, catalog, now).exam, ExamStanding::Remedial { .. }));
    let given = waiting.map(|found| ReadingForExam {
        scope: found.scope.clone(),
        lessons: to_read(catalog, facts.given_to_read(found, now)),
    });
    given.collect()
}

/// By scope, the last exam where it was not passed. Exams come oldest first.
fn missed_exams(facts: &PersonFacts) -> BTreeMap<Slug, AttemptId> {
    let mut missed = BTreeMap::new();
    for exam in &facts.exams {
        let Subject::Exam(scope) = &exam.subject else { continue };
        match exam.state {
            AttemptState::NotYet => _ = missed.insert(scope.clone(), exam.id),
            AttemptState::Passed => _ = missed.remove(scope),
            AttemptState::Open => {}
        }
    }
    missed
}

/// The quizzes that a person has open. The caller holds a permit for them.
pub(crate) async fn open_quizzes<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    person: PersonId,
) -> Result<Vec<OpenQuiz>> {
    let all = store::assessment::attempts_of(source, permit, &[person], AttemptKind::Quiz).await?;
    let open = all.into_values().flatten().filter(|quiz| quiz.state == AttemptState::Open);
    let open = open.filter_map(|quiz| match quiz.subject {
        Subject::Quiz(module) => Some(OpenQuiz { module, attempt: quiz.id, asked: quiz.asked, drawn: quiz.drawn }),
        Subject::Exam(_) => None,
    });
    Ok(open.collect())
}

/// The last try at each quiz that a person has not passed so far. The caller holds a permit for them.
pub(crate) async fn missed_quizzes<V: Verb>(
    source: &impl store::Source,
    permit: &Permit<V>,
    person: PersonId,
) -> Result<Vec<MissedQuiz>> {
    let all = store::assessment::attempts_of(source, permit, &[person], AttemptKind::Quiz).await?;
    let mut last: BTreeMap<ModuleRef, Option<Attempt>> = BTreeMap::new();
    // Oldest first: the last stays, and a pass stays a pass whatever comes after it.
    for quiz in all.into_values().flatten().filter(|quiz| quiz.state != AttemptState::Open) {
        let Subject::Quiz(module) = &quiz.subject else { continue };
        let passed = quiz.state == AttemptState::Passed || last.get(module).is_some_and(Option::is_none);
        last.insert(module.clone(), (!passed).then_some(quiz));
    }
    let mut missed = Vec::new();
    for (module, quiz) in last {
        let Some(quiz) = quiz else { continue };
        let items = store::assessment::items(source, permit, quiz.id).await?;
        let points = items.iter().filter_map(|item| item.mark).map(Mark::value).sum();
        missed.push(MissedQuiz { module, attempt: quiz.id, points, of: quiz.drawn });
    }
    Ok(missed)
}

/// The paths a person is on. The caller holds a permit for this person.
///
/// # Errors
/// [`crate::Error::Unavailable`] where the database cannot answer.
pub async fn paths_of<V: Verb>(services: &Services, permit: &Permit<V>, person: PersonId) -> Result<Vec<PathOnRoute>> {
    let material = services.material();
    let store = services.store();
    let assigned = store::learning::assignments_of(store, permit, &[person]).await?.remove(&person).unwrap_or_default();
    let progress = store::learning::progress_of(store, permit, &[person]).await?.remove(&person).unwrap_or_default();
    let held =
        store::certification::certificates_of(store, permit, &[person]).await?.remove(&person).unwrap_or_default();
    let now = services.now();
    let on_route = |assignment: Assignment| {
        let path = material.catalog.path(&assignment.path)?;
        let arrived = has_arrived(material.catalog.certifications_of(path), &held, assignment.created_at, now);
        Some(on_route(&material.catalog, path, &progress, assignment, arrived))
    };
    Ok(that_count(assigned).into_iter().filter_map(on_route).collect())
}

/// Of a person's assignments, soonest due first, the one that counts for each path: what was assigned to them in person,
/// else the soonest of their teams'.
pub(crate) fn that_count(assigned: Vec<Assignment>) -> Vec<Assignment> {
    let in_person = |found: &Assignment| matches!(found.to, Assignee::Person(_));
    let (own, teams): (Vec<_>, Vec<_>) = assigned.into_iter().partition(in_person);
    let mut counting: Vec<Assignment> = Vec::new();
    for found in own.into_iter().chain(teams) {
        if !counting.iter().any(|known| known.path == found.path) {
            counting.push(found);
        }
    }
    counting.sort_by_key(|found| found.due_at);
    counting
}

/// The modules of a path that the catalog has.
pub(crate) fn modules_of<'a>(catalog: &'a Catalog, path: &Path) -> Vec<&'a Module> {
    path.modules.iter().filter_map(|module| catalog.module(module)).collect()
}

fn on_route(catalog: &Catalog, path: &Path, progress: &Progress, assignment: Assignment, arrived: bool) -> PathOnRoute {
    let modules = modules_of(catalog, path);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let stops = modules.iter().zip(module_states(&modules, progress)).map(|(module, state)| ModuleOnRoute {
        module: module.reference.clone(),
        title: module.title.clone(),
        state,
        read: count(module.lessons.iter().filter(|lesson| progress.read.contains(&lesson.reference)).count()),
        lessons: count(module.lessons.len()),
        after: opens_after(catalog, module, progress),
    });
    let next = next_step(&modules, progress);
    let next_title = match &next {
        NextStep::Lesson(lesson) => catalog.lesson(lesson).map_or_else(String::new, |(_, lesson)| lesson.title.clone()),
        NextStep::Quiz(module) => catalog.module(module).map_or_else(String::new, |module| module.title.clone()),
        NextStep::Locked { .. } | NextStep::Done => String::new(),
    };
    PathOnRoute {
        path: path.reference.clone(),
        title: path.title.clone(),
        summary: path.summary.clone(),
        due_at: assignment.due_at,
        due_zone: assignment.due_zone,
        assigned_at: assignment.created_at,
        arrived,
        modules: stops.collect(),
        next,
        next_title,
        steps: steps(&modules, progress),
        minutes_left: minutes_left(&modules, progress),
    }
}
