//! What no use case does or tells: straight to the database.

use sea_orm_migration::sea_orm::{ConnectionTrait as _, Statement};

use crate::kit::Kit;

/// Does something to the database.
pub async fn execute(kit: &Kit, statement: &str) {
    kit.store().for_migrations().execute_unprepared(statement).await.unwrap();
}

/// The number `n` that a statement asks for.
pub async fn count(kit: &Kit, statement: &str) -> i64 {
    let writer = kit.store().for_migrations();
    let statement = Statement::from_string(writer.get_database_backend(), statement);
    writer.query_one_raw(statement).await.unwrap().unwrap().try_get("", "n").unwrap()
}
