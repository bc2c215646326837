//! Sessions: from the cookie's token to the person who asks.

use domain::authz::{Actor, ManageSessions, PersonActor, PersonScope, permit};
use domain::id::{PersonId, SessionId};
use domain::identity::{Person, PersonState, Role, Session};
use domain::time::Span;
use serde_json::json;
use store::Tx;
use store::identity as table;

use crate::{Error, Result, Services, identify, token};

/// How stale the stored time of last use may be; keeps reading from writing.
const TOUCH_EVERY: Span = Span::minutes(1);
/// Longest description of a browser that is kept, in characters.
const USER_AGENT_MAX: usize = 200;

/// Where a sign-in came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// The browser's own description.
    pub user_agent: String,
    /// The address it came from.
    pub address: String,
}

/// A session that has just begun. The token goes into the cookie and nowhere else.
#[derive(Clone)]
pub struct SignedIn {
    /// The secret for the cookie.
    pub token: String,
    /// Who signed in.
    pub person: PersonId,
}

/// Who asks, from a good session.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// The session.
    pub session: Session,
    /// The person.
    pub person: Person,
    /// The person as an actor.
    pub actor: Actor,
}

/// Finds out whose token this is; none where the session is over or the account closed.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn resolve_session(services: &Services, token: &str) -> Result<Option<Resolved>> {
    let identify = identify(&Actor::Nobody)?;
    let store = services.store();
    let Some((session, person)) = table::session_by_token(store, &identify, &token::hash(token)).await? else {
        return Ok(None);
    };
    let now = services.now();
    if !session.is_open(now) || person.state() != PersonState::Active {
        return Ok(None);
    }
    if now >= session.last_seen_at + TOUCH_EVERY {
        // Losing this write costs nothing but a shorter idle time; a request is not refused for it.
        if let Err(error) = table::touch_session(store, &identify, session.id, now).await {
            tracing::warn!(%error, "a session's last use could not be noted");
        }
    }
    let actor = actor_of(services, &person).await?;
    Ok(Some(Resolved { session, person, actor }))
}

/// A person as an actor, with the teams they manage now.
pub(crate) async fn actor_of(services: &Services, person: &Person) -> Result<Actor> {
    let manages = match person.role {
        Role::Manager => table::managed_teams(services.store(), &identify(&Actor::Nobody)?, person.id).await?,
        Role::Rep | Role::Admin => Default::default(),
    };
    Ok(Actor::Person(PersonActor { id: person.id, role: person.role, manages }))
}

/// Begins a session inside a transaction that has just made sure who it is.
pub(crate) async fn start_session<V: table::MayStartSession>(
    services: &Services,
    tx: &Tx<V>,
    person: PersonId,
    device: &Device,
) -> Result<SignedIn> {
    let secret = token::new_token(&*services.ports().entropy);
    let session = Session {
        id: SessionId(services.ports().entropy.uuid()),
        person,
        created_at: tx.now(),
        last_seen_at: tx.now(),
        ended_at: None,
        user_agent: device.user_agent.chars().filter(|c| !c.is_control()).take(USER_AGENT_MAX).collect(),
        address: device.address.clone(),
    };
    table::insert_session(tx, &session, &token::hash(&secret)).await?;
    Ok(SignedIn { token: secret, person })
}

/// Ends the session of this token. Somebody who is not signed in is signed out already.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer.
pub async fn sign_out(services: &Services, token: &str) -> Result<()> {
    let Some(resolved) = resolve_session(services, token).await? else { return Ok(()) };
    end_session(services, &resolved.actor, resolved.session.id).await
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`Error::NotFound`] where it is not theirs or is over.
pub async fn end_session(services: &Services, actor: &Actor, id: SessionId) -> Result<()> {
    let own = own_scope(actor)?;
    let permit = permit::<ManageSessions>(actor, &own)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !table::end_session(&tx, own.id, id).await? {
        return Err(Error::NotFound("That session"));
    }
    services.commit(tx, services.event("session", id, json!({ "ended": true }))).await?;
    Ok(())
}

/// One's own open sessions, newest first.
///
/// # Errors
/// [`Error::Denied`] for nobody.
pub async fn open_sessions(services: &Services, actor: &Actor) -> Result<Vec<Session>> {
    let own = own_scope(actor)?;
    let permit = permit::<ManageSessions>(actor, &own)?;
    let now = services.now();
    let mut sessions = table::open_sessions_of(services.store(), &permit, own.id).await?;
    sessions.retain(|session| session.is_open(now));
    Ok(sessions)
}

/// The actor as the person whose own things are asked for.
pub(crate) fn own_scope(actor: &Actor) -> Result<PersonScope> {
    match actor {
        Actor::Person(person) => Ok(PersonScope { id: person.id, teams: Vec::new() }),
        Actor::Nobody => Err(domain::authz::Denied::SignIn.into()),
        Actor::Key(_) | Actor::System => Err(domain::authz::Denied::Forbidden.into()),
    }
}
