//! What each person may do in each scope, as of their last change, and the events that other systems are told.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, int, maybe_id, maybe_int, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // Written anew in the transaction of every fact it rests on. It holds until `changes_at`, under the rules of `basis`; otherwise
        // whoever asks decides from the facts.
        let keys = Index::create().col(Alias::new("person_id")).col(Alias::new("scope")).to_owned();
        manager
            .create_table(
                table("clearance_state")
                    .col(id("person_id"))
                    .col(text("scope"))
                    .col(text("level"))
                    .col(maybe_int("until"))
                    .col(text("reasons")) // JSON
                    .col(int("policy_number"))
                    .col(text("basis")) // SHA-256 of the rules and titles it was decided by
                    .col(int("decided_at"))
                    .col(maybe_int("changes_at")) // the first moment at which it may be another one by itself
                    .primary_key(&mut keys.clone())
                    .foreign_key(&mut crate::columns::refers("clearance_state", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        index(manager, "clearance_state", &["changes_at"]).await?;
        // For how long whoever asks with this key may keep an answer.
        let staleness = int("staleness_seconds").default(0).to_owned();
        manager.alter_table(Table::alter().table(Alias::new("api_key")).add_column(staleness).to_owned()).await?;
        // What happened, for other systems, in the order in which it was committed for each person.
        let mut seq = ColumnDef::new(Alias::new("seq"));
        seq.big_integer().not_null().auto_increment().primary_key();
        manager
            .create_table(
                table("outbox_event")
                    .col(seq)
                    .col(id("id").unique_key())
                    .col(int("at"))
                    .col(text("kind"))
                    .col(maybe_id("person_id"))
                    .col(text("data")) // JSON
                    .to_owned(),
            )
            .await?;
        index(manager, "outbox_event", &["at"]).await
    }
}
