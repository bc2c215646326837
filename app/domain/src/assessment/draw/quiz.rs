//! Drawing a quiz: evenly over the module's objectives.

use std::collections::{BTreeMap, BTreeSet};

use super::Drawn;
use crate::assessment::random::{Generator, Seed, Stream};
use crate::catalog::{Module, Question, QuestionRef, Slug};

/// One objective's questions, and how many were drawn from it.
struct Group<'a> {
    drawn: usize,
    fresh: Vec<&'a Question>,
    seen: Vec<&'a Question>,
}

/// Draws a quiz of `module.quiz.items` questions, fewer where the bank has fewer, in the order in which they are asked.
///
/// Questions in `avoid`, those of the person's earlier attempts, come only after all others are used up. Each next
/// question belongs to the objective that has the fewest so far (ties by an order drawn for this quiz) and is drawn
/// uniformly from it, so that objectives with enough questions differ by one at most, and a quiz moves from one
/// objective to the next.
#[must_use]
pub fn draw_quiz(module: &Module, seed: Seed, avoid: &BTreeSet<QuestionRef>) -> Vec<Drawn> {
    let mut questions = Generator::new(seed, Stream::Questions);
    let mut options = Generator::new(seed, Stream::Options);
    let mut groups = group_by_objective(module, avoid);
    questions.shuffle(&mut groups);
    let items = usize::try_from(module.quiz.items).unwrap_or(usize::MAX);
    let mut draw = Vec::new();
    while draw.len() < items {
        let Some(question) = next_question(&mut groups, &mut questions) else { break };
        draw.push(Drawn::freeze(question, &module.reference, &mut options));
    }
    draw
}

/// Draws the short quiz after a change: these questions, as many as a quiz of the module has at most, in their order.
#[must_use]
pub fn draw_changed(module: &Module, seed: Seed, changed: &[&Question]) -> Vec<Drawn> {
    let mut options = Generator::new(seed, Stream::Options);
    let items = usize::try_from(module.quiz.items).unwrap_or(usize::MAX);
    changed.iter().take(items).map(|question| Drawn::freeze(question, &module.reference, &mut options)).collect()
}

fn group_by_objective<'a>(module: &'a Module, avoid: &BTreeSet<QuestionRef>) -> Vec<Group<'a>> {
    let mut groups = BTreeMap::<&Slug, Group<'a>>::new();
    for question in &module.questions {
        let group = groups.entry(&question.objective).or_insert_with(|| Group {
            drawn: 0,
            fresh: Vec::new(),
            seen: Vec::new(),
        });
        let pool = if avoid.contains(&question.reference) { &mut group.seen } else { &mut group.fresh };
        pool.push(question);
    }
    groups.into_values().collect()
}

fn next_question<'a>(groups: &mut [Group<'a>], generator: &mut Generator) -> Option<&'a Question> {
    let fresh_left = groups.iter().any(|group| !group.fresh.is_empty());
    let pool_of = |group: &Group<'a>| if fresh_left { group.fresh.len() } else { group.seen.len() };
    let group = groups.iter_mut().filter(|group| pool_of(group) > 0).min_by_key(|group| group.drawn)?;
    group.drawn += 1;
    generator.take(if fresh_left { &mut group.fresh } else { &mut group.seen })
}
