//! Versions of lessons that were ever served.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "lesson_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub version: String,
    #[sea_orm(column_type = "Text")]
    pub lesson: String,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub first_served_at: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
