//! The frozen draw of an attempt, with its answers.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i64,
    #[sea_orm(column_type = "Text")]
    pub question: String,
    #[sea_orm(column_type = "Text")]
    pub version: String,
    #[sea_orm(column_type = "Text")]
    pub objective: String,
    #[sea_orm(column_type = "Text")]
    pub cell: String,
    #[sea_orm(column_type = "Text")]
    pub option_order: String,
    #[sea_orm(column_type = "Text")]
    pub response: Option<String>,
    pub saved_at: Option<i64>,
    pub answered_at: Option<i64>,
    pub mark: Option<f64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
