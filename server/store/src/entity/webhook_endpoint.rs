//! Who is told of events.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub url: String,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    #[sea_orm(column_type = "Text")]
    pub kinds: String,
    pub created_by: Option<Uuid>,
    pub created_at: i64,
    pub disabled_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub disabled_why: Option<String>,
    pub delivered_at: Option<i64>,
    pub failing_since: Option<i64>,
    pub not_before: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
