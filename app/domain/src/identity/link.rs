//! One-time links.

use crate::id::{LinkId, PersonId};
use crate::time::{Span, Timestamp};

/// What a one-time link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// Makes the first admin.
    SetUp,
    /// Lets an invited person choose a password.
    Invitation,
    /// Lets somebody who forgot their password choose another.
    Reset,
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::SetUp, Self::Invitation, Self::Reset];

    /// How long a link of this kind is good.
    #[must_use]
    pub const fn lifetime(self) -> Span {
        match self {
            Self::SetUp | Self::Invitation => Span::hours(72),
            Self::Reset => Span::minutes(30),
        }
    }

    /// How long that is, as people read it: `72 hours`, `30 minutes`.
    #[must_use]
    pub fn lifetime_in_words(self) -> String {
        let minutes = self.lifetime().ceil_seconds() / 60;
        if minutes % 60 == 0 { format!("{} hours", minutes / 60) } else { format!("{minutes} minutes") }
    }

    /// The kind's word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }
}

/// A link that works once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeLink {
    /// Its id; the token in the link is stored only as a hash.
    pub id: LinkId,
    /// What it is for.
    pub kind: LinkKind,
    /// Whom it is for; none for the set-up link.
    pub person: Option<PersonId>,
    /// The first moment at which it no longer works.
    pub expires_at: Timestamp,
    /// When it was used or replaced, if it was.
    pub used_at: Option<Timestamp>,
}

impl OneTimeLink {
    /// Whether the link works at `now`.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.used_at.is_none() && now < self.expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_open_until_it_is_used_or_runs_out() {
        let made = Timestamp::from_millis(0);
        for kind in LinkKind::ALL {
            let expires_at = made + kind.lifetime();
            let link = OneTimeLink { id: LinkId::default(), kind, person: None, expires_at, used_at: None };
            assert!(link.is_open(expires_at - Span::seconds(1)));
            assert!(!link.is_open(expires_at));
            assert!(!OneTimeLink { used_at: Some(made), ..link }.is_open(made));
        }
    }

    #[test]
    fn a_reset_is_short_and_says_so() {
        assert_eq!(LinkKind::Reset.lifetime(), Span::minutes(30));
        assert_eq!(LinkKind::Reset.lifetime_in_words(), "30 minutes");
        assert_eq!(LinkKind::Invitation.lifetime_in_words(), "72 hours");
    }
}
