//! Whether an exam may be started.

use super::{AttemptState, ExtraTime};
use crate::catalog::{LessonRef, ModuleRef};
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
    /// These lessons, given with the last decision, are to be read again first.
    #[error("Read what the last result names first.")]
    Remedial {
        /// Which, in the order in which they were given; never empty.
        lessons: Vec<LessonRef>,
        /// The end of the cooldown, where that is still ahead.
        until: Option<Timestamp>,
    },
    /// The last attempt ended too short a time ago.
    #[error("The exam can be taken again later.")]
    CoolingDown {
        /// The first moment at which the exam may be started.
        until: Timestamp,
    },
}

/// The time of an exam in minutes, longer by the share that somebody has more; rounded up.
#[must_use]
pub fn exam_minutes(policy: &ExamPolicy, extra: Option<ExtraTime>) -> u32 {
    let percent = 100 + u64::from(extra.map_or(0, ExtraTime::percent));
    u32::try_from((u64::from(policy.time_limit_minutes) * percent).div_ceil(100)).unwrap_or(u32::MAX)
}

/// The deadline of an exam that starts at `started_at`, for somebody with so much more time.
#[must_use]
pub fn exam_deadline(policy: &ExamPolicy, extra: Option<ExtraTime>, started_at: Timestamp) -> Timestamp {
    started_at + Span::minutes(i64::from(exam_minutes(policy, extra)))
}

/// Whether an exam may be started at `now`.
///
/// `past` are the person's attempts towards the certificate in question, in any order: for a first certificate all of
/// the scope, for a renewal those since the renewal window opened. `unread` are the lessons that were given with the last of
/// them and have not been read again since.
///
/// # Errors
/// [`StartRefusal`], the first that applies in its order of declaration. An attempt that is decided but has no end is
/// refused as open, because nothing is known about it.
pub fn may_start_exam(
    policy: &ExamPolicy,
    past: &[PastAttempt],
    prerequisites_missing: &[ModuleRef],
    unread: &[LessonRef],
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
    let end = past.iter().filter_map(|attempt| attempt.finished_at).max();
    let until = end.map(|end| end + cooldown).filter(|until| now < *until);
    match until {
        until if !unread.is_empty() => Err(StartRefusal::Remedial { lessons: unread.to_vec(), until }),
        Some(until) => Err(StartRefusal::CoolingDown { until }),
        None => Ok(StartInfo { attempts_left }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use rstest::rstest;

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
        may_start_exam(&policy(), attempts, &[], &[], NOON)
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
        assert_eq!(may_start_exam(&policy(), &attempts, &[], &[], until), Ok(StartInfo { attempts_left: 1 }));
    }

    #[test]
    fn asks_for_the_modules_first() {
        let missing = [module_ref("offering")];
        let refused = may_start_exam(&policy(), &[past(AttemptState::NotYet, 1)], &missing, &[lesson()], NOON);
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
        assert_eq!(exam_deadline(&policy(), None, NOON), NOON + Span::minutes(60));
    }

    #[rstest]
    #[case::a_quarter(60, 25, 75)]
    #[case::twice_again(60, 200, 180)]
    #[case::rounded_up(45, 10, 50)]
    #[case::by_less_than_a_minute(1, 10, 2)]
    #[case::of_the_longest(u32::MAX, 200, u32::MAX)]
    fn more_time_moves_the_deadline(#[case] limit: u32, #[case] percent: u32, #[case] minutes: u32) {
        let policy = ExamPolicy { time_limit_minutes: limit, ..policy() };
        let extra = ExtraTime::new(percent).unwrap();
        assert_eq!(exam_minutes(&policy, Some(extra)), minutes);
        assert_eq!(exam_deadline(&policy, Some(extra), NOON), NOON + Span::minutes(i64::from(minutes)));
    }

    fn lesson() -> LessonRef {
        module_ref("m").lesson(&crate::assessment::fixtures::slug("one"))
    }

    #[test]
    fn what_was_given_to_read_comes_before_the_next_try() {
        let attempts = [past(AttemptState::NotYet, 10)];
        let start = |unread: &[LessonRef], now| may_start_exam(&policy(), &attempts, &[], unread, now);
        let until = NOON + Span::hours(14);
        let lessons = vec![lesson()];
        let refused = |until| Err(StartRefusal::Remedial { lessons: lessons.clone(), until });
        assert_eq!(start(&lessons, NOON), refused(Some(until)));
        assert_eq!(start(&lessons, until), refused(None), "time alone does not open it");
        assert_eq!(start(&[], NOON), Err(StartRefusal::CoolingDown { until }), "nor does reading");
        assert_eq!(start(&[], until), Ok(StartInfo { attempts_left: 2 }));
        let used = [past(AttemptState::NotYet, 90), past(AttemptState::NotYet, 60), past(AttemptState::NotYet, 30)];
        assert_eq!(may_start_exam(&policy(), &used, &[], &lessons, NOON), Err(StartRefusal::NoAttemptsLeft));
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
