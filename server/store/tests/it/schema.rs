//! The entities and the migrated schema say the same.

use std::collections::{BTreeMap, BTreeSet};

use migrations::Migrator;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Iden, Iterable, PrimaryKeyToColumn, Statement};
use sea_orm_migration::MigratorTrait;
use store::entity::*;
use store::{Backend, Store};

use crate::database::{blank, fresh};

/// Column name → (may be null, part of the primary key).
type Columns = BTreeMap<String, (bool, bool)>;

fn of_entity<E: EntityTrait>() -> (String, Columns)
where
    E::Column: Iterable,
    E::PrimaryKey: Iterable,
{
    let keys: BTreeSet<String> = E::PrimaryKey::iter().map(|key| key.into_column().to_string()).collect();
    let columns = E::Column::iter().map(|column| {
        let name = column.to_string();
        let key = keys.contains(&name);
        (name, (column.def().is_null(), key))
    });
    (E::default().table_name().to_owned(), columns.collect())
}

async fn of_database(store: &Store) -> BTreeMap<String, Columns> {
    let connection = store.for_migrations();
    let sql = match store.backend() {
        Backend::Sqlite => {
            "SELECT m.name AS t, c.name AS c, CASE WHEN c.\"notnull\" = 1 OR c.pk > 0 THEN 0 ELSE 1 END AS n, \
             CASE WHEN c.pk > 0 THEN 1 ELSE 0 END AS k \
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
        }
        Backend::Postgres => {
            "SELECT c.table_name::text AS t, c.column_name::text AS c, \
             CASE WHEN c.is_nullable = 'YES' THEN 1 ELSE 0 END AS n, CASE WHEN k.column_name IS NULL THEN 0 ELSE 1 END AS k \
             FROM information_schema.columns c LEFT JOIN ( \
               SELECT u.table_name, u.column_name FROM information_schema.table_constraints t \
               JOIN information_schema.key_column_usage u ON u.constraint_name = t.constraint_name AND u.table_schema = t.table_schema \
               WHERE t.constraint_type = 'PRIMARY KEY' AND t.table_schema = 'public' \
             ) k ON k.table_name = c.table_name AND k.column_name = c.column_name WHERE c.table_schema = 'public'"
        }
    };
    let rows = connection.query_all_raw(Statement::from_string(connection.get_database_backend(), sql)).await.unwrap();
    let mut tables = BTreeMap::<String, Columns>::new();
    for row in rows {
        let text = |name: &str| row.try_get::<String>("", name).unwrap();
        let flag = |name: &str| row.try_get::<i32>("", name).unwrap() == 1;
        tables.entry(text("t")).or_default().insert(text("c"), (flag("n"), flag("k")));
    }
    tables.remove("seaql_migrations");
    tables
}

#[tokio::test]
async fn entities_and_migrations_agree() {
    let db = fresh().await;
    let entities: BTreeMap<String, Columns> = [
        of_entity::<accommodation::Entity>(),
        of_entity::<api_key::Entity>(),
        of_entity::<appeal::Entity>(),
        of_entity::<assignment::Entity>(),
        of_entity::<assignment_overdue::Entity>(),
        of_entity::<attempt::Entity>(),
        of_entity::<attempt_item::Entity>(),
        of_entity::<attempt_prior::Entity>(),
        of_entity::<audit_event::Entity>(),
        of_entity::<certificate::Entity>(),
        of_entity::<certificate_decision::Entity>(),
        of_entity::<certification_version::Entity>(),
        of_entity::<clearance_override::Entity>(),
        of_entity::<clearance_state::Entity>(),
        of_entity::<exam_parameters::Entity>(),
        of_entity::<job_run::Entity>(),
        of_entity::<lesson_read::Entity>(),
        of_entity::<lesson_version::Entity>(),
        of_entity::<module_pass::Entity>(),
        of_entity::<module_revision::Entity>(),
        of_entity::<notice::Entity>(),
        of_entity::<one_time_link::Entity>(),
        of_entity::<outbox_event::Entity>(),
        of_entity::<person::Entity>(),
        of_entity::<question_correction::Entity>(),
        of_entity::<question_suspension::Entity>(),
        of_entity::<question_version::Entity>(),
        of_entity::<question_watch::Entity>(),
        of_entity::<remedial_lesson::Entity>(),
        of_entity::<session::Entity>(),
        of_entity::<sign_in_throttle::Entity>(),
        of_entity::<team::Entity>(),
        of_entity::<team_member::Entity>(),
        of_entity::<webhook_attempt::Entity>(),
        of_entity::<webhook_delivery::Entity>(),
        of_entity::<webhook_endpoint::Entity>(),
        of_entity::<webhook_secret::Entity>(),
    ]
    .into_iter()
    .collect();
    assert_eq!(entities, of_database(&db.store).await);
}

#[tokio::test]
async fn migrating_again_changes_nothing() {
    let db = fresh().await;
    let before = of_database(&db.store).await;
    Migrator::up(db.store.for_migrations(), None).await.unwrap();
    assert_eq!(before, of_database(&db.store).await);
}

#[tokio::test]
async fn nodes_that_start_at_once_change_the_schema_one_after_the_other() {
    let db = blank().await;
    if db.store.backend() == Backend::Sqlite {
        return; // One node.
    }
    let starts = (0..4).map(|_| {
        let url = db.url.clone();
        tokio::spawn(async move {
            let store = Store::open(&url).await.unwrap();
            let lock = store.lock_schema().await.unwrap();
            Migrator::up(store.for_migrations(), None).await.unwrap();
            lock.release().await.unwrap();
        })
    });
    for start in starts.collect::<Vec<_>>() {
        start.await.unwrap();
    }
    assert!(of_database(&db.store).await.contains_key("clearance_state"));
}

#[tokio::test]
async fn sqlite_is_safe_and_durable() {
    let db = fresh().await;
    if db.store.backend() != Backend::Sqlite {
        return;
    }
    let connection = db.store.for_migrations();
    let ask = async |sql: &str| {
        let row = connection
            .query_one_raw(Statement::from_string(connection.get_database_backend(), sql))
            .await
            .unwrap()
            .unwrap();
        row.try_get_by_index::<String>(0).or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string())).unwrap()
    };
    let version = ask("SELECT sqlite_version()").await;
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!(parts >= vec![3, 51, 3], "SQLite {version} can corrupt a database in WAL mode");
    assert_eq!(ask("PRAGMA journal_mode").await, "wal");
    assert_eq!(ask("PRAGMA synchronous").await, "2");
    assert_eq!(ask("PRAGMA foreign_keys").await, "1");
}

#[tokio::test]
async fn unusable_addresses_are_explained() {
    let told = |error: store::Error| error.to_string();
    assert!(told(Store::open("mysql://ada:secret@db/x").await.unwrap_err()).contains("mysql://…@db/x"));
    assert!(told(Store::open("sqlite://").await.unwrap_err()).contains("sqlite://data/canoe.db"));
    assert!(matches!(Store::open("postgres://127.0.0.1:1/none").await, Err(store::Error::Unreachable(_))));
}
