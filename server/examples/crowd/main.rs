//! A server with a crowd of people, to measure the clearance check on.
//!
//! `cargo run --release -p server --example crowd -- CANOE DATABASE_URL PACKS PEOPLE`, where `CANOE` is the binary and the database is empty. It
//! makes that many people, seven of ten certified, says how long deciding about all of them took, starts the server, says where it is, with
//! which keys to ask, and with which cookies an admin and the manager of one team look, and ends with its input. At a line `sit`, fifty reps sit
//! the exam on that server; at a line `restart`, it is killed and started again.

mod fill;
#[path = "../sitting/node.rs"]
mod node;
#[path = "../sitting/prepare.rs"]
#[expect(dead_code, reason = "it replays nothing here")]
mod prepare;
#[path = "../sitting/record.rs"]
#[expect(dead_code, reason = "nothing is restarted here")]
mod record;
#[path = "../sitting/rep.rs"]
#[expect(dead_code, reason = "it counts answers here, and does not read them")]
mod rep;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result};
use domain::authz::Actor;
use domain::id::PersonId;
use domain::identity::Role;
use services::clearance::decide_behind;
use services::identity::{Device, NewPerson, Part, add_person, change_membership, list_teams, sign_in};
use services::integration::create_key;
use tokio::io::{AsyncBufReadExt as _, BufReader, stdin};
use tokio::task::JoinSet;

use node::Node;
use prepare::{Person, World};
use record::Record;
use rep::Rep;

/// Diallers, each with a key of its own, because each key has a budget of its own.
const KEYS: usize = 16;
/// Reps that sit the exam.
const REPS: u32 = 50;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().with_context(|| format!("{what} is missing"));
    let (binary, database, packs) = (next("the binary")?, next("the database")?, PathBuf::from(next("the packs")?));
    let people: u32 = next("the number of people")?.parse().context("the number of people")?;

    let world = World::open(&database, prepare::material(&packs)?).await?;
    services::catalog::store_material(&world.services).await?;
    let sitting = prepare::people(&world, REPS).await?;
    fill::fill(&world.store, world.services.now(), people, &world.services.material().catalog).await?;
    let begun = now();
    let decided = decide_behind(&world.services).await?;
    println!("{decided} people decided in {:.1?}", begun.elapsed());
    let scopes = ["clearance:read".to_owned()];
    let mut keys = Vec::new();
    for n in 0..KEYS {
        keys.push(create_key(&world.services, &Actor::System, &format!("dialler {n}"), &scopes, "").await?.1);
    }
    let (_, admin) = account(&world, "admin", Role::Admin).await?;
    let (manager, of_team) = account(&world, "manager", Role::Manager).await?;
    let teams = list_teams(&world.services, &Actor::System).await?;
    let team = teams.iter().find(|row| row.team.name == fill::FIRST_TEAM).context("the crowd has no teams")?;
    change_membership(&world.services, &Actor::System, team.team.id, manager, Part::Manager, true).await?;
    let mut node = Node::start(&binary, &database, &packs).await?;
    println!("crowd is at {} {} {} {admin} {of_team}", node.url, node.child.id(), keys.join(","));
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        if line == "sit" {
            println!("{}", sit(&node, &world, &sitting).await?);
        } else if line == "restart" {
            let away = node.kill_and_restart().await?;
            println!("back {} {}", node.child.id(), away.as_secs_f64());
        }
    }
    node.stop().await
}

/// Somebody who leads, with the token of their session.
async fn account(world: &World, name: &str, role: Role) -> Result<(PersonId, String)> {
    let email = format!("{name}@halyard.example");
    let new = NewPerson {
        email: email.clone(),
        name: name.to_owned(),
        role: role.to_string(),
        time_zone: "UTC".to_owned(),
        ..NewPerson::default()
    };
    let id = add_person(&world.services, &new, prepare::PASSWORD).await?;
    let device = Device { user_agent: "crowd".to_owned(), address: "127.0.0.1".to_owned() };
    Ok((id, sign_in(&world.services, &email, prepare::PASSWORD, &device).await?.token))
}

async fn sit(node: &Node, world: &World, people: &[Person]) -> Result<String> {
    let record = Arc::new(Record::default());
    let begun = now();
    let mut all = JoinSet::new();
    for (n, person) in people.iter().enumerate() {
        all.spawn(Rep::new(&node.url, person.clone(), world.clone(), Arc::clone(&record), n)?.sit());
    }
    let mut answers = 0_u32;
    while let Some(done) = all.join_next().await {
        answers += u32::try_from(done??.len())?;
    }
    record.nothing_refused()?;
    let took = begun.elapsed();
    Ok(format!("{REPS} reps gave {answers} answers in {took:.1?}: {:.0}/s", f64::from(answers) / took.as_secs_f64()))
}

/// The machine's own clock, which only measures here.
#[expect(clippy::disallowed_methods, reason = "this measures")]
pub fn now() -> Instant {
    Instant::now()
}
