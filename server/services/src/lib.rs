//! Use cases: one module a slice, and the ports to the world.
//!
//! A use case takes the [`Services`], who asks, and what is asked; it gets its permit from [`domain::authz`], asks the
//! domain's rules, and reads or writes through the store. It never knows whether a page or a REST client called.

pub mod assessment;
pub mod audit;
pub mod calendar;
pub mod catalog;
pub mod certification;
pub mod clearance;
pub mod demo;
mod error;
pub mod identity;
pub mod integration;
pub mod learning;
pub mod ports;
pub mod readiness;
mod remembered;
mod rounds;
mod token;

use std::sync::Arc;

use arc_swap::ArcSwap;
use domain::authz::{Actor, Identify, Installation, OperateSystem, Permit, Verb, permit};
use domain::id::AuditEventId;
use domain::time::{Span, Timestamp};
pub use error::{Error, FieldError, LockedBy, Result};
pub use remembered::Moment;
use serde_json::Value;
use store::{Event, Store, Tx};

use crate::assessment::health::Analyses;
use crate::assessment::{ParametersCache, QuestionCache};
use crate::catalog::Material;
use crate::clearance::Checks;
use crate::identity::Passwords;
use crate::integration::{Keys, KeysInUse};
use crate::ports::{Clock, Ports};
use crate::readiness::Boards;
use crate::remembered::Moments;

/// Everything a use case needs; cheap to clone.
#[derive(Clone)]
pub struct Services {
    shared: Arc<Shared>,
    ports: Ports,
}

struct Shared {
    store: Store,
    material: ArcSwap<Material>,
    passwords: Passwords,
    questions: QuestionCache,
    parameters: ParametersCache,
    keys_in_use: KeysInUse,
    moments: Moments,
    keys: Keys,
    checks: Checks,
    analyses: Analyses,
    boards: Boards,
}

impl Services {
    /// Puts the services together.
    #[must_use]
    pub fn new(store: Store, ports: Ports, material: Material) -> Self {
        Self::stale_for(store, ports, material, Span::millis(0))
    }

    /// The same, where an answer about a clearance may be as old as `staleness`: what somebody revokes may take so long to reach a phone system.
    #[must_use]
    pub fn stale_for(store: Store, ports: Ports, material: Material, staleness: Span) -> Self {
        let shared = Shared {
            store,
            material: ArcSwap::from_pointee(material),
            passwords: Passwords::new(),
            questions: QuestionCache::default(),
            parameters: ParametersCache::default(),
            keys_in_use: KeysInUse::default(),
            moments: Moments::stale_for(staleness),
            keys: Keys::default(),
            checks: Checks::default(),
            analyses: Analyses::default(),
            boards: Boards::default(),
        };
        Self { shared: Arc::new(shared), ports }
    }

    /// The same services by another clock.
    #[must_use]
    pub fn at(&self, clock: Arc<dyn Clock>) -> Self {
        Self { shared: Arc::clone(&self.shared), ports: Ports { clock, ..self.ports.clone() } }
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// The training material as it stands; keep it for the length of one request.
    #[must_use]
    pub fn material(&self) -> Arc<Material> {
        self.shared.material.load_full()
    }

    /// Puts new material in the place of the old.
    pub fn replace_material(&self, material: Material) {
        self.shared.material.store(Arc::new(material));
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where there is none.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.store().ping().await?)
    }

    /// A secret that nobody can guess, fit for a cookie or an address.
    #[must_use]
    pub fn new_secret(&self) -> String {
        token::new_token(&*self.ports.entropy)
    }

    pub(crate) fn store(&self) -> &Store {
        &self.shared.store
    }

    pub(crate) fn ports(&self) -> &Ports {
        &self.ports
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.shared.passwords
    }

    pub(crate) fn questions(&self) -> &QuestionCache {
        &self.shared.questions
    }

    pub(crate) fn parameters(&self) -> &ParametersCache {
        &self.shared.parameters
    }

    pub(crate) fn keys_in_use(&self) -> &KeysInUse {
        &self.shared.keys_in_use
    }

    pub(crate) fn moments(&self) -> &Moments {
        &self.shared.moments
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.shared.keys
    }

    pub(crate) fn checks(&self) -> &Checks {
        &self.shared.checks
    }

    pub(crate) fn analyses(&self) -> &Analyses {
        &self.shared.analyses
    }

    pub(crate) fn boards(&self) -> &Boards {
        &self.shared.boards
    }

    /// Decides anew for everybody of whom the transaction has changed a fact, and commits it.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database cannot answer; then nothing of the transaction stays.
    pub async fn commit<V: Verb>(&self, tx: Tx<V>, event: Event) -> Result<()> {
        clearance::decide_anew(self, &tx, &tx.touched(), clearance::Because::FactsChanged).await?;
        Ok(tx.commit(event).await?)
    }

    pub(crate) fn event(&self, object_kind: &'static str, object: impl ToString, detail: Value) -> Event {
        Event { id: AuditEventId(self.ports().entropy.uuid()), object_kind, object: object.to_string(), detail }
    }
}

/// The permit to find out what a request is about, which everybody has.
pub(crate) fn identify(actor: &Actor) -> Result<Permit<Identify>> {
    Ok(permit::<Identify>(actor, &Installation)?)
}

/// The permit of Canoe itself.
pub(crate) fn operate() -> Result<Permit<OperateSystem>> {
    Ok(permit::<OperateSystem>(&Actor::System, &Installation)?)
}
