//! How sure a figure is: intervals of 95 %.

/// The two-sided 95 % point of the normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The interval around a share of `n`, 0 to 1; none where n = 0. With marks between 0 and 1 it is a little wider than it
/// need be, because such marks vary less.
///
/// Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
#[must_use]
pub fn share_interval(share: f64, n: u32) -> Option<(f64, f64)> {
    if n == 0 || !(0.0..=1.0).contains(&share) {
        return None;
    }
    let n = f64::from(n);
    let scale = 1.0 + Z * Z / n;
    let middle = (share + Z * Z / (2.0 * n)) / scale;
    let half = Z / scale * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    Some((middle - half, middle + half))
}

/// The interval around a correlation of `n` pairs, −1 to 1; none below four pairs, and none around −1 and 1.
///
/// Source: R. A. Fisher, "On the 'probable error' of a coefficient of correlation deduced from a small sample", 1921.
#[must_use]
pub fn correlation_interval(correlation: f64, n: u32) -> Option<(f64, f64)> {
    if n < 4 || correlation.is_nan() || correlation.abs() >= 1.0 {
        return None;
    }
    let (z, half) = (correlation.atanh(), Z / f64::from(n - 3).sqrt());
    Some(((z - half).tanh(), (z + half).tanh()))
}
