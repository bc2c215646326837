//! Opening the database.

use std::path::Path;
use std::time::Duration;

use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, Statement,
    TransactionTrait,
};

use crate::Error;
use crate::data_version::{DataVersion, Line};

/// The oldest SQLite without the WAL corruption bug (fixed in 3.51.3).
const OLDEST_SQLITE: [u32; 3] = [3, 51, 3];

/// PostgreSQL's advisory lock for changes of the schema: “canoe” in ASCII.
const SCHEMA_LOCK: i64 = 0x63_61_6e_6f_65;

/// Which database this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// One file, one process.
    Sqlite,
    /// A server, any number of nodes.
    Postgres,
}

/// An open database: connections for reading, and for writing.
///
/// On SQLite there is exactly one connection that writes; on PostgreSQL both are the same pool.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) reader: DatabaseConnection,
    pub(crate) writer: DatabaseConnection,
    backend: Backend,
    line: Line,
}

impl Store {
    /// Opens `sqlite://path` (made if missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`Error::Address`] for another kind of address, [`Error::Unreachable`] where nothing answers, and where the SQLite
    /// library is older than 3.51.3.
    pub async fn open(url: &str) -> Result<Self, Error> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            Self::open_sqlite(path).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url).await
        } else {
            Err(Error::Address(format!(
                "“{}” is no database Canoe knows: use sqlite://FILE or postgres://…",
                without_password(url)
            )))
        }
    }

    async fn open_sqlite(path: &str) -> Result<Self, Error> {
        if path.is_empty() || path.starts_with(':') {
            return Err(Error::Address("SQLite needs a file: sqlite://data/canoe.db".to_owned()));
        }
        if let Some(folder) = Path::new(path).parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .map_err(|error| Error::Address(format!("cannot make the folder {}: {error}", folder.display())))?;
        }
        let url = format!("sqlite://{path}?mode=rwc");
        let writer = Database::connect(sqlite_options(&url, 1, false)).await?;
        gate_sqlite_version(&writer).await?;
        let reader = Database::connect(sqlite_options(&url, 8, true)).await?;
        Ok(Self { reader, writer, backend: Backend::Sqlite, line: Line::sqlite(&url)? })
    }

    async fn open_postgres(url: &str) -> Result<Self, Error> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(16)
            .acquire_timeout(Duration::from_secs(5))
            .connect_timeout(Duration::from_secs(5))
            .set_application_name("canoe")
            .sqlx_logging(false);
        let pool = Database::connect(options).await?;
        Ok(Self { reader: pool.clone(), writer: pool, backend: Backend::Postgres, line: Line::postgres(url)? })
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// The connection that migrations run on; nothing else may use it.
    #[must_use]
    pub fn for_migrations(&self) -> &DatabaseConnection {
        &self.writer
    }

    /// Waits until no other node changes the schema, and keeps all others from it until the lock is released. On SQLite there is one node.
    ///
    /// # Errors
    /// What the database says.
    pub async fn lock_schema(&self) -> Result<SchemaLock, Error> {
        if self.backend == Backend::Sqlite {
            return Ok(SchemaLock(None));
        }
        // A transaction of its own: it holds the lock while migrations run and commit on other connections.
        let holder = self.writer.begin().await?;
        let lock = format!("SELECT pg_advisory_xact_lock({SCHEMA_LOCK})");
        holder.execute_unprepared(&lock).await?;
        Ok(SchemaLock(Some(holder)))
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// [`Error::Unreachable`] or [`Error::Failed`] where there is none.
    pub async fn ping(&self) -> Result<(), Error> {
        self.reader.query_one_raw(Statement::from_string(self.reader.get_database_backend(), "SELECT 1")).await?;
        Ok(())
    }

    /// What the database holds, as a whole, at a moment after the call.
    ///
    /// # Errors
    /// [`Error::Unreachable`] or [`Error::Failed`] where it does not answer.
    pub async fn data_version(&self) -> Result<DataVersion, Error> {
        self.line.ask().await
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn close(self) -> Result<(), Error> {
        self.line.close();
        self.reader.close().await?;
        if self.backend == Backend::Sqlite {
            self.writer.close().await?;
        }
        Ok(())
    }
}

/// Keeps other nodes from changing the schema; gone with the process that holds it, whatever becomes of that.
#[derive(Debug)]
pub struct SchemaLock(Option<DatabaseTransaction>);

impl SchemaLock {
    /// Lets the next node in.
    ///
    /// # Errors
    /// What the database says.
    pub async fn release(self) -> Result<(), Error> {
        match self.0 {
            Some(holder) => Ok(holder.commit().await?),
            None => Ok(()),
        }
    }
}

fn sqlite_options(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(10))
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |connect| {
            connect
                .pragma("journal_mode", "WAL")
                .pragma("synchronous", "FULL")
                .pragma("foreign_keys", "ON")
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
                // Kibibytes for each connection; whatever is not in there the system has in its own cache.
                .pragma("cache_size", if read_only { "-2048" } else { "-8192" })
                .busy_timeout(Duration::from_secs(5))
        });
    options
}

async fn gate_sqlite_version(connection: &DatabaseConnection) -> Result<(), Error> {
    let row = connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()")).await?;
    let version: String = row.map(|row| row.try_get_by_index(0)).transpose()?.unwrap_or_default();
    if is_sound(&version) {
        Ok(())
    } else {
        Err(Error::Address(format!("SQLite {version} can corrupt a database in WAL mode; Canoe needs 3.51.3 or newer")))
    }
}

fn is_sound(version: &str) -> bool {
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap_or(0)).collect();
    parts.as_slice() >= OLDEST_SQLITE.as_slice()
}

/// The address with the password left out, for messages.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if scheme + 3 < at => format!("{}…{}", &url[..scheme + 3], &url[at..]),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn older_sqlite_is_refused() {
        assert!(is_sound("3.51.3"));
        assert!(is_sound("3.52.0"));
        assert!(!is_sound("3.51.2"));
        assert!(!is_sound("3.46.1"));
        assert!(!is_sound(""));
    }

    #[test]
    fn passwords_stay_out_of_messages() {
        assert_eq!(without_password("mysql://ada:secret@db/x"), "mysql://…@db/x");
    }
}
