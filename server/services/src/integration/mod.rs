//! Other systems: the keys they ask with, and what they are told.

mod key;
mod outbox;
pub mod webhook;

pub use key::{ApiKey, LONGEST_STALENESS, authenticate_key, create_key, list_keys, revoke_key};
pub(crate) use key::{Keys, KeysInUse};
pub(crate) use outbox::emit;
