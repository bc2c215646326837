//! Assignments and progress.

use sea_orm_migration::prelude::*;

use crate::columns::{id, int, key, maybe_id, maybe_int, refers, table, text};

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
                table("assignment")
                    .col(key())
                    .col(text("path"))
                    .col(maybe_id("person_id"))
                    .col(maybe_id("team_id"))
                    .col(int("due_at"))
                    .col(maybe_id("assigned_by"))
                    .col(int("created_at"))
                    .col(maybe_int("withdrawn_at"))
                    .foreign_key(&mut refers("assignment", "person_id", "person"))
                    .foreign_key(&mut refers("assignment", "team_id", "team"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_assignment_person_id")
                    .table(Alias::new("assignment"))
                    .col(Alias::new("person_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_assignment_team_id")
                    .table(Alias::new("assignment"))
                    .col(Alias::new("team_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("lesson_read")
                    .col(id("person_id"))
                    .col(text("lesson"))
                    .col(text("version"))
                    .col(int("read_at"))
                    .primary_key(Index::create().col(Alias::new("person_id")).col(Alias::new("lesson")))
                    .foreign_key(&mut refers("lesson_read", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("module_pass")
                    .col(id("person_id"))
                    .col(text("module"))
                    .col(id("attempt_id"))
                    .col(int("passed_at"))
                    .primary_key(Index::create().col(Alias::new("person_id")).col(Alias::new("module")))
                    .foreign_key(&mut refers("module_pass", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
