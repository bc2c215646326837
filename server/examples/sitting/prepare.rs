//! Reps who have everything behind them but the exam.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow};
use domain::assessment::{Item, Response};
use domain::authz::{Actor, Installation, OperateSystem, PersonActor, permit};
use domain::id::{AttemptId, PersonId};
use domain::identity::Role;
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use services::Services;
use services::assessment::{AnswerInput, answer, start_quiz};
use services::catalog::Material;
use services::identity::{Device, NewPerson, add_person, sign_in};
use services::learning::mark_read;
use services::ports::Ports;
use store::Store;

pub const PASSWORD: &str = "quiet-river-early-light";

/// Somebody who is signed in.
#[derive(Clone)]
pub struct Person {
    pub id: PersonId,
    pub token: String,
}

pub fn material(packs: &Path) -> Result<Material> {
    let loaded = Material::from_files(Material::read_files(packs)?);
    loaded.map(|(material, _)| material).map_err(|faults| anyhow!("the packs are broken: {faults:?}"))
}

/// What this program sees beside the server: the use cases, and the database below them.
#[derive(Clone)]
pub struct World {
    pub services: Services,
    pub store: Store,
}

impl World {
    pub async fn open(database: &str, material: Material) -> Result<Self> {
        let store = Store::open(database).await?;
        Migrator::up(store.for_migrations(), None).await?;
        Ok(Self { services: Services::new(store.clone(), Ports::system(), material), store })
    }

    /// The use cases on the same database, without any training material.
    pub fn without_packs(&self) -> Services {
        Services::new(self.store.clone(), Ports::system(), Material::default())
    }

    /// The draw of an attempt with its answers, which nobody but this program may look into.
    pub async fn items(&self, attempt: AttemptId) -> Result<Vec<Item>> {
        let permit = permit::<OperateSystem>(&Actor::System, &Installation)?;
        Ok(store::assessment::items(&self.store, &permit, attempt).await?)
    }
}

/// So many reps, who have read everything and passed every quiz.
pub async fn people(world: &World, reps: u32) -> Result<Vec<Person>> {
    let services = &world.services;
    let mut people = Vec::new();
    for n in 0..reps {
        let email = format!("rep{n}@halyard.example");
        let new = NewPerson {
            email: email.clone(),
            name: format!("Rep {n}"),
            role: Role::Rep.to_string(),
            time_zone: "UTC".to_owned(),
            ..NewPerson::default()
        };
        let id = add_person(services, &new, PASSWORD).await?;
        let actor = Actor::Person(PersonActor { id, role: Role::Rep, manages: Default::default() });
        learn(world, &actor).await?;
        let device = Device { user_agent: "sitting".to_owned(), address: "127.0.0.1".to_owned() };
        people.push(Person { id, token: sign_in(services, &email, PASSWORD, &device).await?.token });
    }
    Ok(people)
}

async fn learn(world: &World, actor: &Actor) -> Result<()> {
    let services = &world.services;
    let material = services.material();
    let paths: Vec<_> = material.catalog.paths().flat_map(|path| path.modules.iter()).collect();
    for module in paths.into_iter().filter_map(|module| material.catalog.module(module)) {
        for lesson in &module.lessons {
            mark_read(services, actor, &lesson.reference).await?;
        }
        let quiz = start_quiz(services, actor, &module.reference).await?;
        let draw = world.items(quiz).await?;
        for item in &draw {
            let right = solution(services, item, true).context("a question without an answer")?;
            answer(services, actor, quiz, item.position, &right).await?;
        }
    }
    Ok(())
}

/// The answer to a place of a draw, as the browser sends it: right, or wrong where there are options to choose from.
pub fn solution(services: &Services, item: &Item, right: bool) -> Option<AnswerInput> {
    let material = services.material();
    let question = material.catalog.question(&item.drawn.question)?;
    let wrong = (0_u8..).zip(question.key.choices()).find(|(_, choice)| !choice.right).map(|(place, _)| place);
    let response = match wrong {
        Some(place) if !right => Response::choices([place]),
        _ => domain::assessment::solution(question),
    };
    let shown = response.to_shown_order(&item.drawn.option_order).ok()?;
    Some(shown.into())
}
