//! The answers that an analysis is made from: attempts by items, with gaps.

use super::classical::{count, mean, sorted};

/// One graded answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answered {
    /// The column: which item.
    pub item: u32,
    /// Its mark, 0 to 1.
    pub mark: f64,
    /// The options chosen, a bit a position in the author's order; 0 where the answer was no choice of options.
    pub chosen: u32,
    /// How long it took, in milliseconds, where that is known.
    pub millis: Option<u32>,
}

/// The answers of all attempts. An attempt answers an item at most once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Columns there are.
    pub items: u32,
    /// The attempts, each with what it answered.
    pub attempts: Vec<Vec<Answered>>,
}

/// An answer beside its attempt.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub answer: Answered,
    /// The attempt's total: the mean of its marks.
    pub total: f64,
    /// The mean of the marks of the attempt's other answers; none where there is no other.
    pub rest: Option<f64>,
}

impl Sheet {
    /// The total of each attempt that answered anything: the mean of its marks, 0 to 1.
    pub(super) fn totals(&self) -> Vec<f64> {
        self.attempts.iter().filter_map(|attempt| total(attempt)).collect()
    }

    /// The answers by column.
    pub(super) fn columns(&self) -> Vec<Vec<Placed>> {
        let mut columns = vec![Vec::new(); usize::try_from(self.items).unwrap_or(0)];
        for attempt in &self.attempts {
            let marks: Vec<f64> = attempt.iter().map(|answer| answer.mark).collect();
            let (Some(total), n) = (mean(&marks), count(&marks)) else { continue };
            let sum: f64 = marks.iter().sum();
            for &answer in attempt {
                let rest = (attempt.len() > 1).then(|| (sum - answer.mark) / (n - 1.0));
                let column = usize::try_from(answer.item).ok().and_then(|at| columns.get_mut(at));
                if let Some(column) = column {
                    column.push(Placed { answer, total, rest });
                }
            }
        }
        columns
    }

    /// The totals that bound the thirds: up to the first is the bottom third, from the second on is the top third.
    ///
    /// People with the same total are never told apart, so a third may be more than a third of them; none where there are
    /// fewer than three, or where the thirds would meet.
    pub(super) fn thirds(&self) -> Option<(f64, f64)> {
        let totals = sorted(&self.totals());
        let third = totals.len() / 3;
        let bottom = third.checked_sub(1).and_then(|at| totals.get(at)).copied()?;
        let top = totals.get(totals.len() - third).copied()?;
        (bottom < top).then_some((bottom, top))
    }
}

fn total(attempt: &[Answered]) -> Option<f64> {
    mean(&attempt.iter().map(|answer| answer.mark).collect::<Vec<f64>>())
}
