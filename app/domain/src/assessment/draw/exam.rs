//! Drawing an exam: by the largest deficit against the blueprint.
//!
//! Source: G. G. Kingsbury and A. R. Zara, "Procedures for selecting items for computerized adaptive tests", Applied
//! Measurement in Education 2(4), 1989 (content balancing), with questions drawn at random inside a cell.

use std::collections::BTreeSet;

use super::Drawn;
use crate::assessment::random::{Generator, Seed, Stream};
use crate::catalog::{Catalog, ModuleRef, Question, QuestionRef};
use crate::certification::{Certification, ExamPolicy};

/// Why no exam can be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DrawError {
    /// The blueprint names a module that the catalog does not have.
    #[error("The blueprint names {0}, which is not in the catalog.")]
    UnknownModule(ModuleRef),
    /// The bank is smaller than the shortest exam.
    #[error("The bank has {available} questions for this exam; it needs {needed} at least.")]
    BankTooSmall {
        /// Questions in the blueprint's modules.
        available: u32,
        /// Questions that an exam has at least.
        needed: u32,
    },
    /// There are more critical questions, all of which must be asked, than the longest exam has places.
    #[error("The bank has {critical} critical questions; an exam has room for {room}.")]
    TooManyCritical {
        /// Critical questions in the blueprint's modules.
        critical: u32,
        /// Questions that an exam has at most.
        room: u32,
    },
}

/// One line of the blueprint, and what its module still offers.
struct Cell<'a> {
    module: &'a ModuleRef,
    weight: f64,
    drawn: u32,
    critical: Vec<&'a Question>,
    unseen: Vec<&'a Question>,
    practised: Vec<&'a Question>,
    seen: Vec<&'a Question>,
}

/// Questions that a person has met before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Met {
    /// In quizzes, with feedback.
    pub in_quizzes: BTreeSet<QuestionRef>,
    /// In exams.
    pub in_exams: BTreeSet<QuestionRef>,
}

impl Cell<'_> {
    fn is_exhausted(&self) -> bool {
        self.available() == 0
    }

    fn available(&self) -> usize {
        self.critical.len() + self.unseen.len() + self.practised.len() + self.seen.len()
    }
}

/// Draws the frozen list of an exam: up to `max_items` questions in the order in which they will be asked.
///
/// With n questions drawn, the next one comes from the cell with the largest w·(n + 1) − count (ties in the blueprint's
/// order). While the bank lasts, no cell of K is ever ahead of its weight by more than 1 − 1/K questions: the largest of
/// K numbers that add up to 1 is at least 1/K. Nor is one behind by more than a question in blueprints of up to five
/// cells whose weights are whole parts from 1 to 10 (counted out, not proven; a cell of one per cent may wait longer).
///
/// Inside a cell, critical questions are taken first, then uniformly those never met, then those met in quizzes only, and those
/// met in an exam only when nothing else is left. A cell with nothing left gives its places to the others. All critical questions are in the
/// list, whatever their cell's weight. A question whose version is in `suspended` is not there at all.
///
/// Critical questions are asked early, for no exam ends before they are; but among the first `min_items`, which every exam asks, they take
/// any place of their cell, so that the place tells nobody which they are.
///
/// # Errors
/// [`DrawError`] where a module is missing, the bank has fewer than `min_items` questions, or more critical ones than
/// `max_items`.
pub fn draw_exam(
    certification: &Certification,
    catalog: &Catalog,
    seed: Seed,
    met: &Met,
    suspended: &BTreeSet<String>,
) -> Result<Vec<Drawn>, DrawError> {
    let policy = &certification.exam;
    let mut cells = open_cells(policy, catalog, met, suspended)?;
    check_supply(policy, &cells)?;
    let critical: Vec<&ModuleRef> =
        cells.iter().filter(|cell| !cell.critical.is_empty()).map(|cell| cell.module).collect();
    let mut questions = Generator::new(seed, Stream::Questions);
    let mut options = Generator::new(seed, Stream::Options);
    let mut draw = Vec::new();
    for place in 0..policy.max_items {
        let Some(cell) = next_cell(&mut cells, place, policy.max_items) else { break };
        let Some(question) = next_question(cell, &mut questions) else { break };
        cell.drawn += 1;
        draw.push(Drawn::freeze(question, cell.module, &mut options));
    }
    mix_in(&critical, &mut draw, policy.min_items, &mut Generator::new(seed, Stream::Places));
    Ok(draw)
}

