//! A person's paths: what they are on, how far, and what comes next.

use domain::assessment::{AttemptState, Subject};
use domain::authz::{Actor, Learn, Permit, Verb, permit};
use domain::catalog::{Catalog, Module, ModuleRef, Path, PathRef, Slug};
use domain::id::PersonId;
use domain::learning::{ModuleState, NextStep, Progress, Steps, minutes_left, module_states, next_step, steps};
use domain::time::Timestamp;

use crate::clearance::{ScopeClearance, clearances_from, gather};
use crate::identity::own_scope;
use crate::{Result, Services};

/// What a person sees first.
#[derive(Debug, Clone)]
pub struct Home {
    /// Scopes of the exams that are open and still have time.
    pub running_exams: Vec<Slug>,
    /// Whether they may take calls, by scope.
    pub clearances: Vec<ScopeClearance>,
    /// The paths they are on, soonest due first.
    pub paths: Vec<PathOnRoute>,
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
    /// When it is due.
    pub due_at: Timestamp,
    /// When it was assigned.
    pub assigned_at: Timestamp,
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
}

/// What the actor sees first.
///
/// # Errors
/// [`crate::Error::Denied`] for nobody.
pub async fn home(services: &Services, actor: &Actor) -> Result<Home> {
    let own = own_scope(actor)?;
    let permit = permit::<Learn>(actor, &own)?;
    let facts = gather(services.store(), &permit, &[own.id]).await?.remove(&own.id).unwrap_or_default();
    let now = services.now();
    let running = facts.exams.iter().filter(|exam| exam.state == AttemptState::Open && !exam.is_past_deadline(now));
    let running_exams = running.filter_map(|exam| match &exam.subject {
        Subject::Exam(scope) => Some(scope.clone()),
        Subject::Quiz(_) => None,
    });
    Ok(Home {
        running_exams: running_exams.collect(),
        clearances: clearances_from(services, &permit, &facts).await?,
        paths: paths_of(services, &permit, own.id).await?,
    })
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
    let mut paths: Vec<PathOnRoute> = Vec::new();
    for assignment in assigned {
        // The same path may come from a team and from a manager; the sooner due date is the one to keep.
        if paths.iter().any(|known| known.path == assignment.path) {
            continue;
        }
        if let Some(path) = material.catalog.path(&assignment.path) {
            paths.push(on_route(&material.catalog, path, &progress, assignment.due_at, assignment.created_at));
        }
    }
    Ok(paths)
}

/// The modules of a path that the catalog has.
pub(crate) fn modules_of<'a>(catalog: &'a Catalog, path: &Path) -> Vec<&'a Module> {
    path.modules.iter().filter_map(|module| catalog.module(module)).collect()
}

fn on_route(
    catalog: &Catalog,
    path: &Path,
    progress: &Progress,
    due_at: Timestamp,
    assigned_at: Timestamp,
) -> PathOnRoute {
    let modules = modules_of(catalog, path);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let stops = modules.iter().zip(module_states(&modules, progress)).map(|(module, state)| ModuleOnRoute {
        module: module.reference.clone(),
        title: module.title.clone(),
        state,
        read: count(module.lessons.iter().filter(|lesson| progress.read.contains(&lesson.reference)).count()),
        lessons: count(module.lessons.len()),
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
        due_at,
        assigned_at,
        modules: stops.collect(),
        next,
        next_title,
        steps: steps(&modules, progress),
        minutes_left: minutes_left(&modules, progress),
    }
}
