//! Who may do what: permission is a value.
//!
//! [`permit`] is the only way to make a [`Permit`], and the store's functions ask for one. What a person may not know of is
//! [`Denied::Hidden`], what they may know of but not do is [`Denied::Forbidden`], and nobody signed in is
//! [`Denied::SignIn`]; the outermost layer turns these into 404, 403 and 401.

mod actor;
mod resource;
mod verb;

#[cfg(test)]
mod matrix;

use std::marker::PhantomData;

pub use actor::{Actor, KeyActor, KeyScope, PersonActor, UnknownKeyScope};
pub use resource::{Account, Installation, Invitation, PersonScope, TeamScope};
pub use verb::{
    AnswerClearance, AssignPath, AssignTeam, ChangeAccount, ChangePerson, CloseAccount, DecideAppeal,
    GrantAccommodation, Identify, InvitePerson, Learn, ListPeople, ManageKeys, ManageQuestions, ManageSessions,
    ManageTeams, ManageWebhooks, OperateSystem, OverrideClearance, PreviewMaterial, PutAwayNotice, RaiseAppeal,
    ReadAttempt, ReadAudit, ReadBoard, ReadCatalog, ReadPerson, ReadQuestions, RedeemLink, ResetPassword,
    RevokeCertificate, SignIn, SuspendCertificate, TakeAttempt, VERBS, Verb,
};

use crate::id::{PersonId, TeamId};

/// Proof that an actor may do `V` to a resource, and how far they may see while doing it.
#[derive(Debug)]
pub struct Permit<V> {
    actor: Actor,
    verb: PhantomData<V>,
}

/// How far a list may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// Only what is one's own.
    Own(PersonId),
    /// The people of these teams.
    Teams(Vec<TeamId>),
    /// Everybody.
    All,
}

/// Why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// Nobody is signed in, and somebody must be.
    #[error("sign in first")]
    SignIn,
    /// The actor may not even know that it exists.
    #[error("there is nothing here")]
    Hidden,
    /// The actor may know of it, but not do this to it.
    #[error("this is not yours to do")]
    Forbidden,
}

/// Asks whether `actor` may do `V` to `resource`.
///
/// # Errors
/// [`Denied`], with the reason.
pub fn permit<V: Verb>(actor: &Actor, resource: &V::Resource) -> Result<Permit<V>, Denied> {
    V::decide(actor, resource)?;
    Ok(Permit { actor: actor.clone(), verb: PhantomData })
}

// Derived, it would ask that the verb can be cloned, which is never there as a value.
impl<V> Clone for Permit<V> {
    fn clone(&self) -> Self {
        Self { actor: self.actor.clone(), verb: PhantomData }
    }
}

impl<V: Verb> Permit<V> {
    /// Who holds the permit.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// How far the holder may see in a list.
    #[must_use]
    pub fn reach(&self) -> Reach {
        match &self.actor {
            Actor::System => Reach::All,
            Actor::Person(person) => person.reach(),
            Actor::Key(_) | Actor::Nobody => Reach::Teams(Vec::new()),
        }
    }
}
