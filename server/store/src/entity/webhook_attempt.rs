//! Tries to deliver an event.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub endpoint_id: Uuid,
    pub seq: i64,
    pub at: i64,
    pub status: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub error: Option<String>,
    pub millis: i64,
    #[sea_orm(column_type = "Text")]
    pub answer: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
