//! Paths assigned to people and teams.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assignment")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub path: String,
    pub person_id: Option<Uuid>,
    pub team_id: Option<Uuid>,
    pub due_at: i64,
    pub assigned_by: Option<Uuid>,
    pub created_at: i64,
    pub withdrawn_at: Option<i64>,
    #[sea_orm(column_type = "Text", default_value = "UTC")]
    pub due_zone: String,
    pub overdue_told_at: Option<i64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
