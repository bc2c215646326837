//! What can fail in a use case.

use domain::authz::Denied;
use domain::time::Timestamp;

/// The result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// What failed, in words for the person who asked; causes stay on the server.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// They may not.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// It is not there.
    #[error("{0} was not found.")]
    NotFound(&'static str),
    /// What they typed does not do.
    #[error("Please check what you entered.")]
    Invalid(Vec<FieldError>),
    /// It cannot be done as things stand: a stable code, and why.
    #[error("{message}")]
    Refused {
        /// A stable word for programs.
        code: &'static str,
        /// Why, in plain words.
        message: String,
    },
    /// Something has to be finished first; each line says what.
    #[error("This opens when you have finished what comes before.")]
    Locked(Vec<LockedBy>),
    /// Too many tries.
    #[error("Too many tries. Wait a little and try again.")]
    TooSoon {
        /// When the next try is possible.
        until: Timestamp,
        /// The time of this one.
        now: Timestamp,
    },
    /// The database cannot answer.
    #[error("Canoe cannot reach its database just now. Nothing you did is lost that was saved; try again in a moment.")]
    Unavailable(#[source] store::Error),
    /// There is no room to write.
    #[error(
        "Canoe has no room left to save anything. What was saved before is safe; an admin has to make room on its disk."
    )]
    DiskFull(#[source] store::Error),
    /// Anything that is our fault.
    #[error("Something went wrong on our side.")]
    Internal(String),
}

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name in the form.
    pub field: &'static str,
    /// What to do about it.
    pub message: String,
}

/// One thing that has to be finished first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LockedBy {
    /// What it is called.
    pub title: String,
    /// Where it is.
    pub link: String,
}

impl Error {
    /// The code where two changed the same thing at once.
    pub const CONFLICT: &'static str = "conflict";

    /// One field that does not do.
    #[must_use]
    pub fn field(field: &'static str, message: impl ToString) -> Self {
        Self::Invalid(vec![FieldError { field, message: message.to_string() }])
    }

    /// It cannot be done as things stand.
    #[must_use]
    pub fn refused(code: &'static str, message: impl Into<String>) -> Self {
        Self::Refused { code, message: message.into() }
    }
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Corrupt { .. } => Self::Internal(error.to_string()),
            store::Error::Full(_) => Self::DiskFull(error),
            store::Error::Conflict(_) => Self::refused(
                Self::CONFLICT,
                "Somebody changed the same thing at this very moment. Nothing of yours was saved; try again.",
            ),
            other => Self::Unavailable(other),
        }
    }
}
