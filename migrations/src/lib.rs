//! The history of the schema: one set of migrations for SQLite and PostgreSQL.
//!
//! Ids are UUIDs, times are milliseconds since 1970-01-01T00:00:00Z in a 64-bit integer, and what has no columns of its
//! own is text. A migration that has been released is never changed; a new one follows it.

mod columns;
mod m20261123_000001_identity;
mod m20261123_000002_learning;
mod m20261123_000003_assessment;
mod m20261123_000004_certification;
mod m20261123_000005_integration;
mod m20261125_000006_due_zone;
mod m20261125_000007_mastery;
mod m20261126_000008_gate;
mod m20261126_000009_clearance_state;
mod m20261126_000010_webhooks;
mod m20261126_000011_content_change;
mod m20261126_000012_webhook_pause;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All migrations, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_identity::Migration),
            Box::new(m20261123_000002_learning::Migration),
            Box::new(m20261123_000003_assessment::Migration),
            Box::new(m20261123_000004_certification::Migration),
            Box::new(m20261123_000005_integration::Migration),
            Box::new(m20261125_000006_due_zone::Migration),
            Box::new(m20261125_000007_mastery::Migration),
            Box::new(m20261126_000008_gate::Migration),
            Box::new(m20261126_000009_clearance_state::Migration),
            Box::new(m20261126_000010_webhooks::Migration),
            Box::new(m20261126_000011_content_change::Migration),
            Box::new(m20261126_000012_webhook_pause::Migration),
        ]
    }
}
