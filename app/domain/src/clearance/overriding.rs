//! Overrides: two people lift somebody's clearance for a while, and answer for it.

use super::{Clearance, Level, ReasonCode};
use crate::catalog::Slug;
use crate::id::{OverrideId, PersonId};
use crate::time::{Span, Timestamp};

/// The longest that an override lasts.
pub const LONGEST: Span = Span::hours(24);
/// How long a request waits for the second person.
pub const REQUEST_WAITS: Span = Span::hours(24);

/// A time-limited clearance: asked for by one person, granted by another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Override {
    /// Its id.
    pub id: OverrideId,
    /// Whose clearance it lifts.
    pub person: PersonId,
    /// For which calls.
    pub scope: Slug,
    /// To which level.
    pub level: Level,
    /// For how many hours from the grant on.
    pub hours: u32,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// Who granted it, and when.
    pub granted: Option<(PersonId, Timestamp)>,
    /// Who ended or declined it, and when.
    pub ended: Option<(PersonId, Timestamp)>,
}

/// Where an override stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverrideState {
    /// It waits for the second person.
    Asked,
    /// It lifts the level, until this moment.
    Active(Timestamp),
    /// It was ended, declined, ran out, or waited too long.
    Over,
}

/// How an override comes to its end before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// It lifted the level, and does no more.
    Ended,
    /// It was asked for, and whoever could have granted it declined.
    Declined,
    /// Whoever asked took that back.
    TakenBack,
}

impl Ending {
    /// Its word in the audit log.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ended => "ended",
            Self::Declined => "declined",
            Self::TakenBack => "taken-back",
        }
    }
}

/// What was asked for is no override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOverride {
    /// Nobody is lifted to being blocked.
    #[error("Choose supervised or solo.")]
    Level,
    /// It is too long, or no time at all.
    #[error("Choose 1 to 24 hours.")]
    Hours,
}

/// Why somebody may not grant an override.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OverrideRefusal {
    /// They asked for it themselves.
    #[error("You asked for it, so somebody else has to grant it.")]
    SamePerson,
    /// It would be their own.
    #[error("Nobody lifts their own clearance.")]
    OwnClearance,
    /// Their certificate is suspended or revoked.
    #[error(
        "Somebody has suspended or revoked their certificate, and an override lifts no such decision. A suspension is lifted by reinstating it; after a revocation the exam is passed anew."
    )]
    DecidedAgainst,
    /// They may take these calls already.
    #[error("They may take these calls on this level already. There is nothing to lift.")]
    LiftsNothing,
    /// It does not wait any more.
    #[error("It does not wait for anybody any more.")]
    NotWaiting,
}

impl Override {
    /// Checks what was asked for: a level above blocked, for 1 to 24 hours.
    ///
    /// # Errors
    /// [`NotAnOverride`], by field.
    pub fn check(level: Level, hours: u32) -> Result<(), NotAnOverride> {
        if level == Level::Blocked {
            return Err(NotAnOverride::Level);
        }
        let length = Span::hours(i64::from(hours));
        if hours == 0 || length > LONGEST { Err(NotAnOverride::Hours) } else { Ok(()) }
    }

    /// The first moment at which it is over; none while nobody has granted it.
    #[must_use]
    pub fn until(&self) -> Option<Timestamp> {
        self.granted.map(|(_, at)| at + Span::hours(i64::from(self.hours)).min(LONGEST))
    }

    /// Where it stands at `now`.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> OverrideState {
        match (self.ended, self.until()) {
            (None, None) if now < self.asked_at + REQUEST_WAITS => OverrideState::Asked,
            (None, Some(until)) if now < until => OverrideState::Active(until),
            _ => OverrideState::Over,
        }
    }

    /// How it ends where this person ends it.
    #[must_use]
    pub fn ending(&self, by: PersonId) -> Ending {
        match self.granted {
            Some(_) => Ending::Ended,
            None if self.asked_by == by => Ending::TakenBack,
            None => Ending::Declined,
        }
    }

    /// Whether an override to this level lifts anything of what somebody may do without one.
    ///
    /// # Errors
    /// [`OverrideRefusal::DecidedAgainst`] or [`OverrideRefusal::LiftsNothing`].
    pub fn lifts(level: Level, without: &Clearance) -> Result<(), OverrideRefusal> {
        let decided = [ReasonCode::CertificateSuspended, ReasonCode::CertificateRevoked];
        if without.reasons.iter().any(|reason| decided.contains(&reason.code)) {
            Err(OverrideRefusal::DecidedAgainst)
        } else if level <= without.level {
            Err(OverrideRefusal::LiftsNothing)
        } else {
            Ok(())
        }
    }

    /// Whether this person may grant it at `now`. Whether they manage the person concerned is asked elsewhere.
    ///
    /// # Errors
    /// [`OverrideRefusal`].
    pub fn may_grant(&self, by: PersonId, now: Timestamp) -> Result<(), OverrideRefusal> {
        if by == self.person {
            Err(OverrideRefusal::OwnClearance)
        } else if by == self.asked_by {
            Err(OverrideRefusal::SamePerson)
        } else if self.state(now) == OverrideState::Asked {
            Ok(())
        } else {
            Err(OverrideRefusal::NotWaiting)
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn asked() -> Override {
        Override {
            id: OverrideId::default(),
            person: person(1),
            scope: crate::assessment::fixtures::slug("outbound"),
            level: Level::Solo,
            hours: 4,
            reason: "The whole team is ill.".to_owned(),
            asked_by: person(2),
            asked_at: NOON,
            granted: None,
            ended: None,
        }
    }

    #[test]
    fn two_people_grant_it_and_neither_is_the_one_concerned() {
        let asked = asked();
        assert_eq!(asked.may_grant(person(1), NOON), Err(OverrideRefusal::OwnClearance));
        assert_eq!(asked.may_grant(person(2), NOON), Err(OverrideRefusal::SamePerson));
        assert_eq!(asked.may_grant(person(3), NOON), Ok(()));
        assert_eq!(asked.may_grant(person(3), NOON + Span::hours(24)), Err(OverrideRefusal::NotWaiting));
        let granted = Override { granted: Some((person(3), NOON)), ..asked };
        assert_eq!(granted.may_grant(person(4), NOON), Err(OverrideRefusal::NotWaiting));
    }

    #[test]
    fn it_lasts_a_day_at_most_and_ends_to_the_moment() {
        let granted = Override { granted: Some((person(3), NOON)), ..asked() };
        let until = NOON + Span::hours(4);
        assert_eq!(granted.state(Timestamp::from_millis(until.as_millis() - 1)), OverrideState::Active(until));
        assert_eq!(granted.state(until), OverrideState::Over);
        let ended = Override { ended: Some((person(2), NOON)), ..granted.clone() };
        assert_eq!(ended.state(NOON), OverrideState::Over);
        let long = Override { hours: 1_000, ..granted };
        assert_eq!(long.until(), Some(NOON + Span::hours(24)), "whatever is stored");
        assert_eq!(Override::check(Level::Solo, 24), Ok(()));
        assert_eq!(Override::check(Level::Supervised, 25), Err(NotAnOverride::Hours));
        assert_eq!(Override::check(Level::Solo, 0), Err(NotAnOverride::Hours));
        assert_eq!(Override::check(Level::Blocked, 1), Err(NotAnOverride::Level));
    }
}
