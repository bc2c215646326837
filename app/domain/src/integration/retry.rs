//! When a message that did not arrive is sent again.

use std::fmt;
use std::str::FromStr;

use crate::time::Span;

/// How long after each failed try the next one is, the first of them first. After the last try there is none: it has failed.
pub const WAITS: [Span; 9] = [
    Span::seconds(5),
    Span::minutes(5),
    Span::minutes(30),
    Span::hours(2),
    Span::hours(5),
    Span::hours(10),
    Span::hours(14),
    Span::hours(20),
    Span::hours(24),
];

/// The longest that a receiver may ask us to wait.
const LONGEST: Span = Span::days(7);

/// How long a receiver that asks for time is left alone: as long as it says, a week at most; none where it asks for nothing.
#[must_use]
pub fn pause(asked: Option<Span>) -> Option<Span> {
    asked.filter(|asked| *asked > Span::millis(0)).map(|asked| asked.min(LONGEST))
}

/// How long to wait after so many failed tries; none where that was the last. `chance` is anything: it lengthens the wait by up to a
/// tenth, so that what failed together does not come back together. A receiver that asks for more time gets it, see [`pause`].
#[must_use]
pub fn wait(tries: u32, chance: u64, asked: Option<Span>) -> Option<Span> {
    let place = usize::try_from(tries.checked_sub(1)?).ok()?;
    let millis = WAITS.get(place)?.as_millis();
    let more = i64::try_from(chance % 1_001).unwrap_or(0) * millis / 10_000;
    let own = Span::millis(millis + more);
    Some(pause(asked).map_or(own, |pause| own.max(pause)))
}

/// Where the delivery of an event to an endpoint stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeliveryState {
    /// It is still to be delivered.
    Pending,
    /// The receiver has it.
    Delivered,
    /// It was tried for the last time.
    Failed,
}

/// A word names no state of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no state of a delivery")]
pub struct UnknownDeliveryState(pub String);

impl DeliveryState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Failed];

    /// The state's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::Failed => "failed",
        }
    }
}

impl fmt::Display for DeliveryState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for DeliveryState {
    type Err = UnknownDeliveryState;

    fn from_str(text: &str) -> Result<Self, UnknownDeliveryState> {
        let found = Self::ALL.into_iter().find(|state| state.as_str() == text);
        found.ok_or_else(|| UnknownDeliveryState(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ten_tries_over_three_days() {
        let waits: Vec<Span> = (1..10).map(|tries| wait(tries, 0, None).unwrap()).collect();
        assert_eq!(waits, WAITS);
        assert_eq!(wait(10, 0, None), None, "the tenth was the last");
        assert_eq!(wait(0, 0, None), None, "nothing has failed yet");
        let all: i64 = waits.iter().map(|wait| wait.as_millis()).sum();
        assert_eq!(Span::millis(all), Span::seconds(5 + 35 * 60 + 75 * 3_600));
    }

    #[test]
    fn a_receiver_that_asks_for_time_gets_it() {
        assert_eq!(wait(1, 0, Some(Span::seconds(120))), Some(Span::seconds(120)));
        assert_eq!(wait(3, 0, Some(Span::seconds(1))), Some(Span::minutes(30)), "asking never makes it shorter");
        assert_eq!(wait(1, 0, Some(Span::days(400))), Some(Span::days(7)));
        assert_eq!(wait(10, 0, Some(Span::seconds(1))), None);
    }

    #[test]
    fn it_is_left_alone_for_as_long_as_it_asks() {
        assert_eq!(pause(Some(Span::seconds(1))), Some(Span::seconds(1)), "however long its event waits");
        assert_eq!(pause(Some(Span::days(400))), Some(Span::days(7)));
        assert_eq!(pause(Some(Span::seconds(0))), None);
        assert_eq!(pause(Some(Span::seconds(-30))), None, "a moment that is past");
        assert_eq!(pause(None), None);
    }

    proptest! {
        #[test]
        fn chance_adds_a_tenth_at_most(tries in 1u32..10, chance: u64) {
            let (least, wait) = (wait(tries, 0, None).unwrap().as_millis(), wait(tries, chance, None).unwrap().as_millis());
            prop_assert!(least <= wait && wait <= least + least / 10);
        }
    }
}
