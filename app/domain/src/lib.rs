//! Canoe's rules: no I/O, no clock and no randomness of its own, so that every rule can be read and tested alone.
//!
//! One module a slice; the words are those of `ARCHITECTURE.md`.

pub mod assessment;
pub mod authz;
pub mod catalog;
pub mod certification;
pub mod clearance;
pub mod id;
pub mod identity;
pub mod integration;
pub mod learning;
pub mod readiness;
pub mod time;
