//! Attempts, their frozen draws, and the question versions that were ever shown.

use sea_orm_migration::prelude::*;

use crate::columns::{id, int, key, maybe_double, maybe_int, maybe_text, refers, table, text};

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
                table("question_version")
                    .col(text("version").primary_key().to_owned()) // SHA-256 of reference and source
                    .col(text("question"))
                    .col(text("source"))
                    .col(int("first_served_at"))
                    .to_owned(),
            )
            .await?;
        // One open attempt a person and subject: the partial unique index holds it under any race.
        manager
            .create_table(
                table("attempt")
                    .col(key())
                    .col(id("person_id"))
                    .col(text("kind"))
                    .col(text("subject"))
                    .col(text("state"))
                    .col(int("seed"))
                    .col(int("started_at"))
                    .col(maybe_int("deadline_at"))
                    .col(maybe_int("finished_at"))
                    .col(int("drawn"))
                    .col(int("asked"))
                    .col(maybe_double("right_marks"))
                    .col(maybe_double("cut"))
                    .col(maybe_double("probability"))
                    .col(maybe_text("reason"))
                    .col(maybe_text("policy_version"))
                    .col(maybe_int("policy_number"))
                    .foreign_key(&mut refers("attempt", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_attempt_person_id_kind_subject")
                    .table(Alias::new("attempt"))
                    .col(Alias::new("person_id"))
                    .col(Alias::new("kind"))
                    .col(Alias::new("subject"))
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("CREATE UNIQUE INDEX uq_attempt_person_id_kind_subject_state ON attempt (person_id, kind, subject, state) WHERE state = 'open'")
            .await?;
        manager
            .create_table(
                table("attempt_item")
                    .col(id("attempt_id"))
                    .col(int("position"))
                    .col(text("question"))
                    .col(text("version"))
                    .col(text("objective"))
                    .col(text("cell"))
                    .col(text("option_order"))
                    .col(maybe_text("response"))
                    .col(maybe_int("saved_at"))
                    .col(maybe_int("answered_at"))
                    .col(maybe_double("mark"))
                    .primary_key(Index::create().col(Alias::new("attempt_id")).col(Alias::new("position")))
                    .foreign_key(&mut refers("attempt_item", "attempt_id", "attempt"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
