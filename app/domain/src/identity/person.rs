//! People and teams.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::Email;
use crate::id::{PersonId, TeamId};
use crate::time::Timestamp;

/// What an account may do in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Learns, and takes calls once certified.
    Rep,
    /// Answers for one or more teams.
    Manager,
    /// Answers for the installation.
    Admin,
}

/// A text names no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose rep, manager or admin.")]
pub struct UnknownRole;

impl Role {
    /// All roles, weakest first.
    pub const ALL: [Self; 3] = [Self::Rep, Self::Manager, Self::Admin];

    /// The role's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rep => "rep",
            Self::Manager => "manager",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(text: &str) -> Result<Self, UnknownRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(UnknownRole)
    }
}

/// A person's name as they write it: 1 to 100 characters, trimmed, no control characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// A text is not a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Enter a name of 1 to 100 characters.")]
pub struct InvalidName;

impl PersonName {
    /// Reads a name.
    ///
    /// # Errors
    /// [`InvalidName`] where nothing is left after trimming, or more than 100 characters, or a control character.
    pub fn parse(text: &str) -> Result<Self, InvalidName> {
        let text = text.trim();
        let fits = (1..=100).contains(&text.chars().count());
        if fits && !text.chars().any(char::is_control) { Ok(Self(text.to_owned())) } else { Err(InvalidName) }
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for PersonName {
    type Error = InvalidName;

    fn try_from(text: String) -> Result<Self, InvalidName> {
        Self::parse(&text)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Anyone with an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Their address; they sign in with it.
    pub email: Email,
    /// Their name.
    pub name: PersonName,
    /// What they may do in general.
    pub role: Role,
    /// The id they have in another system, such as the dialler's agent id.
    pub external_id: Option<String>,
    /// IANA time zone in which times are shown to them.
    pub time_zone: String,
    /// When the account was made.
    pub created_at: Timestamp,
    /// When they first chose a password; none while the invitation is open.
    pub activated_at: Option<Timestamp>,
    /// When the account was closed, if it was.
    pub deactivated_at: Option<Timestamp>,
}

/// Where an account stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Invited, no password yet.
    Invited,
    /// Can sign in.
    Active,
    /// Closed.
    Deactivated,
}

impl Person {
    /// Where the account stands.
    #[must_use]
    pub fn state(&self) -> PersonState {
        match (self.deactivated_at, self.activated_at) {
            (Some(_), _) => PersonState::Deactivated,
            (None, Some(_)) => PersonState::Active,
            (None, None) => PersonState::Invited,
        }
    }
}

/// A group of people; teams nest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name.
    pub name: String,
    /// The team it belongs to, if any.
    pub parent: Option<TeamId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(PersonName::parse(" Ada ").unwrap().as_str(), "Ada");
        assert!(PersonName::parse("   ").is_err());
        assert!(PersonName::parse(&"a".repeat(101)).is_err());
        assert!(PersonName::parse("a\u{0}b").is_err());
    }

    #[test]
    fn roles_read_back() {
        for role in Role::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        assert!("root".parse::<Role>().is_err());
    }
}
