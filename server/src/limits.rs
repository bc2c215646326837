//! How many requests may come from where.

use std::net::IpAddr;
use std::num::NonZeroU32;

use domain::id::ApiKeyId;
use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

/// Sign-ins and used links from one address: a burst, then so many a minute. An office of people behind one address signs
/// in within minutes; somebody who guesses passwords needs millions.
const SIGN_IN_BURST: NonZeroU32 = nonzero(60);
const SIGN_IN_A_MINUTE: NonZeroU32 = nonzero(30);
/// Clearance checks by one key: a budget of its own, which no flood of sign-ins touches.
const CLEARANCE_BURST: NonZeroU32 = nonzero(20_000);
const CLEARANCE_A_SECOND: NonZeroU32 = nonzero(10_000);
/// Wrong keys from one address.
const WRONG_KEY_BURST: NonZeroU32 = nonzero(120);
const WRONG_KEY_A_MINUTE: NonZeroU32 = nonzero(60);

const fn nonzero(n: u32) -> NonZeroU32 {
    match NonZeroU32::new(n) {
        Some(n) => n,
        None => NonZeroU32::MIN,
    }
}

/// All limits.
pub struct Limits {
    sign_in: DefaultKeyedRateLimiter<IpAddr>,
    clearance: DefaultKeyedRateLimiter<ApiKeyId>,
    wrong_key: DefaultKeyedRateLimiter<IpAddr>,
    clock: DefaultClock,
}

/// Too many; the next try is possible after so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooMany {
    /// Seconds to wait, rounded up.
    pub retry_after: u64,
}

impl Limits {
    pub fn new() -> Self {
        Self {
            sign_in: RateLimiter::keyed(Quota::per_minute(SIGN_IN_A_MINUTE).allow_burst(SIGN_IN_BURST)),
            clearance: RateLimiter::keyed(Quota::per_second(CLEARANCE_A_SECOND).allow_burst(CLEARANCE_BURST)),
            wrong_key: RateLimiter::keyed(Quota::per_minute(WRONG_KEY_A_MINUTE).allow_burst(WRONG_KEY_BURST)),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a sign-in, a set-up or a used link.
    pub fn sign_in(&self, from: IpAddr) -> Result<(), TooMany> {
        self.count(&self.sign_in, &from)
    }

    /// Counts a clearance check.
    pub fn clearance(&self, key: ApiKeyId) -> Result<(), TooMany> {
        self.count(&self.clearance, &key)
    }

    /// Counts a wrong key.
    pub fn wrong_key(&self, from: IpAddr) -> Result<(), TooMany> {
        self.count(&self.wrong_key, &from)
    }

    /// Forgets whoever has not come for a while.
    pub fn tidy(&self) {
        self.sign_in.retain_recent();
        self.clearance.retain_recent();
        self.wrong_key.retain_recent();
    }

    fn count<K: Clone + Eq + std::hash::Hash>(
        &self,
        limiter: &DefaultKeyedRateLimiter<K>,
        key: &K,
    ) -> Result<(), TooMany> {
        limiter.check_key(key).map_err(|wait| {
            let wait = wait.wait_time_from(self.clock.now());
            TooMany { retry_after: wait.as_secs().saturating_add(1) }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_sign_ins_is_stopped_and_touches_nothing_else() {
        let limits = Limits::new();
        let from = IpAddr::from([203, 0, 113, 9]);
        let refused = (0..100).filter(|_| limits.sign_in(from).is_err()).count();
        assert!(refused >= 39, "{refused}");
        assert!(limits.sign_in(IpAddr::from([203, 0, 113, 10])).is_ok());
        assert!(limits.clearance(ApiKeyId::default()).is_ok());
    }
}
