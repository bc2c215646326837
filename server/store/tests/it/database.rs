//! A fresh database for one test.

use migrations::Migrator;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use sea_orm_migration::MigratorTrait;
use store::Store;
use tempfile::TempDir;

/// A migrated database that is gone when it is dropped (a PostgreSQL one with its throw-away server).
pub struct Fresh {
    pub store: Store,
    pub url: String,
    _folder: TempDir,
}

/// A fresh, migrated database.
pub async fn fresh() -> Fresh {
    let blank = blank().await;
    Migrator::up(blank.store.for_migrations(), None).await.unwrap();
    blank
}

/// A fresh database without any table.
#[expect(clippy::disallowed_methods, reason = "this setting is for tests alone")]
pub async fn blank() -> Fresh {
    let folder = TempDir::new().unwrap();
    let url = match std::env::var("CANOE_TEST_POSTGRES_URL") {
        Ok(server) => postgres(&server).await,
        Err(_) => format!("sqlite://{}", folder.path().join("canoe.db").display()),
    };
    let store = Store::open(&url).await.unwrap();
    Fresh { store, url, _folder: folder }
}

async fn postgres(server: &str) -> String {
    let admin: DatabaseConnection = Database::connect(server).await.unwrap();
    let name = format!("canoe_{}", uuid::Uuid::from_u128(rand()).simple());
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    let (base, query) =
        server.split_once('?').map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let slash = base.rfind('/').unwrap();
    format!("{}/{name}{query}", &base[..slash])
}

/// Random enough for a name: addresses and time differ between processes and calls.
fn rand() -> u128 {
    use std::collections::hash_map::RandomState;
    use std::hash::{BuildHasher, Hasher};
    let half = || u128::from(RandomState::new().build_hasher().finish());
    half() << 64 | half()
}
