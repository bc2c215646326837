//! How long to wait after failed sign-ins: exponential, bounded, never a permanent lock.

use crate::time::Span;

/// Failures in a row that cost no waiting.
pub const FREE_FAILURES: u32 = 4;
/// The longest wait.
pub const LONGEST_DELAY: Span = Span::minutes(15);

/// How long after the last wait was over failures are forgotten.
pub const FORGIVEN_AFTER: Span = Span::days(1);

/// The wait before the next try, after so many failures in a row: none up to [`FREE_FAILURES`], then 2 s, doubled each
/// time, at most [`LONGEST_DELAY`].
#[must_use]
pub fn delay_after(failures: u32) -> Span {
    let Some(over) = failures.checked_sub(FREE_FAILURES + 1) else { return Span::seconds(0) };
    if over >= 9 { LONGEST_DELAY } else { Span::seconds(2 << over) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grows_and_stays_bounded() {
        assert_eq!(delay_after(0), Span::seconds(0));
        assert_eq!(delay_after(4), Span::seconds(0));
        assert_eq!(delay_after(5), Span::seconds(2));
        assert_eq!(delay_after(6), Span::seconds(4));
        assert_eq!(delay_after(u32::MAX), LONGEST_DELAY);
        assert!((0..60).all(|n| delay_after(n) <= delay_after(n + 1)));
    }
}
