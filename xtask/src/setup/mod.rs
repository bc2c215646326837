//! Making a machine ready: what is there is used, what is missing is fetched.

mod apt;
mod debian;
mod npm;
mod std_build;
mod wasm;

use anyhow::Result;

use crate::project::{Project, on_path};

pub use apt::is_root;
pub use wasm::WasmToolchain;

/// What the frontend's build needs: a compiler for wasm and the npm packages.
pub fn frontend(project: &Project) -> Result<WasmToolchain> {
    let toolchain = wasm(project)?;
    npm::install(&project.path("frontend"))?;
    Ok(toolchain)
}

/// A compiler for wasm.
pub fn wasm(project: &Project) -> Result<WasmToolchain> {
    wasm::ensure(project)
}

/// What the tests need besides: a browser, PostgreSQL and end2end's npm packages.
pub fn tests(project: &Project) -> Result<()> {
    browser(project)?;
    postgres()
}

/// Chromium, and end2end's npm packages.
pub fn browser(project: &Project) -> Result<()> {
    if on_path("chromium").is_none() {
        apt::install("chromium", "the tests in a browser need Chromium")?;
    }
    npm::install(&project.path("end2end"))
}

/// What the bench needs: wrk and curl.
pub fn load_generator() -> Result<()> {
    for program in ["wrk", "curl"] {
        if on_path(program).is_none() {
            apt::install(program, "the bench needs wrk and curl")?;
        }
    }
    Ok(())
}

/// PostgreSQL's programs; no server of it needs to run.
pub fn postgres() -> Result<()> {
    if crate::test::postgres::programs().is_none() {
        apt::install("postgresql", "the tests on PostgreSQL need its programs (initdb, pg_ctl)")?;
    }
    Ok(())
}
