//! What the checker reports and what the renderer makes, on a small pack in memory.

mod catalog;
mod certifications;
mod files;
mod kinds;
mod layout;
mod lessons;
mod manifests;
mod markup;
mod pack;
mod questions;
mod replay;
mod slips;
