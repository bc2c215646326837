//! Certification versions and certificates.

use sea_orm_migration::prelude::*;

use crate::columns::{id, int, key, maybe_int, refers, table, text};

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
                table("certification_version")
                    .col(text("scope"))
                    .col(int("number"))
                    .col(text("version")) // SHA-256 of the source
                    .col(text("source"))
                    .col(int("first_used_at"))
                    .primary_key(Index::create().col(Alias::new("scope")).col(Alias::new("number")))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_certification_version_scope_version")
                    .table(Alias::new("certification_version"))
                    .col(Alias::new("scope"))
                    .col(Alias::new("version"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("certificate")
                    .col(key())
                    .col(id("person_id"))
                    .col(text("scope"))
                    .col(int("policy_number"))
                    .col(id("attempt_id"))
                    .col(int("term"))
                    .col(int("granted_at"))
                    .col(int("expires_at"))
                    .col(maybe_int("revoked_at"))
                    .foreign_key(&mut refers("certificate", "person_id", "person"))
                    .foreign_key(&mut refers("certificate", "attempt_id", "attempt"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_certificate_person_id_scope_term")
                    .table(Alias::new("certificate"))
                    .col(Alias::new("person_id"))
                    .col(Alias::new("scope"))
                    .col(Alias::new("term"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_certificate_attempt_id")
                    .table(Alias::new("certificate"))
                    .col(Alias::new("attempt_id"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
