//! The classical formulas on plain lists. What is undefined is none; nothing is clamped.

/// Length of a list as a number.
pub(super) fn count(list: &[f64]) -> f64 {
    f64::from(u32::try_from(list.len()).unwrap_or(u32::MAX))
}

/// The mean; none of an empty list.
pub(super) fn mean(list: &[f64]) -> Option<f64> {
    defined(list.iter().sum::<f64>() / count(list))
}

/// Covariance with divisor S − 1; none below two pairs. The lists are equally long.
pub(super) fn covariance(a: &[f64], b: &[f64]) -> Option<f64> {
    let (mean_a, mean_b) = (mean(a)?, mean(b)?);
    let sum: f64 = a.iter().zip(b).map(|(a, b)| (a - mean_a) * (b - mean_b)).sum();
    // What rounding leaves of nothing is nothing: its sign would hang on the order of the list.
    defined(sum / (count(a) - 1.0)).map(|found| if found.abs() < NOTHING { 0.0 } else { found })
}

/// 100 · C(x, X) / √(V(x) V(X)): the discrimination index of an item with marks `x`, against the rest of each attempt.
pub(super) fn discrimination_index(marks: &[f64], rest: &[f64]) -> Option<f64> {
    let spread = spread(marks)? * spread(rest)?;
    divided(100.0 * covariance(marks, rest)?, spread)
}

/// 100 · C(x, X) / Cmax, where Cmax is the covariance of both lists sorted ascending: how much of the discrimination that
/// these marks could give they do give. Never above 100.
pub(super) fn discriminative_efficiency(marks: &[f64], rest: &[f64]) -> Option<f64> {
    // A list without spread has no most, whatever rounding leaves of it.
    if spread(marks)? == 0.0 || spread(rest)? == 0.0 {
        return None;
    }
    divided(100.0 * covariance(marks, rest)?, covariance(&sorted(marks), &sorted(rest))?)
}

/// Differences up to which two sums of marks are the same: what comes of adding them up in another order.
const ROUNDING: f64 = 1e-9;

/// A covariance of marks below this is none.
const NOTHING: f64 = 1e-12;

/// Standard deviation with divisor S − 1; exactly 0 where all are alike.
pub(super) fn spread(list: &[f64]) -> Option<f64> {
    let alike = |value: &f64| list.first().is_some_and(|first| (value - first).abs() <= ROUNDING);
    if list.len() > 1 && list.iter().all(alike) {
        return Some(0.0);
    }
    covariance(list, list).map(f64::sqrt)
}

/// The list in ascending order.
pub(super) fn sorted(list: &[f64]) -> Vec<f64> {
    let mut list = list.to_vec();
    list.sort_by(f64::total_cmp);
    list
}

/// The value in the middle, or the mean of the two there; none of an empty list.
pub(super) fn median(list: &[f64]) -> Option<f64> {
    let sorted = sorted(list);
    let middle = sorted.len() / 2;
    let upper = sorted.get(middle).copied()?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = middle.checked_sub(1).and_then(|at| sorted.get(at))?;
    Some(f64::midpoint(*lower, upper))
}

/// Skewness k3 / k2^1.5 and kurtosis k4 / k2², from Fisher's k statistics.
pub(super) fn shape(list: &[f64]) -> (Option<f64>, Option<f64>) {
    let Some(centre) = mean(list) else { return (None, None) };
    if spread(list).is_none_or(|spread| spread == 0.0) {
        return (None, None);
    }
    let s = count(list);
    let moment = |power: i32| list.iter().map(|value| (value - centre).powi(power)).sum::<f64>() / s;
    let (m2, m3, m4) = (moment(2), moment(3), moment(4));
    let k2 = s * m2 / (s - 1.0);
    let k3 = s * s * m3 / ((s - 1.0) * (s - 2.0));
    let k4 = s * s * ((s + 1.0) * m4 - 3.0 * (s - 1.0) * m2 * m2) / ((s - 1.0) * (s - 2.0) * (s - 3.0));
    let skewness = if list.len() >= 3 { divided(k3, k2.powf(1.5)) } else { None };
    let kurtosis = if list.len() >= 4 { divided(k4, k2 * k2) } else { None };
    (skewness, kurtosis)
}

/// A quotient; none by 0.
pub(super) fn divided(a: f64, b: f64) -> Option<f64> {
    if b == 0.0 { None } else { defined(a / b) }
}

/// A number, where it is one.
pub(super) fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
