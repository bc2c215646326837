//! Many reps sit the exam at once on a real server, which is killed in the middle; afterwards nothing may be missing.
//!
//! `cargo run --release -p server --example sitting -- CANOE DATABASE_URL PACKS [REPS]`, where `CANOE` is the binary and the database is empty. It
//! prints answers a second, their latency with all tries, and beside them what the same database does in bare durable commits, and fails where an
//! acknowledged answer is lost, an attempt is doubled, a decision is not its replay, or anything is refused while the server runs.

mod commits;
mod node;
mod prepare;
mod record;
mod rep;
mod verify;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use tokio::task::JoinSet;

use node::Node;
use prepare::World;
use record::Record;
use rep::{Acknowledged, Rep};

/// Answers after which the server is killed, as a share of those that are to be expected.
const KILL_AT: f64 = 0.4;
/// Answers of one exam, about.
const ANSWERS: f64 = 25.0;

#[tokio::main]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &'static str| arguments.next().with_context(|| format!("{what} is missing"));
    let (binary, database, packs) = (next("the binary")?, next("the database")?, PathBuf::from(next("the packs")?));
    let reps: u32 = arguments.next().map_or(Ok(50), |reps| reps.parse()).context("the number of reps")?;

    let commits = commits::per_second(&database).await?;
    let material = prepare::material(&packs)?;
    let world = World::open(&database, material).await?;
    let people = prepare::people(&world, reps).await?;
    let mut node = Node::start(&binary, &database, &packs).await?;
    let record = Arc::new(Record::default());
    let begun = now();
    let mut sitting = JoinSet::new();
    for (n, person) in people.iter().enumerate() {
        let rep = Rep::new(&node.url, person.clone(), world.clone(), Arc::clone(&record), n)?;
        sitting.spawn(rep.sit());
    }
    let kill_at = f64::from(reps) * ANSWERS * KILL_AT;
    while f64::from(record.answers()) < kill_at && !sitting.is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    record.goes_away();
    let down = node.kill_and_restart().await?;
    record.is_back();
    let mut acknowledged: Vec<Acknowledged> = Vec::new();
    while let Some(done) = sitting.join_next().await {
        acknowledged.extend(done??);
    }
    let took = begun.elapsed() - down;
    node.stop().await?;
    report(&acknowledged, took, down, commits);
    let nothing_refused = record.nothing_refused();
    verify::all(&world, &people, &acknowledged).await?;
    nothing_refused
}

fn report(acknowledged: &[Acknowledged], took: Duration, down: Duration, commits: f64) {
    let mut times: Vec<Duration> =
        acknowledged.iter().filter(|answer| !answer.in_restart).map(|answer| answer.took).collect();
    times.sort_unstable();
    let at = |share: f64| {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a small count")]
        let place = (f64::from(u32::try_from(times.len()).unwrap_or(u32::MAX)) * share) as usize;
        times.get(place.min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    };
    let per_second = f64::from(u32::try_from(acknowledged.len()).unwrap_or(u32::MAX)) / took.as_secs_f64();
    println!(
        "{} answers in {took:.1?}: {per_second:.0} answers/s, p50 {:.1?}, p99 {:.1?} of {} outside of the restart; killed in between, back after {down:.1?}",
        acknowledged.len(),
        at(0.50),
        at(0.99),
        times.len()
    );
    println!("bare durable commits in the same run: {commits:.0}/s; an answer is {:.2} of one", per_second / commits);
}

/// The machine's own clock, which only measures here.
#[expect(clippy::disallowed_methods, reason = "this measures")]
pub fn now() -> Instant {
    Instant::now()
}
