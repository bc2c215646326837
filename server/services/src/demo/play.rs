//! Carrying the script out with the real use cases.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::authz::{Actor, PersonActor};
use domain::catalog::{LessonRef, ModuleRef, PathRef, Slug};
use domain::id::{PersonId, TeamId};
use domain::identity::Role;
use domain::time::{Span, Timestamp};

use super::clock::StageClock;
use super::script::{Deed, To};
use super::sitting::{half, sit};
use super::{PASSWORD, cast};
use crate::identity::{NewPerson, add_person, add_team, invite};
use crate::learning::{NewAssignment, Target, assign, mark_read};
use crate::{Error, Result, Services, assessment};

/// One step of the path.
enum Step {
    Lesson(LessonRef, Span),
    Quiz(ModuleRef),
}

/// Everything on the stage: who is there by now, and how far they are.
pub(super) struct Stage {
    /// The services by the clock of the stage.
    services: Services,
    clock: Arc<StageClock>,
    now: Timestamp,
    path: PathRef,
    scope: Slug,
    course: Vec<Step>,
    teams: BTreeMap<&'static str, TeamId>,
    people: BTreeMap<&'static str, PersonId>,
    done: BTreeMap<&'static str, usize>,
}

impl Stage {
    /// An empty stage with the first path of the material.
    pub(super) fn set(services: &Services) -> Result<Self> {
        let material = services.material();
        let catalog = &material.catalog;
        let (Some(path), Some(certification)) = (catalog.paths().next(), catalog.certifications().next()) else {
            return Err(Error::refused(
                "no-path",
                "The material has no path or no certification that a demo could show.",
            ));
        };
        let mut course = Vec::new();
        for module in crate::learning::modules_of(catalog, path) {
            let minutes = |minutes: u32| Span::minutes(i64::from(minutes) + 3);
            course.extend(
                module.lessons.iter().map(|lesson| Step::Lesson(lesson.reference.clone(), minutes(lesson.minutes))),
            );
            course.push(Step::Quiz(module.reference.clone()));
        }
        let clock = Arc::new(StageClock::new(services.now()));
        Ok(Self {
            services: services.at(Arc::clone(&clock) as Arc<dyn crate::ports::Clock>),
            clock,
            now: services.now(),
            path: path.reference.clone(),
            scope: certification.scope.clone(),
            course,
            teams: BTreeMap::new(),
            people: BTreeMap::new(),
            done: BTreeMap::new(),
        })
    }

    pub(super) fn scope(&self) -> &Slug {
        &self.scope
    }

    /// Carries out all deeds, each at its time.
    pub(super) async fn play(&mut self, deeds: Vec<(Timestamp, Deed)>) -> Result<()> {
        for (at, deed) in deeds {
            self.clock.set(at);
            match deed {
                Deed::Team { name, within } => self.team(name, within).await?,
                Deed::Join(part) => self.join(part).await?,
                Deed::Assign { to, due_in } => self.assign(&to, due_in).await?,
                Deed::Learn { who, steps } => self.learn(who, steps).await?,
                Deed::MissQuiz(who) => self.miss_quiz(who).await?,
                Deed::Exam { who, passed } => self.exam(who, passed).await?,
            }
        }
        Ok(())
    }

    /// The part of this address as an actor.
    pub(super) fn actor(&self, email: &str) -> Result<Actor> {
        let part = cast::part(email).ok_or_else(|| missing(email))?;
        let id = *self.people.get(email).ok_or_else(|| missing(email))?;
        let manages = match part.role {
            Role::Manager => part.team.and_then(|team| self.teams.get(team)).copied().into_iter().collect(),
            Role::Rep | Role::Admin => Default::default(),
        };
        Ok(Actor::Person(PersonActor { id, role: part.role, manages }))
    }

    /// The manager of a team as an actor.
    fn manager(&self, team: &str) -> Result<Actor> {
        let manager = cast::CAST.iter().find(|part| part.role == Role::Manager && part.team == Some(team));
        self.actor(manager.ok_or_else(|| missing(team))?.email)
    }

    async fn team(&mut self, name: &'static str, within: Option<&str>) -> Result<()> {
        let parent = within.and_then(|within| self.teams.get(within)).copied();
        let id = add_team(&self.services, &self.actor(cast::ADMIN)?, name, parent).await?;
        self.teams.insert(name, id);
        Ok(())
    }

    async fn join(&mut self, part: &'static cast::Part) -> Result<()> {
        let new = NewPerson {
            email: part.email.to_owned(),
            name: part.name.to_owned(),
            role: part.role.to_string(),
            team: part.team.and_then(|team| self.teams.get(team)).copied(),
            external_id: part.external_id.to_owned(),
            time_zone: part.time_zone.to_owned(),
        };
        let id = match part.team.filter(|_| part.invited_only) {
            Some(team) => invite(&self.services, &self.manager(team)?, &new).await?.person,
            None => add_person(&self.services, &new, PASSWORD).await?,
        };
        self.people.insert(part.email, id);
        Ok(())
    }

    async fn assign(&self, to: &To, due_in: i64) -> Result<()> {
        let (team, target) = match to {
            To::Team(team) => (*team, self.teams.get(team).copied().map(Target::Team)),
            To::Person(email) => {
                let team = cast::part(email).and_then(|part| part.team).ok_or_else(|| missing(email))?;
                (team, self.people.get(email).copied().map(Target::Person))
            }
        };
        let due = jiff::Timestamp::from_millisecond((self.now + Span::days(due_in)).as_millis());
        let due = due.map_err(|error| Error::Internal(error.to_string()))?.strftime("%Y-%m-%d").to_string();
        let to = target.ok_or_else(|| missing(team))?;
        let new = NewAssignment { path: self.path.to_string(), to, due, time_zone: "Europe/London".to_owned() };
        assign(&self.services, &self.manager(team)?, &new).await.map(|_| ())
    }

    async fn learn(&mut self, who: &'static str, steps: usize) -> Result<()> {
        let actor = self.actor(who)?;
        let done = self.done.entry(who).or_default();
        for step in self.course.iter().skip(*done).take(steps) {
            match step {
                Step::Lesson(lesson, span) => {
                    self.clock.forward(*span);
                    mark_read(&self.services, &actor, lesson).await?;
                }
                Step::Quiz(module) => {
                    let quiz = assessment::start_quiz(&self.services, &actor, module).await?;
                    sit(&self.services, &self.clock, &actor, quiz, |_| true).await?;
                }
            }
            *done += 1;
        }
        Ok(())
    }

    async fn miss_quiz(&self, who: &'static str) -> Result<()> {
        let done = self.done.get(who).copied().unwrap_or(0);
        // Another pack may have another course; then there is no quiz to miss here.
        let Some(Step::Quiz(module)) = self.course.get(done) else { return Ok(()) };
        let actor = self.actor(who)?;
        let quiz = assessment::start_quiz(&self.services, &actor, module).await?;
        sit(&self.services, &self.clock, &actor, quiz, half).await
    }

    async fn exam(&self, who: &'static str, passed: bool) -> Result<()> {
        let actor = self.actor(who)?;
        let exam = assessment::start_exam(&self.services, &actor, &self.scope).await?;
        let right = if passed { |_| true } else { half };
        sit(&self.services, &self.clock, &actor, exam, right).await
    }
}

fn missing(what: &str) -> Error {
    Error::Internal(format!("the demo's script asks for {what} before their entrance"))
}
