//! People, teams, sessions, one-time links and the sign-in throttle.

use sea_orm_migration::prelude::*;

use crate::columns::{id, int, key, maybe_id, maybe_int, maybe_text, refers, table, text};

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
                table("person")
                    .col(key())
                    .col(text("email"))
                    .col(text("name"))
                    .col(text("role"))
                    .col(maybe_text("external_id"))
                    .col(text("time_zone"))
                    .col(maybe_text("password_hash"))
                    .col(int("created_at"))
                    .col(maybe_int("activated_at"))
                    .col(maybe_int("deactivated_at"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_person_email")
                    .table(Alias::new("person"))
                    .col(Alias::new("email"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared(
                "CREATE UNIQUE INDEX uq_person_external_id ON person (external_id) WHERE external_id IS NOT NULL",
            )
            .await?;
        manager
            .create_table(
                table("team")
                    .col(key())
                    .col(text("name"))
                    .col(maybe_id("parent_id"))
                    .col(int("created_at"))
                    .foreign_key(&mut refers("team", "parent_id", "team"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_team_name")
                    .table(Alias::new("team"))
                    .col(Alias::new("name"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("team_member")
                    .col(id("team_id"))
                    .col(id("person_id"))
                    .col(text("part")) // member or manager
                    .col(int("joined_at"))
                    .primary_key(
                        Index::create().col(Alias::new("team_id")).col(Alias::new("person_id")).col(Alias::new("part")),
                    )
                    .foreign_key(&mut refers("team_member", "team_id", "team"))
                    .foreign_key(&mut refers("team_member", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_team_member_person_id")
                    .table(Alias::new("team_member"))
                    .col(Alias::new("person_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("session")
                    .col(key())
                    .col(text("token_hash"))
                    .col(id("person_id"))
                    .col(int("created_at"))
                    .col(int("last_seen_at"))
                    .col(maybe_int("ended_at"))
                    .col(text("user_agent"))
                    .col(text("address"))
                    .foreign_key(&mut refers("session", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_session_token_hash")
                    .table(Alias::new("session"))
                    .col(Alias::new("token_hash"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_session_person_id")
                    .table(Alias::new("session"))
                    .col(Alias::new("person_id"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                table("one_time_link")
                    .col(key())
                    .col(text("token_hash"))
                    .col(text("kind"))
                    .col(maybe_id("person_id"))
                    .col(maybe_id("created_by"))
                    .col(int("created_at"))
                    .col(int("expires_at"))
                    .col(maybe_int("used_at"))
                    .foreign_key(&mut refers("one_time_link", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("uq_one_time_link_token_hash")
                    .table(Alias::new("one_time_link"))
                    .col(Alias::new("token_hash"))
                    .unique()
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("ix_one_time_link_person_id")
                    .table(Alias::new("one_time_link"))
                    .col(Alias::new("person_id"))
                    .to_owned(),
            )
            .await?;
        // Counted by what was typed, so that unknown accounts behave like known ones.
        manager
            .create_table(
                table("sign_in_throttle")
                    .col(text("account").primary_key().to_owned()) // SHA-256 of the address that was typed, known or not
                    .col(int("failures"))
                    .col(int("not_before"))
                    .to_owned(),
            )
            .await?;
        Ok(())
    }
}
