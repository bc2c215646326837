//! Does the exam find out who is ready? Simulated people, whose ability is known, sit it.
//!
//! `cargo run --release -p domain --example exam_simulation` prints the table of `docs/exam.md` and fails where a target is missed.
//! The truth is on purpose not the exam's own model: questions differ in how sharply they tell people apart, and judges err.
//! Everything comes from one seed, so that the table is the same on every machine.

mod dice;
mod exams;
mod report;
mod world;

use std::process::ExitCode;

use dice::Dice;
use exams::{adaptive, fixed, usual_rule};
use report::{Row, Tally, print};
use world::World;

const SEED: u64 = 20_261_125;
const BANKS: u32 = 30;
const REPS: u32 = 600;
/// People of each fixed ability, a bank.
const OF_EACH: u32 = 200;

fn main() -> ExitCode {
    let mut tally = Tally::default();
    for bank in 0..BANKS {
        let mut dice = Dice::new(SEED + u64::from(bank));
        let world = World::new(&mut dice);
        tally.next_bank();
        for _ in 0..REPS {
            let ability = 0.6 + dice.normal();
            let sat = adaptive(&world, ability, 1, &mut dice);
            tally.adaptive(ability, &sat);
            tally.fixed(ability, fixed(&world, ability, &mut dice));
            tally.usual(ability, usual_rule(&world, ability, 3, &mut dice));
        }
        // The same kind of people with all their tries, by dice of their own.
        let mut others = Dice::new(SEED + u64::from(BANKS + bank));
        for _ in 0..REPS {
            let ability = 0.6 + others.normal();
            tally.in_three_tries(ability, &adaptive(&world, ability, 3, &mut others));
            tally.usual_once(ability, usual_rule(&world, ability, 1, &mut others));
        }
        for _ in 0..OF_EACH {
            for ability in report::ABILITIES {
                let sat = adaptive(&world, ability, 3, &mut dice);
                tally.at(ability, &sat, usual_rule(&world, ability, 3, &mut dice));
            }
        }
    }
    let rows: Vec<Row> = tally.rows();
    print(&rows);
    if rows.iter().all(Row::holds) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
