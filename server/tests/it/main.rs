//! The whole server in one process, on SQLite, and on PostgreSQL where `CANOE_TEST_POSTGRES_URL` names one.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

mod app;
mod assessment;
mod audit;
mod bad_input;
mod batch;
mod clearance;
mod command;
mod endpoints;
mod gate;
mod holes;
mod identity;
#[path = "../../services/tests/kit/mod.rs"]
mod kit;
mod layering;
mod learner;
mod learning;
mod long_text;
mod messenger;
mod objections;
mod publish;
mod questions;
mod readiness;
mod retake;
mod transcript;
mod webhooks;
