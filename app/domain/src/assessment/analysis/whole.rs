//! The figures of a whole exam or quiz.

use super::classical::{count, divided, mean, shape, spread};
use super::measure::{Measure, TEST_ATTEMPTS};
use super::sheet::Sheet;

/// The figures of a whole exam or quiz; totals in per cent of the marks there were.
#[derive(Debug, Clone, PartialEq)]
pub struct Whole {
    /// Attempts that answered anything.
    pub attempts: u32,
    /// Answers in all.
    pub answers: u32,
    /// Mean total, in per cent.
    pub mean: Measure,
    /// Standard deviation of the totals, in points.
    pub spread: Measure,
    /// Skewness of the totals: below 0 with a tail of low ones.
    pub skewness: Measure,
    /// Kurtosis of the totals: above 0 with more far out than a normal distribution has.
    pub kurtosis: Measure,
    /// Coefficient of internal consistency (Cronbach's α) in per cent, of a test as long as the mean attempt p:
    /// p·c / (v + (p − 1)·c), where v is the pooled variance of items and c the pooled covariance of two answers of one
    /// attempt, both around the items' means. On a complete matrix this is 100·p/(p−1)·(1 − ΣV(x)/V(T)) exactly.
    pub consistency: Measure,
    /// How much of the spread is chance, in per cent: 100·√(1 − consistency/100).
    pub error_ratio: Measure,
    /// Standard error of a total, in points.
    pub error: Measure,
}

/// The figures of the whole.
#[must_use]
pub fn whole(sheet: &Sheet) -> Whole {
    let totals = sheet.totals();
    let attempts = u32::try_from(totals.len()).unwrap_or(u32::MAX);
    let measure = |value: Option<f64>| Measure::new(value, attempts, TEST_ATTEMPTS);
    let sd = spread(&totals).map(|spread| 100.0 * spread);
    let (skewness, kurtosis) = shape(&totals);
    let consistency = consistency(sheet).map(|alpha| 100.0 * alpha);
    let error_ratio =
        consistency.map(|consistency| 100.0 * (1.0 - consistency / 100.0).sqrt()).filter(|ratio| ratio.is_finite());
    Whole {
        attempts,
        answers: u32::try_from(sheet.attempts.iter().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX),
        mean: measure(mean(&totals).map(|mean| 100.0 * mean)),
        spread: measure(sd),
        skewness: measure(skewness),
        kurtosis: measure(kurtosis),
        consistency: measure(consistency),
        error_ratio: measure(error_ratio),
        error: measure(error_ratio.zip(sd).map(|(ratio, sd)| ratio * sd / 100.0)),
    }
}

/// Cronbach's α, 1 at most; none where nobody answered two items, or where totals have no spread.
fn consistency(sheet: &Sheet) -> Option<f64> {
    let columns = sheet.columns();
    let marks = |column: &[super::sheet::Placed]| column.iter().map(|placed| placed.answer.mark).collect::<Vec<_>>();
    let means: Vec<Option<f64>> = columns.iter().map(|column| mean(&marks(column))).collect();
    let (mut squares, mut products, mut answers, mut pairs, mut attempts) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for attempt in sheet.attempts.iter().filter(|attempt| !attempt.is_empty()) {
        let deviation = |answer: &super::Answered| {
            let mean = usize::try_from(answer.item).ok().and_then(|at| means.get(at).copied().flatten());
            answer.mark - mean.unwrap_or_default()
        };
        let deviations: Vec<f64> = attempt.iter().map(deviation).collect();
        let (sum, own) = (deviations.iter().sum::<f64>(), deviations.iter().map(|d| d * d).sum::<f64>());
        let length = count(&deviations);
        squares += own;
        products += sum * sum - own;
        answers += length;
        pairs += length * (length - 1.0);
        attempts += 1.0;
    }
    let (variance, covariance) = (divided(squares, answers)?, divided(products, pairs)?);
    let length = divided(answers, attempts)?;
    let whole = variance + (length - 1.0) * covariance;
    // Where only rounding is left of the spread, there is none.
    if whole.abs() < 1e-12 { None } else { divided(length * covariance, whole) }
}
