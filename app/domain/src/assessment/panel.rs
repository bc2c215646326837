//! The standard, from a panel's ratings.
//!
//! Source: W. H. Angoff, "Scales, norms, and equivalent scores", in Educational Measurement (2nd ed.), 1971, with the
//! blueprint's weights.

use crate::catalog::Catalog;
use crate::certification::ExamPolicy;

/// The rating of a cell that nobody rated: the usual standard of training, a little on the strict side.
pub const DEFAULT_RATING: f64 = 0.80;

/// One line of the blueprint with its ratings.
#[derive(Debug, Clone, PartialEq)]
pub struct RatedCell {
    /// The cell's weight in the blueprint.
    pub weight: f64,
    /// For each question of the cell, one rating a judge, 0 to 1; empty where nobody rated it.
    pub ratings: Vec<Vec<f64>>,
}

/// The standard of an exam.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PanelCut {
    /// The share of the pool that a minimally competent rep gets right, 0 to 1.
    pub cut: f64,
    /// Standard error of the cut; none below two judges.
    pub standard_error: Option<f64>,
    /// Judges who rated anything.
    pub judges: u32,
    /// Questions with ratings.
    pub rated: u32,
    /// Questions without, which do not count.
    pub unrated: u32,
}

/// The standard of an exam over its whole pool; a module that the catalog does not have counts as not rated.
#[must_use]
pub fn panel_cut(policy: &ExamPolicy, catalog: &Catalog) -> PanelCut {
    let cells: Vec<RatedCell> = policy
        .blueprint
        .iter()
        .map(|(module, weight)| RatedCell {
            weight: *weight,
            ratings: catalog.module(module).map_or_else(Vec::new, |module| {
                module.questions.iter().map(|question| question.ratings.clone()).collect()
            }),
        })
        .collect();
    panel_cut_of(&cells)
}

/// The standard from ratings: π_c = Σ W_i π_i over the rated questions, π_i = mean over judges, W_i = weight of the
/// cell / number of its rated questions; a cell without any rating counts as [`DEFAULT_RATING`]. Weights are taken
/// relative to their sum.
///
/// SE = SD(judge means) / √J, SD with divisor J − 1. A judge's mean is weighted by the blueprint like the cut itself,
/// over the cells in which the judge rated anything.
#[must_use]
pub fn panel_cut_of(cells: &[RatedCell]) -> PanelCut {
    let rated = cells.iter().flat_map(|cell| &cell.ratings).filter(|ratings| !ratings.is_empty()).count();
    let questions: usize = cells.iter().map(|cell| cell.ratings.len()).sum();
    let judges = cells.iter().flat_map(|cell| &cell.ratings).map(Vec::len).max().unwrap_or(0);
    let cut = weighted_mean(cells.iter().map(|cell| {
        let means = cell.ratings.iter().filter_map(|ratings| mean(ratings.iter().copied()));
        (cell.weight, Some(mean(means).unwrap_or(DEFAULT_RATING)))
    }));
    let judge_means: Vec<f64> = (0..judges).filter_map(|judge| judge_mean(cells, judge)).collect();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    PanelCut {
        cut: cut.unwrap_or(DEFAULT_RATING),
        standard_error: standard_error(&judge_means),
        judges: count(judge_means.len()),
        rated: count(rated),
        unrated: count(questions - rated),
    }
}

fn judge_mean(cells: &[RatedCell], judge: usize) -> Option<f64> {
    weighted_mean(cells.iter().map(|cell| {
        let own = cell.ratings.iter().filter_map(|ratings| ratings.get(judge).copied());
        (cell.weight, mean(own))
    }))
}

fn standard_error(values: &[f64]) -> Option<f64> {
    let centre = mean(values.iter().copied())?;
    let count = f64::from(u32::try_from(values.len()).ok()?);
    let squares: f64 = values.iter().map(|value| (value - centre).powi(2)).sum();
    (values.len() > 1).then(|| (squares / (count - 1.0)).sqrt() / count.sqrt())
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    weighted_mean(values.map(|value| (1.0, Some(value))))
}

