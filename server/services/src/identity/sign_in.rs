//! Signing in with a password, and what else asks for one.

use domain::authz::{Actor, Installation, SignIn, Verb, permit};
use domain::identity::{Email, FORGIVEN_AFTER, PASSWORD_MAX, Person, PersonState, delay_after};
use domain::time::Timestamp;
use serde_json::json;
use store::Tx;
use store::identity as table;
use store::identity::Throttle;

use super::passwords::Verdict;
use super::{Device, SignedIn, start_session};
use crate::{Error, Result, Services, token};

/// Signs somebody in. Unknown address, wrong password, open invitation and closed account all look the same from outside.
///
/// # Errors
/// [`Error::Refused`] with code `wrong-credentials`; [`Error::TooSoon`] after too many failures for this address.
pub async fn sign_in(services: &Services, email: &str, password: &str, device: &Device) -> Result<SignedIn> {
    let wrong = || Error::refused("wrong-credentials", "This address and password do not go together.");
    let proven = prove(services, &Actor::Nobody, email, password).await?.ok_or_else(wrong)?;
    let new_hash = if proven.outdated { Some(services.passwords().hash(password).await?) } else { None };
    let permit = permit::<SignIn>(&Actor::Nobody, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !still_holds(services, &tx, &proven).await? {
        return Err(wrong());
    }
    let id = proven.person.id;
    if let Some(hash) = &new_hash {
        table::set_password_hash(&tx, id, hash).await?;
    }
    table::clear_throttle(&tx, &throttle_key(email)).await?;
    let signed_in = start_session(services, &tx, id, device).await?;
    services
        .commit(tx, services.event("person", id, json!({ "signed_in": true, "rehashed": proven.outdated })))
        .await?;
    Ok(signed_in)
}

/// An account whose password was just given.
pub(super) struct Proven {
    /// Whose it is.
    pub person: Person,
    hash: String,
    outdated: bool,
}

/// Under which key failures for an address are counted, known or not.
pub(super) fn throttle_key(email: &str) -> String {
    token::hash(&email.trim().to_lowercase())
}

/// Checks the password of an active account. A wrong one is counted against the address, and none comes back.
///
/// # Errors
/// [`Error::TooSoon`] after too many failures for this address.
pub(super) async fn prove(services: &Services, actor: &Actor, email: &str, password: &str) -> Result<Option<Proven>> {
    let permit = permit::<SignIn>(actor, &Installation)?;
    let store = services.store();
    let account = throttle_key(email);
    let now = services.now();
    may_try(table::throttle(store, &permit, &account).await?, now)?;
    let known = match Email::parse(email) {
        Ok(email) => table::credentials(store, &permit, &email).await?,
        Err(_) => None,
    };
    let usable = known.filter(|known| known.person.state() == PersonState::Active);
    let (person, hash) = usable.map(|known| (known.person, known.password_hash)).unzip();
    let hash = hash.flatten();
    // Nobody's password is this long: it could only be there to make hashing slow.
    let tried = if password.chars().count() <= PASSWORD_MAX { password } else { "" };
    let verdict = services.passwords().verify(tried, hash.as_deref()).await?;
    if let (Some(person), Some(hash), Verdict::Right { outdated }) = (person, hash, verdict) {
        return Ok(Some(Proven { person, hash, outdated }));
    }
    let tx = store.begin(&permit, services.now()).await?;
    let failures = failures_so_far(services, &tx, &account).await?.saturating_add(1);
    let not_before = now + delay_after(failures);
    table::set_throttle(&tx, &account, Throttle { failures, not_before }).await?;
    let detail = match actor {
        Actor::Person(_) => json!({ "failures": failures, "current_password": "wrong" }),
        _ => json!({ "failures": failures }),
    };
    services.commit(tx, services.event("account", &account[..16], detail)).await?;
    Ok(None)
}

fn may_try(throttle: Option<Throttle>, now: Timestamp) -> Result<()> {
    match throttle.filter(|throttle| now < throttle.not_before) {
        Some(throttle) => Err(Error::TooSoon { until: throttle.not_before, now }),
        None => Ok(()),
    }
}

/// Failures in a row that count against an account, now that nobody else can count any.
///
/// # Errors
/// [`Error::TooSoon`] where others failed while this try was being checked, so that many guesses at once are worth no more
/// than as many one after the other, the right one among them included.
async fn failures_so_far<V: Verb>(services: &Services, tx: &Tx<V>, account: &str) -> Result<u32> {
    let throttle = table::hold_throttle(services.store(), tx, account).await?;
    may_try(throttle, tx.now())?;
    Ok(throttle
        .filter(|throttle| tx.now() < throttle.not_before + FORGIVEN_AFTER)
        .map_or(0, |throttle| throttle.failures))
}

/// Whether the password that was given is still the account's, now that nobody else can change it: checking takes long
/// enough for a reset to come in between, after which the old password must open nothing, and for other guesses.
///
/// # Errors
/// [`Error::TooSoon`] after too many failures meanwhile.
pub(super) async fn still_holds<V: table::MaySetPassword>(
    services: &Services,
    tx: &Tx<V>,
    proven: &Proven,
) -> Result<bool> {
    failures_so_far(services, tx, &throttle_key(proven.person.email.as_str())).await?;
    let held = table::hold_credentials(services.store(), tx, proven.person.id).await?;
    Ok(held.is_some_and(|held| {
        held.person.state() == PersonState::Active && held.password_hash.as_ref() == Some(&proven.hash)
    }))
}
