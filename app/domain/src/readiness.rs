//! How far a person is from clearance, and whether they will make it in time.

use crate::certification::{Certificate, Certification};
use crate::clearance::{Clearance, Level, ReasonCode};
use crate::learning::Steps;
use crate::time::{Span, Timestamp};

/// Per cent of the steps from which a person counts as close.
const CLOSE_PERCENT: u32 = 80;
/// How many days of the calendar before the due day it counts as soon.
const SOON_DAYS: i64 = 3;
/// Steps below which there is no pace to speak of.
const STEPS_FOR_A_PACE: u32 = 2;
/// Time below which there is no pace to speak of: two lessons in a quarter of an hour are no forecast of twenty-five.
const TIME_FOR_A_PACE: Span = Span::days(1);
/// A forecast farther ahead than this says nothing, so there is none.
const FORECAST_HORIZON: Span = Span::days(365);

/// Where a person stands on the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Standing {
    /// Takes calls alone.
    Cleared,
    /// Could soon.
    Close,
    /// Has a way to go, or cannot go on without help.
    Blocked,
}

/// How a due date stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// More than three days ahead.
    OnTime,
    /// Three days ahead or fewer.
    Soon {
        /// Days of the calendar left: 0 on the last day.
        days: u32,
    },
    /// Past.
    Overdue {
        /// Days of the calendar over: 1 on the first day.
        days: u32,
    },
}

impl Standing {
    /// All standings, best first.
    pub const ALL: [Self; 3] = [Self::Cleared, Self::Close, Self::Blocked];

    /// The standing's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cleared => "cleared",
            Self::Close => "close",
            Self::Blocked => "blocked",
        }
    }
}

/// Where a person stands on the board.
///
/// Cleared: `solo`. Close: `supervised`, or the exam is open or in progress, or 80 % of the steps are done. Blocked
/// otherwise, and always where the person cannot go on alone: account not active, certificate suspended or not
/// recorded, attempts used up. An override that lifts to `supervised` shows nothing: they stand where they would without it.
#[must_use]
pub fn standing(clearance: &Clearance, steps: Steps) -> Standing {
    let any = |codes: &[ReasonCode]| clearance.reasons.iter().any(|reason| codes.contains(&reason.code));
    let needs_help = any(&[
        ReasonCode::PersonInactive,
        ReasonCode::CertificateSuspended,
        ReasonCode::CertificatePending,
        ReasonCode::ExamAttemptsUsed,
    ]);
    let at_the_exam = any(&[ReasonCode::ExamOpen, ReasonCode::ExamInProgress]);
    match clearance.level {
        Level::Solo => Standing::Cleared,
        Level::Supervised if !any(&[ReasonCode::Override]) => Standing::Close,
        _ if needs_help => Standing::Blocked,
        _ if at_the_exam || (steps.total > 0 && steps.percent() >= CLOSE_PERCENT) => Standing::Close,
        Level::Supervised | Level::Blocked => Standing::Blocked,
    }
}

/// When the override ends that lifts a clearance; none where it is lifted by none.
#[must_use]
pub fn override_ends(clearance: &Clearance) -> Option<Timestamp> {
    clearance.reasons.iter().find(|reason| reason.code == ReasonCode::Override)?.at
}

/// When somebody who takes calls alone loses that because a module has changed, unless they prove it by then; none where
/// nothing has changed, and under an override, which ends sooner.
#[must_use]
pub fn proof_due(clearance: &Clearance) -> Option<Timestamp> {
    let alone = clearance.level == Level::Solo && override_ends(clearance).is_none();
    let changed = clearance.reasons.iter().filter(|reason| alone && reason.code == ReasonCode::ContentChanged);
    changed.filter_map(|reason| reason.at).min()
}

/// Whether somebody has reached what an assigned path leads to: for each of its certifications they were granted a
/// certificate since the path was assigned, or hold one at `now`. What lapses afterwards is a matter of renewal, and does not
/// make an old due date overdue.
#[must_use]
pub fn has_arrived<'a>(
    leads_to: impl IntoIterator<Item = &'a Certification>,
    certificates: &[Certificate],
    assigned_at: Timestamp,
    now: Timestamp,
) -> bool {
    let counts = |held: &Certificate| held.granted_at >= assigned_at || held.holds(now);
    let mut all = leads_to.into_iter();
    all.all(|found| certificates.iter().any(|held| held.scope == found.scope && counts(held)))
}

/// How a due date stands at `now`, for something that is not done yet. At the very moment of the due date it is still
/// in time.
///
/// `left` is how many days of the calendar today is before the due day, in the time zone in which that day ends; negative where it is past.
/// People count those, not hours: on the 26th, what is due by the end of the 29th has three days left, at whatever hour they look.
#[must_use]
pub fn due(due_at: Timestamp, now: Timestamp, left: i64) -> Due {
    let days = |days: i64| u32::try_from(days).unwrap_or(u32::MAX);
    if now > due_at {
        // What was due earlier today is over as of today.
        Due::Overdue { days: days(left.saturating_neg().max(1)) }
    } else if left <= SOON_DAYS {
        Due::Soon { days: days(left.max(0)) }
    } else {
        Due::OnTime
    }
}

