//! Runs of jobs.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub job: String,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub occasion: String,
    pub started_at: i64,
    pub beat_at: i64,
    pub finished_at: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub progress: String,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
