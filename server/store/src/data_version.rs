//! Whether anybody has committed anything since.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions as _, PgConnection, SqliteConnection};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use crate::Error;

/// What the database holds, as a whole: where two versions of one store are equal, nothing was committed between the moments they were asked
/// for, by any process on any node. They may differ though nothing was.
///
/// On SQLite it is `PRAGMA data_version`, which one connection sees change with each commit of another one. On PostgreSQL it is
/// `pg_current_snapshot()`, which names the transactions that are finished; a number is never given to two of them, and whoever was told of a
/// commit asks after it has left the snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    connection: u64,
    told: String,
}

/// The connection that is asked, opened when it is needed and again after any failure. A version is worth nothing beside one of another
/// connection: SQLite counts for each anew, and a server that came back may have lost what it had not written down.
#[derive(Clone)]
pub(crate) struct Line(Arc<Shared>);

// The address holds a password.
impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

struct Shared {
    target: Target,
    connection: Mutex<Option<(u64, Connection)>>,
    opened: AtomicU64,
    closed: AtomicBool,
}

enum Target {
    Sqlite(Box<SqliteConnectOptions>),
    Postgres(Box<PgConnectOptions>),
}

enum Connection {
    Sqlite(Box<SqliteConnection>),
    Postgres(Box<PgConnection>),
}

impl Line {
    pub(crate) fn sqlite(url: &str) -> Result<Self, Error> {
        let options: SqliteConnectOptions =
            url.parse().map_err(|error: sqlx::Error| Error::Address(error.to_string()))?;
        let options =
            options.pragma("query_only", "ON").busy_timeout(Duration::from_secs(1)).disable_statement_logging();
        Ok(Self::to(Target::Sqlite(Box::new(options))))
    }

    pub(crate) fn postgres(url: &str) -> Result<Self, Error> {
        let options: PgConnectOptions = url.parse().map_err(|error: sqlx::Error| Error::Address(error.to_string()))?;
        Ok(Self::to(Target::Postgres(Box::new(options.application_name("canoe").disable_statement_logging()))))
    }

    fn to(target: Target) -> Self {
        Self(Arc::new(Shared {
            target,
            connection: Mutex::default(),
            opened: AtomicU64::new(0),
            closed: AtomicBool::new(false),
        }))
    }

    pub(crate) async fn ask(&self) -> Result<DataVersion, Error> {
        if self.0.closed.load(Ordering::SeqCst) {
            return Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed).into());
        }
        // It is taken out and put back only after a whole answer: one that failed, or was given up on, is not asked again.
        let kept = self.0.connection.lock().unwrap_or_else(PoisonError::into_inner).take();
        let (number, mut connection) = match kept {
            Some(kept) => kept,
            None => (self.0.opened.fetch_add(1, Ordering::Relaxed), self.0.target.open().await?),
        };
        let told = connection.ask().await.map_err(failed)?;
        *self.0.connection.lock().unwrap_or_else(PoisonError::into_inner) = Some((number, connection));
        Ok(DataVersion { connection: number, told })
    }

    pub(crate) fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        self.0.connection.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

impl Target {
    async fn open(&self) -> Result<Connection, Error> {
        let opened = match self {
            Self::Sqlite(options) => options.connect().await.map(|open| Connection::Sqlite(Box::new(open))),
            Self::Postgres(options) => options.connect().await.map(|open| Connection::Postgres(Box::new(open))),
        };
        opened.map_err(|error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))).into())
    }
}

impl Connection {
    async fn ask(&mut self) -> Result<String, sqlx::Error> {
        match self {
            Self::Sqlite(connection) => {
                let version: i64 = sqlx::query_scalar("PRAGMA data_version").fetch_one(connection.as_mut()).await?;
                Ok(version.to_string())
            }
            Self::Postgres(connection) => {
                sqlx::query_scalar("SELECT pg_current_snapshot()::text").fetch_one(connection.as_mut()).await
            }
        }
    }
}

fn failed(error: sqlx::Error) -> Error {
    DbErr::Query(RuntimeErr::SqlxError(Arc::new(error))).into()
}
