//! What must not grow with people: the board, the start, and the memory.

use std::time::Duration;

use anyhow::{Context, Result};

use super::crowd::Crowd;
use crate::build;
use crate::command::say;
use crate::project::Project;
use crate::setup;
use crate::test::postgres::Cluster;

const PEOPLE: [u32; 3] = [1_000, 10_000, 100_000];
/// Looks at a page, of which the median counts.
const LOOKS: usize = 5;

/// Measures everything and prints the table.
pub fn run(project: &Project) -> Result<()> {
    setup::load_generator()?;
    setup::postgres()?;
    build::frontend(project)?;
    let (canoe, example) = build::server_with_example(project, "crowd")?;
    let names = PEOPLE.map(|people| format!("canoe_crowd_{people}"));
    let cluster = Cluster::start(&names.each_ref().map(String::as_str))?;
    let mut table = Vec::new();
    for (database, postgres) in [("SQLite", false), ("PostgreSQL", true)] {
        for (people, name) in PEOPLE.iter().zip(&names) {
            say(&format!("{people} people, {database}"));
            let url = postgres.then(|| cluster.url(name));
            let mut crowd = Crowd::start(project, (&canoe, &example), url.as_deref(), *people)?;
            println!("{}", crowd.decided);
            table.push(Line::measure(&mut crowd, format!("{database}, {people} people"))?);
        }
    }
    println!(
        "\nbudgets: the board of an admin takes at most 2 times as long among 100,000 people as among 1,000; a start until it is ready takes at \
         most 300 ms among 100,000; at most 80 MiB are resident after checks about 10,000"
    );
    println!("{:<28}{:>12}{:>14}{:>12}{:>16}", "", "board", "of a team", "start", "after checks");
    for Line { name, board, of_team, start, memory } in &table {
        println!("{name:<28}{board:>12.1?}{of_team:>14.1?}{start:>12.0?}{memory:>12.0} MiB");
    }
    Ok(())
}

/// A line of the table.
struct Line {
    name: String,
    /// The first page of the board, with everybody.
    board: Duration,
    /// The same, with one team of fifty.
    of_team: Duration,
    /// From the kill to ready again.
    start: Duration,
    /// Resident in MiB after checks about anybody.
    memory: f64,
}

impl Line {
    fn measure(crowd: &mut Crowd, name: String) -> Result<Self> {
        let start = crowd.restart()?;
        crowd.clearance("application/json")?.load()?;
        // Before the board, which looks at everybody at once.
        let memory = crowd.memory().context("cannot read the server's memory")?;
        let board = crowd.page("/board", &crowd.admin, LOOKS)?;
        let of_team = crowd.page("/board", &crowd.manager, LOOKS)?;
        Ok(Self { name, board, of_team, start, memory })
    }
}
