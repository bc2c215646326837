//! API keys: `canoe_<prefix>_<secret>`, shown once, stored as a hash.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::authz::{Actor, Denied, Identify, Installation, KeyScope, ManageKeys, Permit, permit};
use domain::id::ApiKeyId;
use domain::time::{Span, Timestamp};
use serde_json::json;
use store::integration as table;
pub use store::integration::ApiKey;
use subtle::ConstantTimeEq as _;

use crate::remembered::{Moment, Remembered};
use crate::rounds::Rounds;
use crate::{Error, Result, Services, identify, token};

/// How stale the stored time of last use may be.
const TOUCH_EVERY: Span = Span::minutes(1);
/// The longest time that an answer may be old, in seconds, where it is used: what a revocation may take to reach a system that chose so.
pub const LONGEST_STALENESS: u32 = 60;
/// Characters of the prefix.
const PREFIX: usize = 10;

/// Makes a key; the text is shown this once. `staleness` is the seconds, 0 to [`LONGEST_STALENESS`], for which an answer may be kept; empty for
/// none.
///
/// # Errors
/// [`Error::Invalid`] for name, scopes or staleness; [`Error::Denied`].
pub async fn create_key(
    services: &Services,
    actor: &Actor,
    name: &str,
    scopes: &[String],
    staleness: &str,
) -> Result<(ApiKey, String)> {
    let permit = permit::<ManageKeys>(actor, &Installation)?;
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 100 || name.chars().any(char::is_control) {
        return Err(Error::field("name", "Enter a name of 1 to 100 characters."));
    }
    let parsed: std::result::Result<BTreeSet<KeyScope>, _> =
        scopes.iter().map(|scope| scope.parse::<KeyScope>()).collect();
    let scopes = parsed.map_err(|error| Error::field("scopes", error))?;
    if scopes.is_empty() {
        return Err(Error::field("scopes", "Choose what the key may do."));
    }
    let staleness = staleness.trim();
    let staleness_seconds = match if staleness.is_empty() { Ok(0) } else { staleness.parse::<u32>() } {
        Ok(seconds) if seconds <= LONGEST_STALENESS => seconds,
        _ => return Err(Error::field("staleness", format!("Enter 0 to {LONGEST_STALENESS} seconds."))),
    };
    let entropy = &*services.ports().entropy;
    let prefix: String = token::hash(&token::new_token(entropy)).chars().take(PREFIX).collect();
    let secret = token::new_token(entropy);
    let by = match actor {
        Actor::Person(person) => Some(person.id),
        _ => None,
    };
    let key = ApiKey {
        id: ApiKeyId(entropy.uuid()),
        name: name.to_owned(),
        prefix: prefix.clone(),
        scopes,
        created_by: by,
        created_at: services.now(),
        last_used_at: None,
        revoked_at: None,
        staleness_seconds,
    };
    let tx = services.store().begin(&permit, services.now()).await?;
    table::insert_key(&tx, &key, &token::hash(&secret)).await?;
    services
        .commit(
            tx,
            services.event(
                "api-key",
                key.id,
                json!({ "name": name, "prefix": prefix, "staleness_seconds": staleness_seconds }),
            ),
        )
        .await?;
    Ok((key, format!("canoe_{prefix}_{secret}")))
}

/// All keys, newest first.
///
/// # Errors
/// [`Error::Denied`] for everybody but admins.
pub async fn list_keys(services: &Services, actor: &Actor) -> Result<Vec<ApiKey>> {
    let permit = permit::<ManageKeys>(actor, &Installation)?;
    Ok(table::keys(services.store(), &permit).await?)
}

/// Revokes a key; from the answer on nothing gets in with it, but for the seconds that [`Services::stale_for`] allows.
///
/// # Errors
/// [`Error::Refused`] with code `key-revoked` where it is revoked already; [`Error::NotFound`]; [`Error::Denied`].
pub async fn revoke_key(services: &Services, actor: &Actor, id: ApiKeyId) -> Result<()> {
    let permit = permit::<ManageKeys>(actor, &Installation)?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !table::revoke_key(&tx, id).await? {
        // Keys are never deleted: one that is there and not open was revoked before.
        let known = table::keys(services.store(), &permit).await?.iter().any(|key| key.id == id);
        return Err(match known {
            true => Error::refused("key-revoked", "This key is revoked already."),
            false => Error::NotFound("That key"),
        });
    }
    services.commit(tx, services.event("api-key", id, json!({ "revoked": true }))).await?;
    Ok(())
}

