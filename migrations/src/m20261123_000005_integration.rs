//! API keys and the audit log.

use sea_orm_migration::prelude::*;

use crate::columns::{int, key, maybe_id, maybe_int, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                table("api_key")
                    .col(key())
                    .col(text("name"))
                    .col(text("prefix"))
                    .col(text("secret_hash"))
                    .col(text("scopes"))
                    .col(maybe_id("created_by"))
                    .col(int("created_at"))
                    .col(maybe_int("last_used_at"))
                    .col(maybe_int("revoked_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_api_key_prefix")
                    .table(Alias::new("api_key"))
                    .col(Alias::new("prefix"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("audit_event")
                    .col(key())
                    .col(int("at"))
                    .col(text("actor_kind"))
                    .col(maybe_id("actor_id"))
                    .col(text("verb"))
                    .col(text("object_kind"))
                    .col(text("object"))
                    .col(text("detail"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_audit_event_at")
                    .table(Alias::new("audit_event"))
                    .col(Alias::new("at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_audit_event_object_kind_object")
                    .table(Alias::new("audit_event"))
                    .col(Alias::new("object_kind"))
                    .col(Alias::new("object"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
