//! What can be done, and who may do it.

use super::{Account, Actor, Denied, Installation, Invitation, KeyScope, PersonActor, PersonScope, TeamScope};
use crate::identity::Role;

/// Something that can be done to a resource.
pub trait Verb: Send + Sync {
    /// What it is done to.
    type Resource;
    /// The verb's word, as the audit log writes it.
    const NAME: &'static str;

    /// Decides; call [`super::permit`], which makes the proof of it.
    ///
    /// # Errors
    /// [`Denied`], with the reason.
    fn decide(actor: &Actor, resource: &Self::Resource) -> Result<(), Denied>;
}

macro_rules! verbs {
    ($($(#[$doc:meta])* $name:ident($word:literal) on $resource:ty: $rule:expr;)+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub enum $name {}

            impl Verb for $name {
                type Resource = $resource;
                const NAME: &'static str = $word;

                fn decide(actor: &Actor, resource: &$resource) -> Result<(), Denied> {
                    let rule: fn(&Actor, &$resource) -> Result<(), Denied> = $rule;
                    rule(actor, resource)
                }
            }
        )+

        /// The words of all verbs.
        pub const VERBS: &[&str] = &[$($word),+];
    };
}

verbs! {
    /// Find out whom or what a request is about, in order to decide about it. Gives nothing away by itself.
    Identify("identify") on Installation: |_, _| Ok(());
    /// Sign in with a password.
    SignIn("sign-in") on Installation: |_, _| Ok(());
    /// Use a one-time link.
    RedeemLink("redeem-link") on Installation: |_, _| Ok(());
    /// Do what only Canoe itself does: set-up, demo data, jobs, the command line.
    OperateSystem("operate") on Installation: |actor, _| match actor {
        Actor::System => Ok(()),
        Actor::Nobody => Err(Denied::SignIn),
        Actor::Person(_) | Actor::Key(_) => Err(Denied::Forbidden),
    };
    /// Read paths, modules and lessons.
    ReadCatalog("read-catalog") on Installation: |actor, _| anybody_signed_in(actor);
    /// List people, as far as one may see.
    ListPeople("list-people") on Installation: |actor, _| leaders(actor);
    /// Read the board, as far as one may see.
    ReadBoard("read-board") on Installation: |actor, _| leaders(actor);
    /// Make and change teams.
    ManageTeams("manage-teams") on Installation: |actor, _| admins(actor);
    /// Make and revoke API keys.
    ManageKeys("manage-keys") on Installation: |actor, _| admins(actor);
    /// Make and change endpoints that are told of events, read what they were told, and tell it again.
    ManageWebhooks("manage-webhooks") on Installation: |actor, _| admins(actor);
    /// Read the audit log.
    ReadAudit("read-audit") on Installation: |actor, _| admins(actor);
    /// See what packs would change if they went live, for everybody.
    PreviewMaterial("preview-material") on Installation: |actor, _| admins(actor);
    /// Read how questions do: item analysis, exposure, suspensions, appeals.
    ReadQuestions("read-questions") on Installation: |actor, _| admins(actor);
    /// Suspend a question, throw it out, give it another key, and take that back.
    ManageQuestions("manage-questions") on Installation: |actor, _| admins(actor);
    /// Invite somebody: admins anybody, managers reps into their teams.
    InvitePerson("invite-person") on Invitation: |actor, invitation| match actor {
        Actor::Person(person) if person.is_admin() => Ok(()),
        Actor::Person(person) if person.leads() => {
            let team = invitation.team.ok_or(Denied::Forbidden)?;
            if !person.manages.contains(&team) {
                Err(Denied::Hidden)
            } else if invitation.role == Role::Rep {
                Ok(())
            } else {
                Err(Denied::Forbidden)
            }
        }
        other => admins(other),
    };
    /// Read about a person: progress, results, certificates.
    ReadPerson("read-person") on PersonScope: |actor, person| visible(actor, person).map(|_| ());
    /// Read the result of somebody's attempt.
    ReadAttempt("read-attempt") on PersonScope: |actor, person| visible(actor, person).map(|_| ());
    /// Close somebody's account; nobody closes their own.
    CloseAccount("close-account") on PersonScope: |actor, person| admins_for_others(actor, person);
    /// Change somebody's name, address and id in other systems; nobody changes their own.
    ChangePerson("change-person") on PersonScope: |actor, person| admins_for_others(actor, person);
    /// Make a link with which somebody chooses another password: admins for everybody, managers for the reps of their
    /// teams. Nobody for themselves, who have the form on their account for it.
    ResetPassword("reset-password") on Account: |actor, account| match visible(actor, &account.person)? {
        Sight::All => Ok(()),
        Sight::Team if account.role == Role::Rep => Ok(()),
        Sight::Team | Sight::Self_ => Err(Denied::Forbidden),
    };
    /// Change one's password or time zone: one's own only.
    ChangeAccount("change-account") on PersonScope: |actor, person| only_self(actor, person);
    /// Read lessons and record progress: one's own only.
    Learn("learn") on PersonScope: |actor, person| only_self(actor, person);
    /// Put away what Canoe told one: one's own only.
    PutAwayNotice("put-away-notice") on PersonScope: |actor, person| only_self(actor, person);
    /// Sit a quiz or an exam: one's own only.
    TakeAttempt("take-attempt") on PersonScope: |actor, person| only_self(actor, person);
    /// Object to a question of one's own attempt.
    RaiseAppeal("raise-appeal") on PersonScope: |actor, person| only_self(actor, person);
    /// Decide somebody's objection to a question; nobody decides their own.
    DecideAppeal("decide-appeal") on PersonScope: |actor, person| admins_for_others(actor, person);
    /// Give somebody more time in exams; nobody gives it to themselves.
    GrantAccommodation("grant-accommodation") on PersonScope: |actor, person| admins_for_others(actor, person);
    /// Suspend somebody's certificate, and reinstate it: whoever manages them, never themselves.
    SuspendCertificate("suspend-certificate") on PersonScope: |actor, person| leaders_for_others(actor, person);
    /// Revoke somebody's certificate for good; nobody revokes their own.
    RevokeCertificate("revoke-certificate") on PersonScope: |actor, person| admins_for_others(actor, person);
    /// Ask for an override of somebody's clearance, grant what another one asked for, and end it; nobody for themselves.
    OverrideClearance("override-clearance") on PersonScope: |actor, person| leaders_for_others(actor, person);
    /// See and end sessions: one's own only.
    ManageSessions("manage-sessions") on PersonScope: |actor, person| only_self(actor, person);
    /// Assign a path to a person.
    AssignPath("assign-path") on PersonScope: |actor, person| match visible(actor, person)? {
        Sight::Self_ => match actor {
            Actor::Person(own) if own.is_admin() || own.manages_any(&person.teams) => Ok(()),
            _ => Err(Denied::Forbidden),
        },
        Sight::Team | Sight::All => Ok(()),
    };
    /// Assign a path to a team.
    AssignTeam("assign-team") on TeamScope: |actor, team| match actor {
        Actor::System => Ok(()),
        Actor::Nobody => Err(Denied::SignIn),
        Actor::Key(_) => Err(Denied::Forbidden),
        Actor::Person(person) => match person.role {
            Role::Admin => Ok(()),
            Role::Manager if person.manages.contains(&team.id) => Ok(()),
            Role::Manager => Err(Denied::Hidden),
            Role::Rep => Err(Denied::Forbidden),
        },
    };
    /// Be told whether a person may take a call.
    AnswerClearance("answer-clearance") on PersonScope: |actor, person| match actor {
        Actor::Key(key) if key.scopes.contains(&KeyScope::ClearanceRead) => Ok(()),
        Actor::Key(_) => Err(Denied::Forbidden),
        other => visible(other, person).map(|_| ()),
    };
}

fn anybody_signed_in(actor: &Actor) -> Result<(), Denied> {
    match actor {
        Actor::Nobody => Err(Denied::SignIn),
        Actor::Key(_) => Err(Denied::Forbidden),
        Actor::Person(_) | Actor::System => Ok(()),
    }
}

fn with_role(actor: &Actor, enough: fn(&PersonActor) -> bool) -> Result<(), Denied> {
    anybody_signed_in(actor)?;
    match actor {
        Actor::Person(person) if !enough(person) => Err(Denied::Forbidden),
        _ => Ok(()),
    }
}

fn leaders(actor: &Actor) -> Result<(), Denied> {
    with_role(actor, PersonActor::leads)
}

fn admins(actor: &Actor) -> Result<(), Denied> {
    with_role(actor, PersonActor::is_admin)
}

/// Why somebody can see a person.
enum Sight {
    /// It is themselves.
    Self_,
    /// They manage a team of theirs.
    Team,
    /// They see everybody.
    All,
}

fn visible(actor: &Actor, person: &PersonScope) -> Result<Sight, Denied> {
    anybody_signed_in(actor)?;
    match actor {
        Actor::Person(own) if own.id == person.id => Ok(Sight::Self_),
        Actor::Person(own) if own.is_admin() => Ok(Sight::All),
        Actor::Person(own) if own.manages_any(&person.teams) => Ok(Sight::Team),
        Actor::System => Ok(Sight::All),
        _ => Err(Denied::Hidden),
    }
}

fn only_self(actor: &Actor, person: &PersonScope) -> Result<(), Denied> {
    match visible(actor, person)? {
        Sight::Self_ => Ok(()),
        Sight::Team | Sight::All => Err(Denied::Forbidden),
    }
}

fn leaders_for_others(actor: &Actor, person: &PersonScope) -> Result<(), Denied> {
    match visible(actor, person)? {
        Sight::All | Sight::Team => Ok(()),
        Sight::Self_ => Err(Denied::Forbidden),
    }
}

fn admins_for_others(actor: &Actor, person: &PersonScope) -> Result<(), Denied> {
    match visible(actor, person)? {
        Sight::All => Ok(()),
        Sight::Self_ | Sight::Team => Err(Denied::Forbidden),
    }
}
