//! Does the item watch find a wrong key, and leave sound questions alone?
//!
//! `cargo run --release -p domain --example item_watch` prints the table of `docs/exam.md` and fails where a target is missed. The world is
//! that of `exam_simulation`: the exam knows the panel's ratings, and nothing of the truth.

#[path = "../exam_simulation/dice.rs"]
mod dice;
#[path = "../exam_simulation/world.rs"]
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use dice::Dice;
use domain::assessment::exam::{Evidence, decide};
use domain::assessment::watch::{Verdict, Watch, chances};
use domain::assessment::{ExamDecision, Mark, Met, draw_exam};
use world::World;

const SEED: u64 = 20_261_126;
const BANKS: u32 = 200;
const REPS: u32 = 250;
/// People who have met a question by when a wrong key must be found.
const BY: u32 = 40;

/// What came of one bank.
#[derive(Default)]
struct Watched {
    watches: BTreeMap<String, Watch>,
    /// Suspended, with the answers it took.
    suspended: BTreeMap<String, u32>,
}

fn main() -> ExitCode {
    let (mut lost, mut lost_late, mut questions, mut found, mut met, mut answers) = (0, 0, 0, 0, 0, 0);
    for bank in 0..BANKS {
        let mut dice = Dice::new(SEED + u64::from(bank));
        let world = World::new(&mut dice);
        let sound = watch(&world, None, &mut dice);
        lost += u32::from(!sound.suspended.is_empty());
        lost_late += u32::from(sound.suspended.values().any(|answers| *answers >= BY));
        questions += sound.suspended.len();
        let wrong_key = format!("pack/process/q-{}", bank % 30);
        let planted = watch(&world, Some(&wrong_key), &mut dice);
        met += u32::from(
            planted.watches.get(&wrong_key).is_some_and(|watch| watch.answers >= BY)
                || planted.suspended.contains_key(&wrong_key),
        );
        if let Some(took) = planted.suspended.get(&wrong_key).filter(|took| **took <= BY) {
            found += 1;
            answers += took;
        }
    }
    let share = |n: u32| f64::from(n) / f64::from(BANKS);
    report(&[
        (
            format!("Wrong keys suspended by the time {BY} people have met them"),
            f64::from(found) / f64::from(met),
            0.95,
            f64::INFINITY,
        ),
        ("… answers it took, mean".to_owned(), f64::from(answers) / f64::from(found), 0.0, f64::from(BY)),
        ("Sound banks that lose any of 120 questions".to_owned(), share(lost), 0.0, 0.05),
        (format!("… at {BY} answers or later"), share(lost_late), 0.0, 0.05),
        (
            "Questions that a sound bank loses, mean".to_owned(),
            f64::from(u32::try_from(questions).unwrap_or(u32::MAX)) / f64::from(BANKS),
            0.0,
            0.05,
        ),
    ])
}

/// Lets people sit the exam; with `wrong_key`, who knows the answer to this question never gives the one that is marked as right, and who
/// does not, gives it once in four times.
fn watch(world: &World, wrong_key: Option<&str>, dice: &mut Dice) -> Watched {
    let mut watched = Watched::default();
    for _ in 0..REPS {
        let answers = sit(world, &watched, wrong_key, dice);
        let given: Vec<(&str, Mark)> = answers.iter().map(|(version, mark)| (version.as_str(), *mark)).collect();
        let Ok(Some(chances)) = chances(&world.parameters, None, &given) else { continue };
        for ((version, mark), chance) in answers.iter().zip(chances) {
            let watch = watched.watches.entry(version.clone()).or_default();
            watch.observe(chance, *mark);
            if watch.verdict() == Verdict::Suspend {
                watched.suspended.insert(version.clone(), watch.answers);
            }
        }
    }
    watched
}

fn sit(world: &World, watched: &Watched, wrong_key: Option<&str>, dice: &mut Dice) -> Vec<(String, Mark)> {
    let ability = 0.6 + dice.normal();
    let suspended: BTreeSet<String> = watched.suspended.keys().cloned().collect();
    let mut answers: Vec<(String, Mark)> = Vec::new();
    let Some(mut known) = world.parameters.prior() else { return answers };
    let Ok(draw) = draw_exam(&world.certification, &world.catalog, dice.seed(), &Met::default(), &suspended) else {
        return answers;
    };
    for place in &draw {
        let knows = world.answers_right(&place.question, ability, dice);
        let right = if wrong_key == Some(place.version.as_str()) { !knows && dice.share() < 0.25 } else { knows };
        let mark = if right { Mark::RIGHT } else { Mark::WRONG };
        if let Some(curve) = world.parameters.curve(&place.version) {
            known.observe(&curve, mark);
        }
        answers.push((place.version.clone(), mark));
        let evidence = Evidence {
            right: answers.iter().map(|(_, mark)| mark.value()).sum(),
            asked: u32::try_from(answers.len()).unwrap_or(u32::MAX),
            drawn: 40,
            probability: known.mastery(),
            critical_wrong: Vec::new(),
            critical_left: 0,
        };
        if decide(&world.certification.exam, &evidence, false) != ExamDecision::Continue {
            break;
        }
    }
    answers
}

#[expect(clippy::print_stdout, reason = "the table is what it is run for")]
fn report(rows: &[(String, f64, f64, f64)]) -> ExitCode {
    println!("| figure | item watch | target |");
    println!("|---|---:|---:|");
    let mut all = true;
    for (what, value, least, most) in rows {
        let holds = value >= least && value <= most;
        all &= holds;
        let target = if most.is_finite() { format!("≤ {most}") } else { format!("≥ {least}") };
        println!("| {what} | {value:.3}{} | {target} |", if holds { "" } else { " **missed**" });
    }
    if all { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
