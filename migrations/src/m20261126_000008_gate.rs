//! What people decide about certificates and clearance: suspensions, revocations, overrides.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, int, key, maybe_id, maybe_int, refers, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Since when it is suspended; none while it is not.
        let suspended = maybe_int("suspended_at");
        manager.alter_table(Table::alter().table(Alias::new("certificate")).add_column(suspended).to_owned()).await?;
        // Who suspended, reinstated or revoked a certificate, and why. Rows are added, never changed.
        manager
            .create_table(
                table("certificate_decision")
                    .col(key())
                    .col(id("certificate_id"))
                    .col(text("kind")) // suspend, reinstate, revoke
                    .col(text("reason"))
                    .col(maybe_id("decided_by")) // none for Canoe itself
                    .col(int("decided_at"))
                    .foreign_key(&mut refers("certificate_decision", "certificate_id", "certificate"))
                    .to_owned(),
            )
            .await?;
        index(manager, "certificate_decision", &["certificate_id"]).await?;
        // A clearance lifted for a while: one person asks, another grants.
        manager
            .create_table(
                table("clearance_override")
                    .col(key())
                    .col(id("person_id"))
                    .col(text("scope"))
                    .col(text("level"))
                    .col(int("hours")) // from the grant on
                    .col(text("reason"))
                    .col(id("asked_by"))
                    .col(int("asked_at"))
                    .col(maybe_id("granted_by"))
                    .col(maybe_int("granted_at"))
                    .col(maybe_int("until"))
                    .col(maybe_id("ended_by"))
                    .col(maybe_int("ended_at"))
                    .foreign_key(&mut refers("clearance_override", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        index(manager, "clearance_override", &["person_id", "ended_at"]).await
    }
}
