//! Loader and checker of training packs; `docs/packs.md` is the format.
//!
//! [`Files`] holds what is on the disk (or in the binary, or in a test), [`load()`] turns it into a
//! [`Catalog`](domain::catalog::Catalog) or says, with file, line and column, everything that is wrong with it.

mod certification;
mod doc;
mod fault;
mod files;
mod hash;
mod image;
mod layout;
mod lesson;
mod load;
mod markdown;
mod module;
mod nearest;
mod order;
mod pack;
mod path;
mod question;
mod text;

pub use certification::parse_certification;
pub use fault::{Fault, Severity};
pub use files::{Files, MAX_ALL, MAX_FILE};
pub use lesson::{StoredLesson, render_lesson};
pub use load::{Loaded, load};
pub use question::parse_question;
