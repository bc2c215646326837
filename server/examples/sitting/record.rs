//! What reps saw, apart from what a restart explains.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::now;

/// Refusals that are printed; the others are only counted.
const PRINTED: usize = 10;

/// Shared by all reps and by whoever kills the server.
#[derive(Default)]
pub struct Record {
    answered: AtomicU32,
    restart: Mutex<Option<(Instant, Option<Instant>)>>,
    refused: Mutex<Vec<String>>,
}

impl Record {
    /// Notes an answer that is safe.
    pub fn answered(&self) {
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    /// Answers so far.
    pub fn answers(&self) -> u32 {
        self.answered.load(Ordering::Relaxed)
    }

    /// From now on the server may be away.
    pub fn goes_away(&self) {
        *self.restart.lock().unwrap_or_else(PoisonError::into_inner) = Some((now(), None));
    }

    /// From now on it may not.
    pub fn is_back(&self) {
        if let Some((_, end)) = &mut *self.restart.lock().unwrap_or_else(PoisonError::into_inner) {
            *end = Some(now());
        }
    }

    /// Whether the server was away for some of the time between `begun` and now.
    pub fn was_away(&self, begun: Instant) -> bool {
        let restart = *self.restart.lock().unwrap_or_else(PoisonError::into_inner);
        restart.is_some_and(|(_, end)| end.is_none_or(|end| begun <= end))
    }

    /// Notes a request that was begun then and got no word, or a server's error; the restart explains those of its time.
    pub fn refused(&self, begun: Instant, told: String) {
        if !self.was_away(begun) {
            self.refused.lock().unwrap_or_else(PoisonError::into_inner).push(told);
        }
    }

    /// Prints what was refused without a restart to explain it.
    ///
    /// # Errors
    /// Where there was anything.
    pub fn nothing_refused(&self) -> Result<()> {
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        println!("{} requests refused outside of the restart", refused.len());
        for told in refused.iter().take(PRINTED) {
            println!("  {told}");
        }
        if !refused.is_empty() {
            bail!("{} requests were refused while the server ran", refused.len());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restart_explains_what_was_refused_in_its_time_alone() {
        let record = Record::default();
        let before = now();
        assert!(!record.was_away(before) && record.nothing_refused().is_ok());
        record.goes_away();
        record.refused(before, "the server went away meanwhile".to_owned());
        let between = now();
        record.is_back();
        record.refused(between, "it was away when this was begun".to_owned());
        assert!(record.was_away(before) && record.was_away(between) && record.nothing_refused().is_ok());
        std::thread::sleep(std::time::Duration::from_millis(1));
        record.refused(now(), "500".to_owned());
        assert!(record.nothing_refused().is_err());
    }
}
