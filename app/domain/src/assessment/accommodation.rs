//! More time in exams, for people who need it.

/// How much more time somebody has in exams, in per cent of the usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtraTime(u32);

/// It is no share of extra time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Give a whole number from {} to {} per cent.", ExtraTime::LEAST, ExtraTime::MOST)]
pub struct NotExtraTime;

impl ExtraTime {
    /// The least there is, in per cent.
    pub const LEAST: u32 = 10;
    /// The most there is, in per cent: three times as long.
    pub const MOST: u32 = 200;

    /// So many per cent more.
    ///
    /// # Errors
    /// [`NotExtraTime`] outside [`Self::LEAST`] to [`Self::MOST`].
    pub fn new(percent: u32) -> Result<Self, NotExtraTime> {
        if (Self::LEAST..=Self::MOST).contains(&percent) { Ok(Self(percent)) } else { Err(NotExtraTime) }
    }

    /// In per cent.
    #[must_use]
    pub const fn percent(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_its_bounds() {
        for (percent, fits) in [(0, false), (9, false), (10, true), (25, true), (200, true), (201, false)] {
            assert_eq!(ExtraTime::new(percent).is_ok(), fits, "{percent}");
        }
        assert_eq!(NotExtraTime.to_string(), "Give a whole number from 10 to 200 per cent.");
    }
}
