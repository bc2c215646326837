//! `cargo xtask bench`: what Canoe's routes do beside a bare axum route, in the same run, as ratios.
//!
//! One figure by itself says more about the machine than about Canoe; the ratio says what Canoe adds.

mod crowd;
mod gate;
mod load;
mod scale;
mod server;

use anyhow::{Context, Result};

use crate::build;
use crate::command::{cargo, run as run_command, say};
use crate::project::Project;
use crate::setup;
use crate::test::postgres::Cluster;
use crate::test::sitting;
use crate::test::summary::Summary;
use load::{Load, Target};
use server::{Bare, Canoe};

/// Rounds; each measures every target once, so that what else the machine does meets all of them.
const ROUNDS: usize = 3;

/// One line of the table.
struct Line {
    name: &'static str,
    loads: Vec<Load>,
    /// Least share of the bare route's requests a second.
    budget: Option<f64>,
}

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Bench {
    /// Routes beside a bare axum route
    Routes,
    /// Clearance checks beside a bare axum route, on SQLite and on PostgreSQL, among 1,000 and 100,000 people, and beside other load
    Gate,
    /// Answers of fifty reps at once beside bare durable commits, on SQLite and on PostgreSQL
    Exam,
    /// The board, the start and the memory among 1,000, 10,000 and 100,000 people, on SQLite and on PostgreSQL
    Scale,
    /// All of them
    All,
}

/// Measures.
pub fn run(project: &Project, what: Bench) -> Result<()> {
    match what {
        Bench::Routes => routes(project),
        Bench::Gate => gate::run(project),
        Bench::Exam => exam(project),
        Bench::Scale => scale::run(project),
        Bench::All => {
            routes(project)?;
            gate::run(project)?;
            scale::run(project)?;
            exam(project)
        }
    }
}

fn exam(project: &Project) -> Result<()> {
    setup::postgres()?;
    let (canoe, example) = build::server_with_example(project, "sitting")?;
    let cluster = Cluster::start(&["canoe_sitting"])?;
    let mut summary = Summary::default();
    sitting::on_sqlite(project, &canoe, &example, &mut summary)?;
    sitting::on_postgres(project, &canoe, &example, &cluster.url("canoe_sitting"), &mut summary)?;
    summary.verdict()
}

/// Builds, starts both servers on loopback, loads them in turn and prints the table.
fn routes(project: &Project) -> Result<()> {
    setup::load_generator()?;
    build::frontend(project)?;
    let binary = build::server(project, true, &[])?;
    run_command(cargo(project.root()).args(["build", "--release", "--package", "server", "--example", "bare"]))?;
    let bare = Bare::start(&project.target().join("release/examples/bare"))?;
    let canoe = Canoe::start(project, &binary)?;
    let start = canoe.started_in;
    let targets = [
        ("bare axum route", Target::plain(&bare.url), None),
        ("clearance check, JSON", canoe.clearance("application/json"), Some(0.7)),
        ("clearance check, text", canoe.clearance("text/plain"), Some(0.7)),
        ("lesson page, signed in", canoe.lesson()?, Some(0.25)),
    ];
    let mut lines: Vec<Line> =
        targets.iter().map(|(name, _, budget)| Line { name, loads: Vec::new(), budget: *budget }).collect();
    for round in 1..=ROUNDS {
        say(&format!("round {round} of {ROUNDS}"));
        for (line, (_, target, _)) in lines.iter_mut().zip(&targets) {
            line.loads.push(target.load()?);
        }
    }
    let rss = canoe.memory().context("cannot read the server's memory")?;
    print(&lines);
    println!("\nserver started in {start:.0?} on the demo's database, {rss:.0} MiB resident after the load");
    Ok(())
}

/// The table: the median round of each target, and its ratio to the bare route's.
fn print(lines: &[Line]) {
    println!("\n{:<26}{:>12}{:>12}{:>12}{:>10}{:>10}", "", "req/s", "p50", "p99", "ratio", "budget");
    let Some(bare) = lines.first().map(|line| median(&line.loads)) else { return };
    for line in lines {
        let load = median(&line.loads);
        let budget = line.budget.map_or_else(String::new, |budget| format!("≥ {budget}"));
        let ratio = load.per_second / bare.per_second;
        println!(
            "{:<26}{:>12.0}{:>12.2?}{:>12.2?}{ratio:>10.3}{budget:>10}",
            line.name, load.per_second, load.p50, load.p99
        );
    }
}

fn median(loads: &[Load]) -> Load {
    let mut sorted = loads.to_vec();
    sorted.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}
