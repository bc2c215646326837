//! Sitting an exam: Canoe's, a fixed one, and the one that everybody else has.

use std::collections::BTreeSet;

use domain::assessment::exam::{Evidence, decide};
use domain::assessment::mastery::Ability;
use domain::assessment::{Drawn, ExamDecision, Mark, Met, draw_exam};
use domain::catalog::QuestionRef;

use crate::dice::Dice;
use crate::world::World;

/// One sitting.
pub struct Sitting {
    pub certified: bool,
    pub probability: f64,
    pub asked: Vec<QuestionRef>,
}

/// Up to so many sittings of Canoe's exam, until one is passed.
pub fn adaptive(world: &World, ability: f64, tries: usize, dice: &mut Dice) -> Vec<Sitting> {
    let mut met = BTreeSet::new();
    let mut before: Option<Ability> = None;
    let mut sittings = Vec::new();
    while sittings.len() < tries && sittings.last().is_none_or(|last: &Sitting| !last.certified) {
        let everybody = world.parameters.prior().unwrap_or_else(no_curves);
        let mut known = before.as_ref().map_or_else(|| everybody.clone(), |last| last.for_retake(&everybody));
        let drawn = draw(world, &met, dice);
        let sitting = sit(world, &drawn, ability, &mut known, dice);
        met.extend(sitting.asked.iter().cloned());
        before = Some(known);
        sittings.push(sitting);
    }
    sittings
}

fn sit(world: &World, drawn: &[Drawn], ability: f64, known: &mut Ability, dice: &mut Dice) -> Sitting {
    let mut asked = Vec::new();
    let mut right = 0.0;
    for place in drawn {
        let mark = answer(world, place, ability, known, dice);
        right += mark.value();
        asked.push(place.question.clone());
        let evidence = Evidence {
            right,
            asked: count(asked.len()),
            drawn: count(drawn.len()),
            probability: known.mastery(),
            critical_wrong: Vec::new(),
            critical_left: 0,
        };
        match decide(&world.certification.exam, &evidence, false) {
            ExamDecision::Continue => {}
            ExamDecision::Pass { probability } => return Sitting { certified: true, probability, asked },
            ExamDecision::NotYet { probability, .. } => return Sitting { certified: false, probability, asked },
        }
    }
    Sitting { certified: false, probability: known.mastery(), asked }
}

/// All forty questions, under the same final rule: whether it certifies.
pub fn fixed(world: &World, ability: f64, dice: &mut Dice) -> bool {
    let mut known = world.parameters.prior().unwrap_or_else(no_curves);
    for place in &draw(world, &BTreeSet::new(), dice) {
        answer(world, place, ability, &mut known, dice);
    }
    known.mastery() >= world.certification.exam.final_at
}

/// Eight of ten right, in so many tries.
pub fn usual_rule(world: &World, ability: f64, tries: u32, dice: &mut Dice) -> bool {
    let mut met = BTreeSet::new();
    (0..tries).any(|_| {
        let drawn: Vec<Drawn> = draw(world, &met, dice).into_iter().take(10).collect();
        met.extend(drawn.iter().map(|place| place.question.clone()));
        drawn.iter().filter(|place| world.answers_right(&place.question, ability, dice)).count() >= 8
    })
}

fn answer(world: &World, place: &Drawn, ability: f64, known: &mut Ability, dice: &mut Dice) -> Mark {
    let mark = if world.answers_right(&place.question, ability, dice) { Mark::RIGHT } else { Mark::WRONG };
    if let Some(curve) = world.parameters.curve(&place.version) {
        known.observe(&curve, mark);
    }
    mark
}

#[expect(clippy::panic, reason = "the bank is made for the exam")]
fn draw(world: &World, met: &BTreeSet<QuestionRef>, dice: &mut Dice) -> Vec<Drawn> {
    let met = Met { in_exams: met.clone(), ..Met::default() };
    draw_exam(&world.certification, &world.catalog, dice.seed(), &met, &BTreeSet::new())
        .unwrap_or_else(|error| panic!("{error}"))
}

#[expect(clippy::panic, reason = "every question of the bank is rated")]
fn no_curves() -> Ability {
    panic!("the exam goes by counts")
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
