//! A figure with what it rests on, and how much of that is enough to speak of it.

use super::items::OptionCount;

/// Answers before a facility is told. At 10 its interval is still 50 points wide or so, and says so; below, it covers
/// nearly everything.
pub const FACILITY_ANSWERS: u32 = 10;
/// Answers before discrimination and efficiency are told. At 30 a correlation of .20 and one of −.15 are still within each
/// other's interval; below, its sign says nothing.
pub const DISCRIMINATION_ANSWERS: u32 = 30;
/// Attempts before the figures of a whole exam or quiz are told. At 30 the standard error of the skewness is .43 and that of
/// the kurtosis .83, which is as much as anybody would act on.
pub const TEST_ATTEMPTS: u32 = 30;

/// A figure with what it rests on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// The figure as computed; none where it is undefined.
    pub value: Option<f64>,
    /// Its interval of 95 %, where there is one.
    pub interval: Option<(f64, f64)>,
    /// Answers, or attempts, it was computed from.
    pub n: u32,
    /// How many there have to be before it is told.
    pub needs: u32,
}

impl Measure {
    pub(super) fn new(value: Option<f64>, n: u32, needs: u32) -> Self {
        Self { value, interval: None, n, needs }
    }

    /// The figure, where there is enough to tell it from.
    #[must_use]
    pub fn told(&self) -> Option<f64> {
        self.value.filter(|_| self.is_enough())
    }

    /// Whether there are enough answers to tell it from.
    #[must_use]
    pub fn is_enough(&self) -> bool {
        self.n >= self.needs
    }
}

/// The wrong option that the top third chose more often than a right one, by its position; none where there is no such
/// option, or nobody to tell it from. `right` says of each option whether it is right.
#[must_use]
pub fn distractor_over_key(options: &[OptionCount], right: &[bool]) -> Option<usize> {
    let chosen = |at: usize| options.get(at).and_then(|count| count.top).unwrap_or(0);
    let key = right.iter().enumerate().filter(|(_, right)| **right).map(|(at, _)| chosen(at)).min()?;
    let wrong = right.iter().enumerate().filter(|(_, right)| !**right).map(|(at, _)| at);
    // Of two that are chosen equally often, the first.
    wrong.rev().max_by_key(|&at| chosen(at)).filter(|&at| chosen(at) > key)
}

/// Whether so few get it right that a lesson is to be looked at first: under one half, from enough answers.
#[must_use]
pub fn missed_by_many(facility: &Measure) -> bool {
    facility.told().is_some_and(|share| share < 0.5)
}
