//! The store on SQLite, and on PostgreSQL where `CANOE_TEST_POSTGRES_URL` names one.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod data_version;
mod database;
mod questions;
mod schema;
mod transactions;
