//! Until when a webhook's receiver has asked to be left alone.

use sea_orm_migration::prelude::*;

use crate::columns::maybe_int;

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let until = maybe_int("not_before");
        manager.alter_table(Table::alter().table(Alias::new("webhook_endpoint")).add_column(until).to_owned()).await
    }
}