/// Finds out whose key this is, as of a moment after it was shown; what the same request asks may be answered as of that moment.
///
/// # Errors
/// [`Denied::SignIn`] for anything that is not a good key.
pub async fn authenticate_key(services: &Services, text: &str) -> Result<(ApiKey, Moment)> {
    let (prefix, secret) =
        text.strip_prefix("canoe_").and_then(|rest| rest.split_once('_')).ok_or(Error::Denied(Denied::SignIn))?;
    // What no key looks like is not looked up.
    if prefix.len() != PREFIX || !prefix.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Denied::SignIn.into());
    }
    let moment = services.moments().now(services.store(), services.now()).await?;
    let found = find(services, moment, prefix).await?.ok_or(Error::Denied(Denied::SignIn))?;
    let (key, secret_hash) = &*found;
    let same: bool = token::hash(secret).as_bytes().ct_eq(secret_hash.as_bytes()).into();
    if !same || key.revoked_at.is_some() {
        return Err(Denied::SignIn.into());
    }
    if key.last_used_at.is_none_or(|last| services.now() >= last + TOUCH_EVERY) {
        note_use(services, identify(&Actor::Nobody)?, key.id);
    }
    Ok((key.clone(), moment))
}

/// Keys that were shown, by their prefixes.
#[derive(Default)]
pub(crate) struct Keys {
    rounds: Arc<Rounds<String, Option<Known>>>,
    remembered: Remembered<String, Known>,
}

/// A key and the hash of its secret.
type Known = Arc<(ApiKey, String)>;

async fn find(services: &Services, moment: Moment, prefix: &str) -> Result<Option<Known>> {
    let (moments, keys) = (services.moments(), services.keys());
    let prefix = prefix.to_owned();
    if let Some(known) = keys.remembered.at(moment, &prefix) {
        return Ok(Some(known));
    }
    let looks_up = services.clone();
    let found = keys.rounds.ask(prefix.clone(), move |prefixes| look_up(looks_up.clone(), prefixes)).await?;
    if let Some(known) = &found {
        keys.remembered.keep(moments, moment, prefix, Arc::clone(known));
    }
    Ok(found)
}

async fn look_up(services: Services, prefixes: Vec<String>) -> Result<Vec<Option<Known>>> {
    let asked: BTreeSet<&str> = prefixes.iter().map(String::as_str).collect();
    let asked: Vec<&str> = asked.into_iter().collect();
    let found = table::keys_by_prefixes(services.store(), &identify(&Actor::Nobody)?, &asked).await?;
    let found: BTreeMap<String, Known> = found.into_iter().map(|(prefix, key)| (prefix, Arc::new(key))).collect();
    Ok(prefixes.iter().map(|prefix| found.get(prefix).cloned()).collect())
}

/// When this process noted the last use of each key last: once a minute is enough, whatever it remembers of the key.
#[derive(Debug, Default)]
pub struct KeysInUse(Mutex<BTreeMap<ApiKeyId, Timestamp>>);

impl KeysInUse {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<ApiKeyId, Timestamp>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notes that a key was used, without keeping its owner waiting for the write lock: a call hangs on the answer. Losing this
/// write costs a date on a page.
fn note_use(services: &Services, identify: Permit<Identify>, id: ApiKeyId) {
    let now = services.now();
    match services.keys_in_use().lock().entry(id) {
        Entry::Occupied(noted) if now < *noted.get() + TOUCH_EVERY => return,
        Entry::Occupied(mut noted) => drop(noted.insert(now)),
        Entry::Vacant(never) => drop(never.insert(now)),
    }
    let services = services.clone();
    tokio::spawn(async move {
        if let Err(error) = table::touch_key(services.store(), &identify, id, now).await {
            tracing::warn!(%error, "a key's last use could not be noted");
            services.keys_in_use().lock().remove(&id);
        }
    });
}