/// Whether somebody will be through only after the due date at the pace so far. Without a forecast nobody is said to be slow.
#[must_use]
pub fn is_too_slow(forecast: Option<Timestamp>, due_at: Option<Timestamp>) -> bool {
    forecast.zip(due_at).is_some_and(|(ready, due)| ready > due)
}

/// When a person will have done the steps that are left if they go on at the pace so far: now + left · (now − start) /
/// done.
///
/// A straight line and no more: it knows no holidays, and lessons and quizzes weigh the same. None below two done
/// steps, before a day has passed, and where it would lie more than a year ahead. `now` where nothing is left.
#[must_use]
pub fn forecast_ready(steps_left: u32, steps_done: u32, started_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    if steps_left == 0 {
        return Some(now);
    }
    let elapsed = i128::from((now - started_at).as_millis());
    if steps_done < STEPS_FOR_A_PACE || now - started_at < TIME_FOR_A_PACE {
        return None;
    }
    let ahead = i64::try_from(elapsed * i128::from(steps_left) / i128::from(steps_done)).ok()?;
    (ahead <= FORECAST_HORIZON.as_millis()).then(|| Timestamp::from_millis(now.as_millis().saturating_add(ahead)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::certification;
    use crate::clearance::Reason;
    use crate::id::{AttemptId, CertificateId, PersonId};

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);
    /// The years −9999 to 9999, which is what a timestamp can be written as.
    const ALL_TIME: std::ops::Range<i64> = -377_705_023_201_000..253_402_207_200_000;

    fn clearance(level: Level, codes: &[ReasonCode]) -> Clearance {
        let reason = |&code: &ReasonCode| Reason { code, message: String::new(), at: None, action: None };
        Clearance { level, until: None, reasons: codes.iter().map(reason).collect() }
    }

    #[rstest]
    #[case::certified(Level::Solo, &[ReasonCode::Certified], 10, Standing::Cleared)]
    #[case::observed(Level::Supervised, &[ReasonCode::ObservedCallsOpen], 10, Standing::Close)]
    #[case::started(Level::Blocked, &[ReasonCode::ModulesOpen], 7, Standing::Blocked)]
    #[case::nearly_through(Level::Blocked, &[ReasonCode::ModulesOpen], 8, Standing::Close)]
    #[case::at_the_exam(Level::Blocked, &[ReasonCode::ExamOpen], 0, Standing::Close)]
    #[case::in_the_exam(Level::Blocked, &[ReasonCode::ExamInProgress], 10, Standing::Close)]
    #[case::waiting(Level::Blocked, &[ReasonCode::ExamCooldown], 10, Standing::Close)]
    #[case::out_of_attempts(Level::Blocked, &[ReasonCode::ExamAttemptsUsed], 10, Standing::Blocked)]
    #[case::suspended(Level::Blocked, &[ReasonCode::CertificateSuspended], 10, Standing::Blocked)]
    #[case::inactive(Level::Blocked, &[ReasonCode::PersonInactive], 10, Standing::Blocked)]
    #[case::expired(Level::Blocked, &[ReasonCode::CertificateExpired, ReasonCode::ExamOpen], 10, Standing::Close)]
    fn stands(#[case] level: Level, #[case] codes: &[ReasonCode], #[case] done: u32, #[case] expected: Standing) {
        assert_eq!(standing(&clearance(level, codes), Steps { done, total: 10 }), expected);
    }

    #[rstest]
    #[case::far_from_it(&[ReasonCode::ModulesOpen], 1, Standing::Blocked)]
    #[case::nearly_through(&[ReasonCode::ModulesOpen], 8, Standing::Close)]
    #[case::at_the_exam(&[ReasonCode::ExamOpen], 10, Standing::Close)]
    #[case::out_of_attempts(&[ReasonCode::ExamAttemptsUsed], 10, Standing::Blocked)]
    fn an_override_shows_nothing(#[case] below: &[ReasonCode], #[case] done: u32, #[case] expected: Standing) {
        let (steps, ends) = (Steps { done, total: 10 }, Some(NOON + Span::hours(4)));
        let mut lifted = clearance(Level::Supervised, &[&[ReasonCode::Override], below].concat());
        lifted.reasons[0].at = ends;
        assert_eq!((standing(&lifted, steps), override_ends(&lifted)), (expected, ends));
        assert_eq!(standing(&Clearance { level: Level::Solo, ..lifted }, steps), Standing::Cleared, "they take calls");
    }

    #[test]
    fn a_change_takes_calls_at_its_moment_from_whoever_takes_them() {
        let at = |days| Some(NOON + Span::days(days));
        let mut held =
            clearance(Level::Solo, &[ReasonCode::Certified, ReasonCode::ContentChanged, ReasonCode::ContentChanged]);
        (held.reasons[0].at, held.reasons[1].at, held.reasons[2].at) = (at(1), at(5), at(2));
        assert_eq!(proof_due(&held), at(2));
        assert_eq!(proof_due(&Clearance { level: Level::Supervised, ..held.clone() }), None, "it has already");
        held.reasons[0] = Reason { code: ReasonCode::Override, ..held.reasons[0].clone() };
        assert_eq!(proof_due(&held), None, "the override ends first");
        assert_eq!(proof_due(&clearance(Level::Solo, &[ReasonCode::Certified])), None);
    }

    #[test]
    fn whoever_was_certified_has_arrived_although_it_lapsed() {
        let wanted = certification(&[("m", 1.0)]);
        let held = |granted_at: Timestamp| Certificate {
            id: CertificateId::default(),
            person: PersonId::default(),
            scope: wanted.scope.clone(),
            policy_number: 1,
            attempt: AttemptId::default(),
            term: 1,
            granted_at,
            expires_at: granted_at + Span::days(365),
            revoked_at: None,
            suspended_at: None,
        };
        let arrived = |certificates: &[Certificate], days: i64| {
            has_arrived([&wanted], certificates, NOON, NOON + Span::days(days))
        };
        assert!(!arrived(&[], 1));
        assert!(arrived(&[held(NOON + Span::days(10))], 20));
        assert!(arrived(&[held(NOON + Span::days(10))], 600), "lapsed, but it was reached");
        assert!(arrived(&[held(NOON - Span::days(10))], 20), "holds already");
        assert!(!arrived(&[held(NOON - Span::days(400))], 20), "assigned because the old one is over");
        assert!(has_arrived([], &[], NOON, NOON), "it leads nowhere");
    }

    #[test]
    fn slow_is_later_than_due() {
        let day = |days| Some(NOON + Span::days(days));
        assert!(is_too_slow(day(3), day(2)));
        assert!(!is_too_slow(day(2), day(2)));
        assert!(!is_too_slow(None, day(2)) && !is_too_slow(day(2), None));
    }

    #[test]
    fn nothing_assigned_is_not_nearly_there() {
        let clearance = clearance(Level::Blocked, &[ReasonCode::ModulesOpen]);
        assert_eq!(standing(&clearance, Steps { done: 0, total: 0 }), Standing::Blocked);
    }

    #[rstest]
    #[case::four_days_off(96, 4, Due::OnTime)]
    #[case::ends_in_more_than_72_hours(90, 3, Due::Soon { days: 3 })]
    #[case::tomorrow(25, 1, Due::Soon { days: 1 })]
    #[case::later_today(1, 0, Due::Soon { days: 0 })]
    #[case::at_this_moment(0, 0, Due::Soon { days: 0 })]
    #[case::earlier_today(-1, 0, Due::Overdue { days: 1 })]
    #[case::yesterday(-1, -1, Due::Overdue { days: 1 })]
    #[case::the_day_before(-25, -2, Due::Overdue { days: 2 })]
    fn dates_fall_due(#[case] hours_ahead: i64, #[case] left: i64, #[case] expected: Due) {
        assert_eq!(due(NOON + Span::hours(hours_ahead), NOON, left), expected);
    }

    #[rstest]
    #[case::at_the_same_pace(10, 5, 2, Some(4))]
    #[case::nothing_left(0, 0, 0, Some(0))]
    #[case::one_step_is_no_pace(10, 1, 2, None)]
    #[case::no_day_has_passed(10, 5, 0, None)]
    #[case::started_in_the_future(10, 5, -1, None)]
    #[case::just_inside_a_year(365, 2, 2, Some(365))]
    #[case::beyond_a_year(366, 2, 2, None)]
    fn forecasts(#[case] left: u32, #[case] done: u32, #[case] days_so_far: i64, #[case] days_ahead: Option<i64>) {
        let expected = days_ahead.map(|days| NOON + Span::days(days));
        assert_eq!(forecast_ready(left, done, NOON - Span::days(days_so_far), NOON), expected);
    }

    proptest! {
        #[test]
        fn more_done_is_never_later(left in 1_u32..200, done in 2_u32..200, days in 1_i64..100) {
            let start = NOON - Span::days(days);
            let today = forecast_ready(left, done, start, NOON);
            let further = forecast_ready(left - 1, done + 1, start, NOON);
            prop_assert!(today.is_none_or(|today| today >= NOON && further.is_some_and(|further| further <= today)));
        }

        #[test]
        fn no_time_is_too_far_for_an_answer(start in ALL_TIME, now in ALL_TIME, left: u32, done: u32) {
            let (start, now) = (Timestamp::from_millis(start), Timestamp::from_millis(now));
            prop_assert!(forecast_ready(left, done, start, now).is_none_or(|ready| ready >= now));
        }

        #[test]
        fn soon_is_three_days_of_the_calendar_and_never_over(due_at in ALL_TIME, now in ALL_TIME, left: i64) {
            let (due_at, now) = (Timestamp::from_millis(due_at), Timestamp::from_millis(now));
            match due(due_at, now, left) {
                Due::Overdue { days } => prop_assert!(now > due_at && days >= 1),
                Due::Soon { days } => prop_assert!(now <= due_at && i64::from(days) == left.max(0) && days <= 3),
                Due::OnTime => prop_assert!(now <= due_at && left > 3),
            }
        }
    }
}
