//! What tests of use cases share: services on a fresh database, with a clock that the test moves.

mod certified;
mod sat;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::authz::{Actor, PersonActor};
use domain::id::{PersonId, TeamId};
use domain::identity::Role;
use domain::time::{Span, Timestamp};
use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use sea_orm_migration::sea_orm::ConnectionTrait as _;
use services::Services;
use services::catalog::{Material, store_material};
use services::identity::{NewPerson, add_person};
use services::ports::{Clock, Ports};
use store::{Backend, Store};

/// The password of everybody in tests.
pub const PASSWORD: &str = "quiet-river-early-light";
/// When tests begin: a Monday morning.
pub const MONDAY: &str = "2026-11-23T09:00:00Z";

/// A clock that the test moves.
pub struct MovingClock(AtomicI64);

impl MovingClock {
    /// Lets time pass.
    pub fn forward(&self, span: Span) {
        self.0.fetch_add(span.as_millis(), Ordering::Relaxed);
    }
}

impl Clock for MovingClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::Relaxed))
    }
}

/// Services on a fresh database: SQLite in a folder of its own, or a database of its own on the PostgreSQL that
/// `CANOE_TEST_POSTGRES_URL` names. Both go away with it.
pub struct Kit {
    /// The services, with the material of `content/packs`.
    pub services: Services,
    /// Their clock.
    pub clock: Arc<MovingClock>,
    store: Store,
    database: Database,
}

impl Kit {
    /// Makes a fresh database with the whole schema.
    pub async fn new() -> Self {
        let database = Database::make().await;
        let store = Store::open(&database.url()).await.unwrap();
        Migrator::up(store.for_migrations(), None).await.unwrap();
        let start: Timestamp = MONDAY.parse().unwrap();
        let clock = Arc::new(MovingClock(AtomicI64::new(start.as_millis())));
        let ports = Ports { clock: Arc::clone(&clock) as Arc<dyn Clock>, ..Ports::system() };
        let services = Services::new(store.clone(), ports, material());
        // As the server does when it starts.
        store_material(&services).await.unwrap();
        Self { services, clock, store, database }
    }

    /// The database, for what no use case does at once.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Other services on the same database and clock, as after a restart with this material.
    pub fn restarted(&self, material: Material) -> Services {
        let ports = Ports { clock: Arc::clone(&self.clock) as Arc<dyn Clock>, ..Ports::system() };
        Services::new(self.store.clone(), ports, material)
    }

    /// Services of another process on the same database: of a node that has this material, or of the command line, which has none.
    pub async fn elsewhere(&self, material: Material) -> Services {
        let ports = Ports { clock: Arc::clone(&self.clock) as Arc<dyn Clock>, ..Ports::system() };
        Services::new(Store::open(&self.database.url()).await.unwrap(), ports, material)
    }

    /// Lets the disk be full, or not any more. Says whether it could: only SQLite can be told.
    pub async fn fill_disk(&self, full: bool) -> bool {
        if self.store.backend() == Backend::Postgres {
            return false;
        }
        // No further page: SQLite never goes below what it has.
        let limit = if full { "1" } else { "4294967294" };
        let writer = self.store.for_migrations();
        writer.execute_unprepared(&format!("PRAGMA max_page_count = {limit}")).await.unwrap();
        true
    }

    /// Takes the database away.
    pub async fn cut(&self) {
        self.store().clone().close().await.unwrap();
    }

    /// Adds somebody, with a name such as `ada`; they are a member of the team, or manage it.
    pub async fn add(&self, name: &str, role: Role, team: Option<TeamId>) -> Actor {
        let new = NewPerson {
            email: format!("{name}@halyard.example"),
            name: name.to_owned(),
            role: role.to_string(),
            team,
            ..NewPerson::default()
        };
        let id: PersonId = add_person(&self.services, &new, PASSWORD).await.unwrap();
        let manages = team.filter(|_| role == Role::Manager).into_iter().collect();
        Actor::Person(PersonActor { id, role, manages })
    }
}

/// The material that Canoe comes with.
pub fn material() -> Material {
    // The server's tests share this file, from another folder.
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("content/packs"));
    let packs = above.into_iter().find(|packs| packs.is_dir()).unwrap();
    Material::from_files(Material::read_files(&packs).unwrap()).unwrap().0
}

enum Database {
    Sqlite(tempfile::TempDir),
    Postgres { server: String, name: String },
}

impl Database {
    #[expect(clippy::disallowed_methods, reason = "this setting is for tests alone")]
    async fn make() -> Self {
        let Ok(server) = std::env::var("CANOE_TEST_POSTGRES_URL") else {
            return Self::Sqlite(tempfile::tempdir().unwrap());
        };
        let name = format!("canoe_test_{}", Ports::system().entropy.uuid().simple());
        run(&server, &format!("CREATE DATABASE {name}")).await;
        Self::Postgres { server, name }
    }

    fn url(&self) -> String {
        match self {
            Self::Sqlite(dir) => format!("sqlite://{}", dir.path().join("canoe.db").display()),
            Self::Postgres { server, name } => with_database(server, name),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { server, name } = self {
            let (server, name) = (server.clone(), name.clone());
            let drop = move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(run(&server, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")));
            };
            // A thread of its own: the test's runtime may be going down. What fails here leaves a database behind.
            let _ = std::thread::spawn(drop).join();
        }
    }
}

async fn run(server: &str, statement: &str) {
    let store = Store::open(server).await.unwrap();
    store.for_migrations().execute_unprepared(statement).await.unwrap();
    store.close().await.unwrap();
}

/// The address with another database on the same server.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').map_or((server, String::new()), |(a, q)| (a, format!("?{q}")));
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address[host..].find('/').map_or(address.len(), |slash| host + slash);
    format!("{}/{name}{query}", &address[..end])
}

mod tests {
    use super::with_database;

    #[test]
    fn a_database_is_put_into_an_address() {
        assert_eq!(with_database("postgres://a:b@h:1/x?ssl=1", "y"), "postgres://a:b@h:1/y?ssl=1");
        assert_eq!(with_database("postgres://h", "y"), "postgres://h/y");
    }
}
