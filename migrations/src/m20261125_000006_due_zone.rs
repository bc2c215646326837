//! The time zone in which an assignment's last day ends, so that everybody reads the same day.

use sea_orm_migration::prelude::*;

/// See the module's documentation.
#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let column = ColumnDef::new(Alias::new("due_zone")).text().not_null().default("UTC").to_owned();
        manager.alter_table(Table::alter().table(Alias::new("assignment")).add_column(column).to_owned()).await
    }
}
