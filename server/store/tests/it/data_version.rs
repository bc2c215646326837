//! Two equal versions mean that nobody has committed anything in between.

use sea_orm::ConnectionTrait;
use store::{Backend, DataVersion, Error, Store};

use crate::database::fresh;

async fn version(store: &Store) -> DataVersion {
    store.data_version().await.unwrap()
}

async fn commit(store: &Store, name: &str) {
    store.for_migrations().execute_unprepared(&format!("CREATE TABLE {name} (id INT)")).await.unwrap();
}

#[tokio::test]
async fn a_commit_of_anybody_makes_another_version() {
    let db = fresh().await;
    // What the command line does: the same database, from another process.
    let other = Store::open(&db.url).await.unwrap();
    let mut seen = vec![version(&db.store).await];
    for n in 0..20 {
        commit(if n % 2 == 0 { &db.store } else { &other }, &format!("t{n}")).await;
        let now = version(&db.store).await;
        assert!(!seen.contains(&now), "{now:?} after {seen:?}");
        seen.push(now);
    }
    other.close().await.unwrap();
}

#[tokio::test]
async fn without_a_commit_it_stays() {
    let db = fresh().await;
    // On PostgreSQL what other databases of the server do counts, too.
    for _ in 0..1_000 {
        if version(&db.store).await == version(&db.store).await {
            return;
        }
    }
    panic!("no version stayed");
}

#[tokio::test]
async fn no_version_is_as_another_connection_told_it() {
    let db = fresh().await;
    let before = version(&db.store).await;
    if db.store.backend() == Backend::Postgres {
        let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()";
        db.store.for_migrations().execute_unprepared(others).await.unwrap();
        assert_ne!(
            version(&db.store).await,
            before,
            "whoever was asked is gone, and another connection says something else"
        );
    }
    db.store.clone().close().await.unwrap();
    assert!(matches!(db.store.data_version().await, Err(Error::Unreachable(_))));
}
