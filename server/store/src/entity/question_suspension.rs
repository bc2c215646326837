//! Versions of questions that exams do not draw.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "question_suspension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub question: String,
    #[sea_orm(column_type = "Text")]
    pub version: String,
    pub suspended_at: i64,
    pub suspended_by: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub z: Option<f64>,
    pub answers: Option<i64>,
    pub lifted_at: Option<i64>,
    pub lifted_by: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub lift_reason: Option<String>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
