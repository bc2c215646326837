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
}

impl LinkKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::SetUp, Self::Invitation];

    /// How long a link of this kind is good.
    #[must_use]
    pub const fn lifetime(self) -> Span {
        match self {
            Self::SetUp | Self::Invitation => Span::hours(72),
        }
    }

    /// The kind's word in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetUp => "set-up",
            Self::Invitation => "invitation",
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