/// Mean of the values that are there, by weight; none where no weight is left.
fn weighted_mean(values: impl Iterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let (weights, sum) = values
        .filter_map(|(weight, value)| value.map(|value| (weight, value)))
        .fold((0.0, 0.0), |(weights, sum), (weight, value)| (weights + weight, sum + weight * value));
    (weights > 0.0).then(|| sum / weights)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use serde::Deserialize;

    use super::*;
    use crate::assessment::fixtures::{catalog, certification, module};

    #[derive(Deserialize)]
    struct Vectors {
        panel: Panel,
    }

    #[derive(Deserialize)]
    struct Panel {
        /// Rows are judges.
        ratings_by_item: Vec<Vec<f64>>,
        cut: f64,
        judge_means: Vec<f64>,
        se: f64,
    }

    fn cell(weight: f64, ratings: &[&[f64]]) -> RatedCell {
        RatedCell { weight, ratings: ratings.iter().map(|r| r.to_vec()).collect() }
    }

    #[track_caller]
    fn assert_near(found: f64, expected: f64) {
        assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
    }

    #[test]
    fn matches_the_known_answers() {
        let Vectors { panel } = serde_json::from_str(include_str!("../../tests/vectors/panel.json")).unwrap();
        let items = panel.ratings_by_item[0].len();
        let ratings = (0..items).map(|item| panel.ratings_by_item.iter().map(|judge| judge[item]).collect()).collect();
        let cells = [RatedCell { weight: 1.0, ratings }];
        let found = panel_cut_of(&cells);
        assert_near(found.cut, panel.cut);
        assert_near(found.standard_error.unwrap(), panel.se);
        assert_eq!((found.judges, found.rated, found.unrated), (3, 4, 0));
        for (judge, mean) in panel.judge_means.iter().enumerate() {
            assert_near(judge_mean(&cells, judge).unwrap(), *mean);
        }
    }

    #[test]
    fn a_cell_counts_by_its_weight_however_many_questions_it_has() {
        let found = panel_cut_of(&[cell(0.75, &[&[0.9]]), cell(0.25, &[&[0.5], &[0.7], &[0.6]])]);
        assert_near(found.cut, 0.75 * 0.9 + 0.25 * 0.6);
        assert_eq!(found.standard_error, None, "one judge");
    }

    #[test]
    fn questions_without_ratings_do_not_count() {
        let found = panel_cut_of(&[cell(1.0, &[&[0.6, 0.8], &[], &[0.8, 0.8]])]);
        assert_near(found.cut, 0.75);
        assert_eq!((found.judges, found.rated, found.unrated), (2, 2, 1));
    }

    #[test]
    fn a_cell_without_ratings_has_the_default() {
        assert_near(panel_cut_of(&[cell(0.5, &[&[0.6]]), cell(0.5, &[&[], &[]])]).cut, 0.7);
        assert_near(panel_cut_of(&[cell(1.0, &[])]).cut, DEFAULT_RATING);
        assert_near(panel_cut_of(&[]).cut, DEFAULT_RATING);
    }

    #[test]
    fn comes_from_the_whole_pool_of_an_exam() {
        let mut rated = module("rated", &[("o", 2)]);
        rated.questions[0].ratings = vec![0.5, 0.7];
        rated.questions[1].ratings = vec![0.7, 0.9];
        let policy = certification(&[("rated", 0.5), ("unrated", 0.3), ("missing", 0.2)]).exam;
        let found = panel_cut(&policy, &catalog(vec![rated, module("unrated", &[("o", 5)])]));
        assert_near(found.cut, 0.5 * 0.7 + 0.5 * 0.8);
        assert_eq!((found.judges, found.rated, found.unrated), (2, 2, 5));
    }

    proptest! {
        #[test]
        fn lies_between_the_lowest_and_the_highest_rating(
            cells in proptest::collection::vec(
                (0.1..1.0, proptest::collection::vec(proptest::collection::vec(0.0..=1.0, 1..5), 1..6)), 1..5),
        ) {
            let cells: Vec<RatedCell> = cells.into_iter().map(|(weight, ratings)| RatedCell { weight, ratings }).collect();
            let all = || cells.iter().flat_map(|cell| cell.ratings.iter().flatten().copied());
            let cut = panel_cut_of(&cells).cut;
            prop_assert!(cut >= all().fold(1.0, f64::min) - 1e-9 && cut <= all().fold(0.0, f64::max) + 1e-9);
        }
    }
}
