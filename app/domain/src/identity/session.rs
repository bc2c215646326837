//! Sessions of signed-in people.

use crate::id::{PersonId, SessionId};
use crate::time::{Span, Timestamp};

/// A session ends after so long without a request.
pub const IDLE_LIMIT: Span = Span::hours(12);
/// A session ends so long after sign-in, whatever happens.
pub const ABSOLUTE_LIMIT: Span = Span::days(14);

/// One sign-in on one device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Its id; the cookie's token is stored only as a hash.
    pub id: SessionId,
    /// Who signed in.
    pub person: PersonId,
    /// When.
    pub created_at: Timestamp,
    /// When a request last came, to the minute.
    pub last_seen_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
    /// The browser's own description, shortened.
    pub user_agent: String,
    /// The address it came from at sign-in.
    pub address: String,
}

impl Session {
    /// Whether the session is good at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && now < self.last_seen_at + IDLE_LIMIT && now < self.created_at + ABSOLUTE_LIMIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_when_idle_when_old_and_when_ended() {
        let start = Timestamp::from_millis(0);
        let session = Session {
            id: SessionId(uuid::Uuid::nil()),
            person: PersonId(uuid::Uuid::nil()),
            created_at: start,
            last_seen_at: start,
            ended_at: None,
            user_agent: String::new(),
            address: String::new(),
        };
        assert!(session.is_open(start + Span::hours(11)));
        assert!(!session.is_open(start + IDLE_LIMIT));
        let kept_busy = Session { last_seen_at: start + Span::days(13) + Span::hours(23), ..session.clone() };
        assert!(kept_busy.is_open(start + ABSOLUTE_LIMIT - Span::seconds(1)));
        assert!(!kept_busy.is_open(start + ABSOLUTE_LIMIT));
        let ended = Session { ended_at: Some(start), ..session };
        assert!(!ended.is_open(start));
    }
}
