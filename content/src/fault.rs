//! What is wrong with a pack, and where.

use std::cell::RefCell;
use std::fmt;

use serde::Serialize;

/// How bad a [`Fault`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The packs cannot be served.
    Error,
    /// The packs can be served; somebody should look.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One thing that is wrong, with its place and a suggestion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the folder of packs, with `/` between the parts.
    pub file: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Short name of the rule, which never changes.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it, where there is something to suggest.
    pub help: Option<String>,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { severity, file, line, column, code, message, help } = self;
        write!(f, "{file}:{line}:{column}: {severity}[{code}]: {message}")?;
        match help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl Fault {
    /// An error at a place.
    pub(crate) fn error(spot: Spot, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, spot, code, message.into())
    }

    /// A warning at a place.
    pub(crate) fn warning(spot: Spot, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, spot, code, message.into())
    }

    fn new(severity: Severity, spot: Spot, code: &'static str, message: String) -> Self {
        Self { severity, file: spot.file, line: spot.line, column: spot.column, code, message, help: None }
    }

    /// With a suggestion.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a suggestion, where there is one.
    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = self.help.or(help);
        self
    }
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub file: String,
    pub line: u32,
    pub column: u32,
}

impl Spot {
    /// The first character of a file, for faults of the file as a whole.
    pub(crate) fn start(file: impl Into<String>) -> Self {
        Self { file: file.into(), line: 1, column: 1 }
    }
}

/// Collects faults; shared by reference, so that readers of one file can all report into it.
#[derive(Debug, Default)]
pub(crate) struct Sink(RefCell<Vec<Fault>>);

impl Sink {
    pub(crate) fn push(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    /// How many errors there are so far; a reader compares before and after to learn whether its part is sound.
    pub(crate) fn errors(&self) -> usize {
        self.0.borrow().iter().filter(|fault| fault.severity == Severity::Error).count()
    }

    /// All faults in the order of files, lines and columns, each once.
    pub(crate) fn into_sorted(self) -> Vec<Fault> {
        let mut faults = self.0.into_inner();
        faults.sort_by(|a, b| {
            (&a.file, a.line, a.column, a.severity, a.code).cmp(&(&b.file, b.line, b.column, b.severity, b.code))
        });
        faults.dedup();
        faults
    }
}
