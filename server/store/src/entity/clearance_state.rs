//! What each person may do in each scope, as of their last change.

use sea_orm::entity::prelude::*;

#[derive(Debug, Clone, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "clearance_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false, column_type = "Text")]
    pub scope: String,
    #[sea_orm(column_type = "Text")]
    pub level: String,
    pub until: Option<i64>,
    #[sea_orm(column_type = "Text")]
    pub reasons: String,
    pub policy_number: i64,
    #[sea_orm(column_type = "Text")]
    pub basis: String,
    pub decided_at: i64,
    pub changes_at: Option<i64>,
    pub revisions: i64,
}

#[derive(Debug, Clone, Copy, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
