//! The figures of each item.

use super::classical::{covariance, discrimination_index, discriminative_efficiency, divided, mean, median};
use super::measure::{DISCRIMINATION_ANSWERS, FACILITY_ANSWERS, Measure};
use super::sheet::{Placed, Sheet};
use super::{correlation_interval, share_interval};

/// The figures of one item.
#[derive(Debug, Clone, PartialEq)]
pub struct ItemFigures {
    /// Mean mark of those who answered it, 0 to 1, with Wilson's interval.
    pub facility: Measure,
    /// 100 × the correlation of its marks with the rest of each attempt, −100 to 100, with Fisher's interval.
    pub discrimination: Measure,
    /// The discrimination there is in per cent of what these marks could give; at most 100.
    pub efficiency: Measure,
    /// Its share of the spread of totals, in per cent of all items' shares; none where it has the wrong sign.
    pub weight: Measure,
    /// How often each option was chosen, in the author's order; empty where answers are no choices.
    pub options: Vec<OptionCount>,
    /// Answers of the top third by total; none where there are no thirds.
    pub top: Option<u32>,
    /// Answers of the bottom third by total; none where there are no thirds.
    pub bottom: Option<u32>,
    /// Median time to answer, in milliseconds.
    pub median_millis: Option<f64>,
    /// Answers with a time.
    pub timed: u32,
}

/// How often an option was chosen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OptionCount {
    /// By everybody.
    pub all: u32,
    /// By the top third by total; none where there are no thirds.
    pub top: Option<u32>,
    /// By the bottom third by total; none where there are no thirds.
    pub bottom: Option<u32>,
}

/// The figures of each column.
#[must_use]
pub fn items(sheet: &Sheet) -> Vec<ItemFigures> {
    let columns = sheet.columns();
    let thirds = sheet.thirds();
    let shared: Vec<Option<f64>> = columns.iter().map(|column| with_total(column)).collect();
    // The items that pull the wrong way have no weight, and take none from the others.
    let whole: f64 = shared.iter().flatten().filter(|shared| **shared >= 0.0).map(|shared| shared.sqrt()).sum();
    let weight = |shared: &Option<f64>| {
        let shared = shared.filter(|shared| *shared >= 0.0)?;
        divided(100.0 * shared.sqrt(), whole)
    };
    columns.iter().zip(&shared).map(|(column, shared)| figures(column, weight(shared), thirds)).collect()
}

/// Covariance of an item's marks with the totals of those who answered it.
fn with_total(column: &[Placed]) -> Option<f64> {
    let marks: Vec<f64> = column.iter().map(|placed| placed.answer.mark).collect();
    let totals: Vec<f64> = column.iter().map(|placed| placed.total).collect();
    covariance(&marks, &totals)
}

fn figures(column: &[Placed], weight: Option<f64>, thirds: Option<(f64, f64)>) -> ItemFigures {
    let marks: Vec<f64> = column.iter().map(|placed| placed.answer.mark).collect();
    let n = size(column.len());
    let facility = mean(&marks);
    let (marks, rest): (Vec<f64>, Vec<f64>) =
        column.iter().filter_map(|placed| Some((placed.answer.mark, placed.rest?))).unzip();
    let pairs = size(marks.len());
    let index = discrimination_index(&marks, &rest);
    let around = index.and_then(|index| correlation_interval(index / 100.0, pairs));
    let times: Vec<f64> = column.iter().filter_map(|placed| placed.answer.millis).map(f64::from).collect();
    let third = |within: &dyn Fn((f64, f64), f64) -> bool| {
        thirds.map(|thirds| size(column.iter().filter(|placed| within(thirds, placed.total)).count()))
    };
    ItemFigures {
        facility: Measure {
            interval: facility.and_then(|share| share_interval(share, n)),
            ..Measure::new(facility, n, FACILITY_ANSWERS)
        },
        discrimination: Measure {
            interval: around.map(|(low, high)| (100.0 * low, 100.0 * high)),
            ..Measure::new(index, pairs, DISCRIMINATION_ANSWERS)
        },
        efficiency: Measure::new(discriminative_efficiency(&marks, &rest), pairs, DISCRIMINATION_ANSWERS),
        weight: Measure::new(weight, n, DISCRIMINATION_ANSWERS),
        options: options(column, thirds),
        top: third(&in_top),
        bottom: third(&in_bottom),
        median_millis: median(&times),
        timed: size(times.len()),
    }
}

fn in_top((_, top): (f64, f64), total: f64) -> bool {
    total >= top
}

fn in_bottom((bottom, _): (f64, f64), total: f64) -> bool {
    total <= bottom
}

fn options(column: &[Placed], thirds: Option<(f64, f64)>) -> Vec<OptionCount> {
    let widest = column.iter().map(|placed| u32::BITS - placed.answer.chosen.leading_zeros()).max().unwrap_or(0);
    let count = |bit: u32| {
        let choosers = || column.iter().filter(move |placed| placed.answer.chosen >> bit & 1 == 1);
        let third = |within: fn((f64, f64), f64) -> bool| {
            thirds.map(|thirds| size(choosers().filter(|placed| within(thirds, placed.total)).count()))
        };
        OptionCount { all: size(choosers().count()), top: third(in_top), bottom: third(in_bottom) }
    };
    (0..widest).map(count).collect()
}

fn size(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
