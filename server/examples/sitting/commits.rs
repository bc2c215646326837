//! What the database does by itself: one row, one durable commit, from eight connections.

use std::time::Duration;

use anyhow::Result;
use sea_orm_migration::sea_orm::ConnectionTrait as _;
use store::Store;

use crate::now;

const WRITERS: usize = 8;
const FOR: Duration = Duration::from_secs(3);

/// Durable commits a second.
pub async fn per_second(database: &str) -> Result<f64> {
    let store = Store::open(database).await?;
    let connection = store.for_migrations().clone();
    connection.execute_unprepared("CREATE TABLE bare_commit (n bigint, words text)").await?;
    let begun = now();
    let write = || {
        let connection = connection.clone();
        async move {
            let mut commits = 0_u32;
            while begun.elapsed() < FOR {
                connection.execute_unprepared("INSERT INTO bare_commit (n, words) VALUES (1, 'an answer')").await?;
                commits += 1;
            }
            anyhow::Ok(commits)
        }
    };
    let commits = futures::future::try_join_all((0..WRITERS).map(|_| write())).await?;
    let took = begun.elapsed();
    connection.execute_unprepared("DROP TABLE bare_commit").await?;
    store.close().await?;
    Ok(f64::from(commits.iter().sum::<u32>()) / took.as_secs_f64())
}
