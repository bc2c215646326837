//! More time in exams.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accommodation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub extra_percent: i64,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub granted_by: Option<Uuid>,
    pub granted_at: i64,
    pub ended_by: Option<Uuid>,
    pub ended_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
