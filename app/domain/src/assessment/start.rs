//! Whether an exam may be started.

use super::AttemptState;
use crate::catalog::ModuleRef;
use crate::certification::ExamPolicy;
use crate::time::{Span, Timestamp};

/// An earlier attempt at the same exam that counts against the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PastAttempt {
    /// Where it stands.
    pub state: AttemptState,
    /// When it was decided; none while open.
    pub finished_at: Option<Timestamp>,
}

/// What to know before starting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StartInfo {
    /// Attempts left, the one about to start included.
    pub attempts_left: u32,
}

/// Why an exam may not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StartRefusal {
    /// An attempt is open: go on with that one.
    #[error("An attempt is already open.")]
    InProgress,
    /// It is passed.
    #[error("The exam is already passed.")]
    AlreadyPassed,
    /// These modules are to be finished first.
    #[error("Finish all modules first.")]
    Prerequisites(Vec<ModuleRef>),
    /// All attempts are used up.
    #[error("All attempts are used.")]
    NoAttemptsLeft,
    /// The last attempt ended too short a time ago.
    #[error("The exam can be taken again later.")]
    CoolingDown {
        /// The first moment at which the exam may be started.
        until: Timestamp,
    },
}

/// The deadline of an exam that starts at `started_at`.
#[must_use]
pub fn exam_deadline(policy: &ExamPolicy, started_at: Timestamp) -> Timestamp {
    started_at + Span::minutes(i64::from(policy.time_limit_minutes))
}

/// Whether an exam may be started at `now`.
///
/// `past` are the person's attempts towards the certificate in question, in any order: for a first certificate all of
/// the scope, for a renewal those since the renewal window opened.
///
/// # Errors
/// [`StartRefusal`], the first that applies in its order of declaration. An attempt that is decided but has no end is
/// refused as open, because nothing is known about it.
pub fn may_start_exam(
    policy: &ExamPolicy,
    past: &[PastAttempt],
    prerequisites_missing: &[ModuleRef],
    now: Timestamp,
) -> Result<StartInfo, StartRefusal> {
    if past.iter().any(|attempt| attempt.state == AttemptState::Open || attempt.finished_at.is_none()) {
        return Err(StartRefusal::InProgress);
    }
    if past.iter().any(|attempt| attempt.state == AttemptState::Passed) {
        return Err(StartRefusal::AlreadyPassed);
    }
    if !prerequisites_missing.is_empty() {
        return Err(StartRefusal::Prerequisites(prerequisites_missing.to_vec()));
    }
    let used = u32::try_from(past.len()).unwrap_or(u32::MAX);
    let attempts_left = policy.attempts.saturating_sub(used);
    if attempts_left == 0 {
        return Err(StartRefusal::NoAttemptsLeft);
    }
    let cooldown = Span::hours(i64::from(policy.cooldown_hours));
    match past.iter().filter_map(|attempt| attempt.finished_at).max().map(|end| end + cooldown) {
        Some(until) if now < until => Err(StartRefusal::CoolingDown { until }),
        _ => Ok(StartInfo { attempts_left }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::assessment::fixtures::{certification, module_ref};

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn policy() -> ExamPolicy {
        certification(&[("m", 1.0)]).exam
    }

    fn past(state: AttemptState, hours_ago: i64) -> PastAttempt {
        PastAttempt { state, finished_at: Some(NOON - Span::hours(hours_ago)) }
    }

    fn start(attempts: &[PastAttempt]) -> Result<StartInfo, StartRefusal> {
        may_start_exam(&policy(), attempts, &[], NOON)
    }

    #[test]
    fn counts_the_attempts_that_are_left() {
        assert_eq!(start(&[]), Ok(StartInfo { attempts_left: 3 }));
        assert_eq!(start(&[past(AttemptState::NotYet, 30)]), Ok(StartInfo { attempts_left: 2 }));
        let three = [past(AttemptState::NotYet, 90), past(AttemptState::NotYet, 60), past(AttemptState::NotYet, 30)];
        assert_eq!(start(&three[..2]), Ok(StartInfo { attempts_left: 1 }));
        assert_eq!(start(&three), Err(StartRefusal::NoAttemptsLeft));
    }

    #[test]
    fn waits_for_the_cooldown_after_the_latest_attempt() {
        let attempts = [past(AttemptState::NotYet, 10), past(AttemptState::NotYet, 90)];
        let until = NOON + Span::hours(14);
        assert_eq!(start(&attempts), Err(StartRefusal::CoolingDown { until }));
        assert_eq!(may_start_exam(&policy(), &attempts, &[], until), Ok(StartInfo { attempts_left: 1 }));
    }

    #[test]
    fn asks_for_the_modules_first() {
        let missing = [module_ref("offering")];
        let refused = may_start_exam(&policy(), &[past(AttemptState::NotYet, 1)], &missing, NOON);
        assert_eq!(refused, Err(StartRefusal::Prerequisites(missing.to_vec())));
    }

    #[test]
    fn is_started_once_and_passed_once() {
        let open = PastAttempt { state: AttemptState::Open, finished_at: None };
        assert_eq!(start(&[open]), Err(StartRefusal::InProgress));
        assert_eq!(start(&[past(AttemptState::Passed, 90)]), Err(StartRefusal::AlreadyPassed));
        let endless = PastAttempt { state: AttemptState::NotYet, finished_at: None };
        assert_eq!(start(&[endless]), Err(StartRefusal::InProgress));
    }

    #[test]
    fn the_time_limit_makes_the_deadline() {
        assert_eq!(exam_deadline(&policy(), NOON), NOON + Span::minutes(60));
    }

    proptest! {
        #[test]
        fn nobody_gets_more_attempts_than_the_policy_gives(hours in proptest::collection::vec(0_i64..200, 0..6)) {
            let attempts: Vec<PastAttempt> = hours.iter().map(|&hours| past(AttemptState::NotYet, hours)).collect();
            if let Ok(info) = start(&attempts) {
                prop_assert!(info.attempts_left >= 1);
                prop_assert!(attempts.len() + info.attempts_left as usize == 3);
                prop_assert!(hours.iter().all(|&hours| hours >= 24));
            }
        }
    }
}