/// Puts the questions of cells that have critical ones into any order among their cell's places below `least`.
fn mix_in(cells: &[&ModuleRef], draw: &mut [Drawn], least: u32, places: &mut Generator) {
    let sure = draw.len().min(usize::try_from(least).unwrap_or(usize::MAX));
    let Some(first) = draw.get_mut(..sure) else { return };
    for cell in cells {
        let mut of_cell: Vec<Drawn> = first.iter().filter(|drawn| drawn.cell == **cell).cloned().collect();
        places.shuffle(&mut of_cell);
        first.iter_mut().filter(|drawn| drawn.cell == **cell).zip(of_cell).for_each(|(place, drawn)| *place = drawn);
    }
}

fn open_cells<'a>(
    policy: &'a ExamPolicy,
    catalog: &'a Catalog,
    met: &Met,
    suspended: &BTreeSet<String>,
) -> Result<Vec<Cell<'a>>, DrawError> {
    let weighted = policy.blueprint.iter().filter(|(_, weight)| *weight > 0.0);
    weighted
        .map(|(reference, weight)| {
            let module = catalog.module(reference).ok_or_else(|| DrawError::UnknownModule(reference.clone()))?;
            let asked = module.questions.iter().filter(|question| !suspended.contains(&question.version));
            let (critical, others): (Vec<_>, Vec<_>) = asked.partition(|question| question.critical);
            let (seen, others): (Vec<_>, Vec<_>) =
                others.into_iter().partition(|question| met.in_exams.contains(&question.reference));
            let (practised, unseen) =
                others.into_iter().partition(|question| met.in_quizzes.contains(&question.reference));
            Ok(Cell { module: reference, weight: *weight, drawn: 0, critical, unseen, practised, seen })
        })
        .collect()
}

fn check_supply(policy: &ExamPolicy, cells: &[Cell<'_>]) -> Result<(), DrawError> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let available = count(cells.iter().map(Cell::available).sum());
    let critical = count(cells.iter().map(|cell| cell.critical.len()).sum());
    if available < policy.min_items.max(1) {
        return Err(DrawError::BankTooSmall { available, needed: policy.min_items.max(1) });
    }
    if critical > policy.max_items {
        return Err(DrawError::TooManyCritical { critical, room: policy.max_items });
    }
    Ok(())
}

/// The cell with the largest deficit; only cells with critical questions once these need all remaining places.
fn next_cell<'c, 'q>(cells: &'c mut [Cell<'q>], place: u32, places: u32) -> Option<&'c mut Cell<'q>> {
    let critical_left: usize = cells.iter().map(|cell| cell.critical.len()).sum();
    let places_left = usize::try_from(places - place).unwrap_or(usize::MAX);
    let only_critical = critical_left >= places_left;
    let deficit = |cell: &Cell<'_>| cell.weight * f64::from(place + 1) - f64::from(cell.drawn);
    let mut best: Option<&mut Cell<'q>> = None;
    for cell in cells {
        let eligible = if only_critical { !cell.critical.is_empty() } else { !cell.is_exhausted() };
        if eligible && best.as_ref().is_none_or(|best| deficit(cell) > deficit(best)) {
            best = Some(cell);
        }
    }
    best
}

fn next_question<'a>(cell: &mut Cell<'a>, generator: &mut Generator) -> Option<&'a Question> {
    let pools = [&mut cell.critical, &mut cell.unseen, &mut cell.practised, &mut cell.seen];
    let pool = pools.into_iter().find(|pool| !pool.is_empty())?;
    generator.take(pool)
}
