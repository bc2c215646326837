//! Revisions of modules that went live, and how many of them a clearance was decided with.

use sea_orm_migration::prelude::*;

use crate::columns::{int, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Rows are added, never changed. The first row of a module asks nothing of anybody, so it is editorial.
        let mut keys = Index::create();
        keys.col(Alias::new("module")).col(Alias::new("revision"));
        manager
            .create_table(
                table("module_revision")
                    .col(text("module"))
                    .col(int("revision"))
                    .col(text("change")) // editorial, material, critical
                    .col(int("grace_days"))
                    .col(int("published_at"))
                    .col(text("changed")) // JSON: questions that are new or have another version
                    .col(text("questions")) // JSON: question → version, for the next revision
                    .primary_key(&mut keys)
                    .to_owned(),
            )
            .await?;
        // A row that was decided with fewer revisions than there are is read by nobody.
        let revisions = int("revisions").default(0).to_owned();
        manager
            .alter_table(Table::alter().table(Alias::new("clearance_state")).add_column(revisions).to_owned())
            .await?;
        let mut index = Index::create();
        index.name("ix_clearance_state_revisions").table(Alias::new("clearance_state")).col(Alias::new("revisions"));
        manager.create_index(index.to_owned()).await
    }
}
