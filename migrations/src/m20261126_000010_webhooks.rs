//! Webhooks: who is told of events, what each of them was told, and the assignments that were told to be late.

use sea_orm_migration::prelude::*;

use crate::columns::{id, index, int, key, maybe_id, maybe_int, maybe_text, refers, table, text};

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        endpoints(manager).await?;
        deliveries(manager).await?;
        // Everybody whose assignment was told to be late: each is told once. The column says that nobody is left to tell.
        let keys = Index::create().col(Alias::new("assignment_id")).col(Alias::new("person_id")).to_owned();
        manager
            .create_table(
                table("assignment_overdue")
                    .col(id("assignment_id"))
                    .col(id("person_id"))
                    .col(int("told_at"))
                    .primary_key(&mut keys.clone())
                    .foreign_key(&mut refers("assignment_overdue", "assignment_id", "assignment"))
                    .foreign_key(&mut refers("assignment_overdue", "person_id", "person"))
                    .to_owned(),
            )
            .await?;
        let told = maybe_int("overdue_told_at");
        manager.alter_table(Table::alter().table(Alias::new("assignment")).add_column(told).to_owned()).await?;
        index(manager, "assignment", &["overdue_told_at", "due_at"]).await
    }
}

/// Who is told, and the secrets they know the messages by.
async fn endpoints(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    manager
        .create_table(
            table("webhook_endpoint")
                .col(key())
                .col(text("url"))
                .col(text("description"))
                .col(text("kinds")) // words with spaces between them; empty for all
                .col(maybe_id("created_by"))
                .col(int("created_at"))
                .col(maybe_int("disabled_at"))
                .col(maybe_text("disabled_why"))
                .col(maybe_int("delivered_at")) // the last success
                .col(maybe_int("failing_since")) // the first failure since then
                .to_owned(),
        )
        .await?;
    // In the clear: a message is signed with it. The one that was rotated away signs beside the new one until it expires.
    manager
        .create_table(
            table("webhook_secret")
                .col(key())
                .col(id("endpoint_id"))
                .col(text("secret"))
                .col(int("created_at"))
                .col(maybe_int("expires_at"))
                .foreign_key(&mut refers("webhook_secret", "endpoint_id", "webhook_endpoint"))
                .to_owned(),
        )
        .await?;
    index(manager, "webhook_secret", &["endpoint_id"]).await
}

/// One row for each event and endpoint, and one for each try.
async fn deliveries(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let keys = Index::create().col(Alias::new("endpoint_id")).col(Alias::new("seq")).to_owned();
    manager
        .create_table(
            table("webhook_delivery")
                .col(id("endpoint_id"))
                .col(int("seq")) // the event's
                .col(maybe_id("person_id"))
                .col(text("state")) // pending, delivered, failed
                .col(int("attempts"))
                .col(int("next_at"))
                .col(maybe_int("claimed_until")) // while a node sends it; then another one may
                .col(maybe_int("done_at"))
                .primary_key(&mut keys.clone())
                .foreign_key(&mut refers("webhook_delivery", "endpoint_id", "webhook_endpoint"))
                .foreign_key(
                    ForeignKey::create()
                        .name("fk_webhook_delivery_seq")
                        .from(Alias::new("webhook_delivery"), Alias::new("seq"))
                        .to(Alias::new("outbox_event"), Alias::new("seq")),
                )
                .to_owned(),
        )
        .await?;
    index(manager, "webhook_delivery", &["state", "endpoint_id", "next_at"]).await?;
    // Is an earlier event about the same person still on its way?
    index(manager, "webhook_delivery", &["endpoint_id", "person_id", "state", "seq"]).await?;
    index(manager, "webhook_delivery", &["seq"]).await?;
    manager
        .create_table(
            table("webhook_attempt")
                .col(key())
                .col(id("endpoint_id"))
                .col(int("seq"))
                .col(int("at"))
                .col(maybe_int("status"))
                .col(maybe_text("error")) // where there was no answer
                .col(int("millis"))
                .col(text("answer")) // its beginning
                .foreign_key(&mut refers("webhook_attempt", "endpoint_id", "webhook_endpoint"))
                .to_owned(),
        )
        .await?;
    index(manager, "webhook_attempt", &["endpoint_id", "seq"]).await?;
    index(manager, "webhook_attempt", &["seq"]).await
}
