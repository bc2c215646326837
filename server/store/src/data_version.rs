//! Whether anybody has committed anything since.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{fmt, mem};

use rusqlite::OpenFlags;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{self, ConnectOptions as _, PgConnection};
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr};

use crate::Error;

/// How long a connection to PostgreSQL is asked. The name of a server may come to mean another one, which the pool is told of as its connections
/// are renewed; and what lies between forgets a connection that nobody uses.
const RENEW: Duration = Duration::from_secs(5);
/// How long SQLite may be waited for; it makes readers wait only while it recovers from a crash.
const BUSY: Duration = Duration::from_millis(100);

/// What the database holds, as a whole: where two versions of one store are equal, nothing was committed between the moments they were asked
/// for, by any process on any node. They may differ though nothing was.
///
/// On SQLite it is `PRAGMA data_version`, which one connection sees change with each commit of another one. On PostgreSQL it is
/// `pg_current_snapshot()`, which names the transactions that are finished; a number is never given to two of them, and whoever was told of a
/// commit asks after it has left the snapshot. A standby cannot say, and is not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataVersion {
    connection: u64,
    told: Told,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Number(i64),
    Snapshot(String),
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
    opened: AtomicU64,
    closed: AtomicBool,
}

/// A connection with its number.
type Kept<C> = Mutex<Option<(u64, C)>>;

/// A connection to PostgreSQL, with when it was opened.
struct Opened(Instant, PgConnection);

enum Target {
    /// SQLite answers in a few microseconds, much less than it takes to wake the thread on which the driver would ask.
    Sqlite(PathBuf, Kept<rusqlite::Connection>),
    Postgres(Box<PgConnectOptions>, Kept<Opened>),
}

impl Line {
    pub(crate) fn sqlite(url: &str) -> Result<Self, Error> {
        let options: SqliteConnectOptions =
            url.parse().map_err(|error: sqlx::Error| Error::Address(error.to_string()))?;
        Ok(Self::to(Target::Sqlite(options.get_filename().to_path_buf(), Mutex::default())))
    }

    pub(crate) fn postgres(url: &str) -> Result<Self, Error> {
        let options: PgConnectOptions = url.parse().map_err(|error: sqlx::Error| Error::Address(error.to_string()))?;
        let options = options.application_name("canoe").disable_statement_logging();
        Ok(Self::to(Target::Postgres(Box::new(options), Mutex::default())))
    }

    fn to(target: Target) -> Self {
        Self(Arc::new(Shared { target, opened: AtomicU64::new(0), closed: AtomicBool::new(false) }))
    }

    pub(crate) async fn ask(&self) -> Result<DataVersion, Error> {
        if self.0.closed.load(Ordering::SeqCst) {
            return Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed).into());
        }
        match &self.0.target {
            Target::Sqlite(path, kept) => self.ask_sqlite(path, &mut lock(kept)),
            Target::Postgres(options, kept) => self.ask_postgres(options, kept).await,
        }
    }

    pub(crate) fn close(&self) {
        self.0.closed.store(true, Ordering::SeqCst);
        match &self.0.target {
            Target::Sqlite(_, kept) => drop(lock(kept).take()),
            Target::Postgres(_, kept) => drop(lock(kept).take()),
        }
    }

    fn ask_sqlite(&self, path: &PathBuf, kept: &mut Option<(u64, rusqlite::Connection)>) -> Result<DataVersion, Error> {
        let failed = |error: rusqlite::Error| Error::from(DbErr::Conn(RuntimeErr::Internal(error.to_string())));
        let (connection, open) = match mem::take(kept) {
            Some(open) => open,
            None => (self.number(), open_sqlite(path).map_err(failed)?),
        };
        let told = open
            .prepare_cached("PRAGMA data_version")
            .and_then(|mut statement| statement.query_row((), |row| row.get(0)))
            .map_err(failed)?;
        *kept = Some((connection, open));
        Ok(DataVersion { connection, told: Told::Number(told) })
    }

    async fn ask_postgres(&self, options: &PgConnectOptions, kept: &Kept<Opened>) -> Result<DataVersion, Error> {
        let failed = |error: sqlx::Error| Error::from(DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error))));
        // It is taken out and put back only after a whole answer: one that was given up on is not asked again.
        let taken = lock(kept).take().filter(|(_, Opened(at, _))| at.elapsed() < RENEW);
        let mut asked = None;
        if let Some((connection, mut open)) = taken
            && let Ok(told) = snapshot(&mut open.1).await
        {
            asked = Some((connection, open, told));
        }
        let (connection, open, told) = match asked {
            Some(asked) => asked,
            // It is another connection, so nothing that was read before counts.
            None => {
                let mut open = Opened(opened_at(), options.connect().await.map_err(failed)?);
                let told = snapshot(&mut open.1).await.map_err(failed)?;
                (self.number(), open, told)
            }
        };
        *lock(kept) = Some((connection, open));
        Ok(DataVersion { connection, told: Told::Snapshot(told) })
    }

    fn number(&self) -> u64 {
        self.0.opened.fetch_add(1, Ordering::Relaxed)
    }
}

/// The snapshot of a server that writes.
async fn snapshot(open: &mut PgConnection) -> Result<String, sqlx::Error> {
    sqlx::query_scalar("SELECT pg_current_snapshot()::text WHERE NOT pg_is_in_recovery()").fetch_one(open).await
}

#[expect(clippy::disallowed_methods, reason = "how old a connection is decides nothing that anybody sees")]
fn opened_at() -> Instant {
    Instant::now()
}

fn open_sqlite(path: &PathBuf) -> rusqlite::Result<rusqlite::Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let open = rusqlite::Connection::open_with_flags(path, flags)?;
    open.busy_timeout(BUSY)?;
    open.pragma_update(None, "query_only", true)?;
    Ok(open)
}

fn lock<C>(kept: &Kept<C>) -> MutexGuard<'_, Option<(u64, C)>> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
