//! Who asks.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use super::Reach;
use crate::id::{ApiKeyId, PersonId, TeamId};
use crate::identity::Role;

/// Who asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Nobody,
    /// A signed-in, active person.
    Person(PersonActor),
    /// Another system, by its API key.
    Key(KeyActor),
    /// Canoe itself: the command line and jobs.
    System,
}

/// A signed-in, active person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonActor {
    /// Who.
    pub id: PersonId,
    /// What they may do in general.
    pub role: Role,
    /// Teams they manage, with all teams nested in these.
    pub manages: BTreeSet<TeamId>,
}

impl PersonActor {
    /// Whether they are an admin.
    #[must_use]
    pub fn is_admin(&self) -> bool {
        self.role == Role::Admin
    }

    /// Whether they are a manager or an admin.
    #[must_use]
    pub fn leads(&self) -> bool {
        self.role != Role::Rep
    }

    /// Whether they manage one of these teams.
    #[must_use]
    pub fn manages_any(&self, teams: &[TeamId]) -> bool {
        self.role == Role::Manager && teams.iter().any(|team| self.manages.contains(team))
    }

    /// How far they may see in a list of people.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match self.role {
            Role::Admin => Reach::All,
            Role::Manager => Reach::Teams(self.manages.iter().copied().collect()),
            Role::Rep => Reach::Own(self.id),
        }
    }
}

/// Another system, by its API key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyActor {
    /// Which key.
    pub id: ApiKeyId,
    /// What it may do.
    pub scopes: BTreeSet<KeyScope>,
}

/// What an API key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KeyScope {
    /// Ask whether somebody may take a call.
    ClearanceRead,
}

/// A text names no scope of an API key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown scope “{0}”; the one there is: clearance:read")]
pub struct UnknownKeyScope(pub String);

impl KeyScope {
    /// All scopes.
    pub const ALL: [Self; 1] = [Self::ClearanceRead];

    /// The scope's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClearanceRead => "clearance:read",
        }
    }
}

impl fmt::Display for KeyScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KeyScope {
    type Err = UnknownKeyScope;

    fn from_str(text: &str) -> Result<Self, UnknownKeyScope> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == text).ok_or_else(|| UnknownKeyScope(text.to_owned()))
    }
}
