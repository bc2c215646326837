//! What is asked for, as far as permission needs to know it.

use crate::id::{PersonId, TeamId};
use crate::identity::Role;

/// The installation as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Installation;

/// A person, or something that belongs to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonScope {
    /// Who.
    pub id: PersonId,
    /// Teams they are a member of.
    pub teams: Vec<TeamId>,
}

/// Somebody's account: the person, and what they may do in general.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub person: PersonScope,
    /// Their role.
    pub role: Role,
}

/// A team.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TeamScope {
    /// Which.
    pub id: TeamId,
}

/// An invitation that somebody wants to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invitation {
    /// The role the new person would have.
    pub role: Role,
    /// The team they would join.
    pub team: Option<TeamId>,
}
