//! The use cases on SQLite, and on PostgreSQL where `CANOE_TEST_POSTGRES_URL` names one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod accommodation;
mod assessment;
mod board;
mod content_change;
mod correct;
mod corrected;
mod demo;
mod gate;
mod health;
mod histories;
mod identity;
mod kinds;
#[path = "../kit/mod.rs"]
mod kit;
mod learn;
mod learning;
mod overrides;
mod packs;
mod preview;
mod remembered;
mod replay;
mod retake;
mod sql;
mod unavailable;
mod versions;
mod watch;
mod webhook_events;
mod webhook_receiver;
mod webhook_rules;
mod webhooks;
