//! A clock that stands where the script puts it.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::time::{Span, Timestamp};

use crate::ports::Clock;

/// A clock that stands where the script puts it.
pub(super) struct StageClock(AtomicI64);

impl StageClock {
    pub(super) fn new(at: Timestamp) -> Self {
        Self(AtomicI64::new(at.as_millis()))
    }

    pub(super) fn set(&self, at: Timestamp) {
        self.0.store(at.as_millis(), Ordering::Relaxed);
    }

    pub(super) fn forward(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::Relaxed);
    }
}

impl Clock for StageClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}
