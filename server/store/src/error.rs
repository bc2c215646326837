//! What can go wrong in the database.

use domain::id::PersonId;
use sea_orm::{DbErr, SqlErr};

/// What can go wrong in the database.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The database did not answer, or not in time.
    #[error("the database cannot be reached: {0}")]
    Unreachable(#[source] DbErr),
    /// The database took longer than whoever asked can wait.
    #[error("the database did not answer in time")]
    Slow,
    /// A unique or foreign key refused the write.
    #[error("the database refused a row that contradicts another: {0}")]
    Conflict(#[source] DbErr),
    /// There is no room left to write.
    #[error("the database's disk is full: {0}")]
    Full(#[source] DbErr),
    /// A stored value cannot be read back.
    #[error("{table}.{column} holds “{value}”, which cannot be read")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// A fact of somebody's clearance changed, and the clearance was not decided anew.
    #[error("the clearance of {0} is to be decided anew before this is committed")]
    Undecided(PersonId),
    /// The address of the database is not usable.
    #[error("{0}")]
    Address(String),
    /// Anything else the driver says.
    #[error("the database failed: {0}")]
    Failed(#[source] DbErr),
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        match error.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_) | SqlErr::ForeignKeyConstraintViolation(_)) => {
                Self::Conflict(error)
            }
            _ if matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_)) => Self::Unreachable(error),
            _ if is_full(&error.to_string()) => Self::Full(error),
            _ => Self::Failed(error),
        }
    }
}

/// Whether the driver says that the disk is full: SQLite's `SQLITE_FULL`, PostgreSQL's `disk_full` with the system's own
/// words. The drivers hand codes over as text only.
fn is_full(message: &str) -> bool {
    ["database or disk is full", "No space left on device"].iter().any(|words| message.contains(words))
}
