//! Attempts at quizzes and exams.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "attempt")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub kind: String,
    #[sea_orm(column_type = "Text")]
    pub subject: String,
    #[sea_orm(column_type = "Text")]
    pub state: String,
    pub seed: i64,
    pub started_at: i64,
    pub deadline_at: Option<i64>,
    pub finished_at: Option<i64>,
    pub drawn: i64,
    pub asked: i64,
    pub right_marks: Option<f64>,
    pub cut: Option<f64>,
    pub probability: Option<f64>,
    #[sea_orm(column_type = "Text")]
    pub reason: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub policy_version: Option<String>,
    pub policy_number: Option<i64>,
    pub parameters_number: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub corrected_state: Option<String>,
    pub corrected_probability: Option<f64>,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
