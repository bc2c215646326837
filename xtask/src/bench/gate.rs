//! The clearance check beside a bare axum route in the same run: on both databases, among few and many people, alone and beside other load.

use anyhow::Result;
use std::thread;

use super::crowd::Crowd;
use super::load::Load;
use super::server::Bare;
use super::{ROUNDS, median};
use crate::build;
use crate::command::{cargo, run as run_command, say};
use crate::project::Project;
use crate::setup;
use crate::test::postgres::Cluster;

const PEOPLE: [u32; 2] = [1_000, 100_000];
/// Least share of the bare route's requests a second.
const SHARE: f64 = 0.7;
/// Most multiple of the bare route's p99.
const SLOWER: f64 = 2.0;

/// Measures everything and prints the table.
pub fn run(project: &Project) -> Result<()> {
    setup::load_generator()?;
    setup::postgres()?;
    build::frontend(project)?;
    let (canoe, example) = build::server_with_example(project, "crowd")?;
    run_command(cargo(project.root()).args(["build", "--release", "--package", "server", "--example", "bare"]))?;
    let bare = Bare::start(&project.target().join("release/examples/bare"))?;
    let cluster = Cluster::start(&["canoe_crowd_1000", "canoe_crowd_100000"])?;
    let mut table = Vec::new();
    for (database, postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        for people in PEOPLE {
            say(&format!("{people} people, {database}"));
            let url = postgres.then(|| cluster.url(&format!("canoe_crowd_{people}")));
            let mut crowd = Crowd::start(project, (&canoe, &example), url.as_deref(), people)?;
            println!("{}", crowd.decided);
            measure(&bare, &mut crowd, &format!("{database}, {people} people"), &mut table)?;
            if let Some(memory) = crowd.memory() {
                println!("{memory:.0} MiB resident after the load");
            }
        }
    }
    print(&table);
    Ok(())
}

/// A line of the table, with what the bare route did beside it.
struct Line {
    name: String,
    load: Load,
    bare: Load,
}

fn measure(bare: &Bare, crowd: &mut Crowd, name: &str, table: &mut Vec<Line>) -> Result<()> {
    let (json, text) = (crowd.clearance("application/json")?, crowd.clearance("text/plain")?);
    // The same requests, so that making them up costs the generator as much.
    let quiet = json.of(&bare.url);
    let (mut bares, mut jsons, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        bares.push(quiet.load()?);
        jsons.push(json.load()?);
        texts.push(text.load()?);
    }
    let bare = median(&bares);
    table.push(Line { name: format!("{name}, JSON"), load: median(&jsons), bare });
    table.push(Line { name: format!("{name}, text"), load: median(&texts), bare });

    let guesses = crowd.guesses()?;
    crowd.sit()?;
    let beside = thread::scope(|scope| {
        let flood = scope.spawn(|| guesses.load_whatever_comes());
        let beside = json.load();
        // Most guesses are refused, which is what they are there for.
        drop(flood.join());
        beside
    })?;
    println!("{}", crowd.sat()?);
    table.push(Line { name: format!("{name}, JSON, beside guesses and an exam of 50"), load: beside, bare });
    Ok(())
}

fn print(table: &[Line]) {
    println!(
        "\nratio to the bare route: at least {SHARE} of its requests a second, at most {SLOWER} of its p99; beside other load there is no budget"
    );
    println!("{:<66}{:>9}{:>10}{:>10}{:>8}{:>8}", "", "req/s", "p50", "p99", "ratio", "p99");
    for Line { name, load, bare } in table {
        let (ratio, slower) = (load.per_second / bare.per_second, load.p99.as_secs_f64() / bare.p99.as_secs_f64());
        println!("{name:<66}{:>9.0}{:>10.2?}{:>10.2?}{ratio:>8.2}{slower:>8.1}", load.per_second, load.p50, load.p99);
    }
}
