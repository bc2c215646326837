//! Signing in with a password.

use domain::authz::{Actor, Installation, SignIn, permit};
use domain::identity::{Email, PASSWORD_MAX, PersonState, delay_after};
use serde_json::json;
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
    let permit = permit::<SignIn>(&Actor::Nobody, &Installation)?;
    let store = services.store();
    let account = token::hash(&email.trim().to_lowercase());
    let now = services.now();
    let throttle = table::throttle(store, &permit, &account).await?;
    if let Some(throttle) = throttle.filter(|t| now < t.not_before) {
        return Err(Error::TooSoon { until: throttle.not_before, now: services.now() });
    }
    let known = match Email::parse(email) {
        Ok(email) => table::credentials(store, &permit, &email).await?,
        Err(_) => None,
    };
    let usable = known.as_ref().filter(|known| known.person.state() == PersonState::Active);
    let stored = usable.and_then(|known| known.password_hash.as_deref());
    // Nobody's password is this long: it could only be there to make hashing slow.
    let tried = if password.chars().count() <= PASSWORD_MAX { password } else { "" };
    let verdict = services.passwords().verify(tried, stored).await?;
    let (Some(known), Verdict::Right { outdated }) = (usable, verdict) else {
        let failures = throttle.map_or(0, |t| t.failures).saturating_add(1);
        let not_before = now + delay_after(failures);
        let tx = store.begin(&permit, now).await?;
        table::set_throttle(&tx, &account, Throttle { failures, not_before }).await?;
        tx.commit(services.event("account", &account[..16], json!({ "failures": failures }))).await?;
        return Err(Error::refused("wrong-credentials", "This address and password do not go together."));
    };
    let new_hash = if outdated { Some(services.passwords().hash(password).await?) } else { None };
    let tx = store.begin(&permit, now).await?;
    table::clear_throttle(&tx, &account).await?;
    if let Some(hash) = &new_hash {
        table::set_password_hash(&tx, known.person.id, hash).await?;
    }
    let signed_in = start_session(services, &tx, known.person.id, device).await?;
    tx.commit(services.event("person", known.person.id, json!({ "signed_in": true, "rehashed": outdated }))).await?;
    Ok(signed_in)
}
