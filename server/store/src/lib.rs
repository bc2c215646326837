//! The only code that knows SeaORM.
//!
//! Every function asks for a [`domain::authz::Permit`], and every write happens in a [`Tx`], which cannot be committed
//! without an audit [`Event`]. What comes out is made of the domain's types.

pub mod assessment;
pub mod audit;
pub mod catalog;
pub mod certification;
pub mod clearance;
mod connect;
mod data_version;
#[expect(missing_docs, reason = "the columns are explained in the migrations")]
pub mod entity;
mod error;
pub mod identity;
pub mod integration;
pub mod jobs;
pub mod learning;
pub mod outbox;
pub mod questions;
mod rows;
mod tx;
pub mod webhook;

pub use connect::{Backend, SchemaLock, Store};
pub use data_version::DataVersion;
pub use error::Error;
pub use tx::{Event, Source, Tx};
