//! Making a machine ready: what is there is used, what is missing is fetched.

mod apt;
mod debian;
mod npm;
mod std_build;
mod wasm;

use anyhow::Result;
use std::path::Path;
use std::process::Command;

use crate::command::run;
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

/// What the tests need besides: a browser, a phone system, PostgreSQL and end2end's npm packages.
pub fn tests(project: &Project) -> Result<()> {
    browser(project)?;
    phone_system(project)?;
    postgres()
}

/// Chromium, the proxy in front of two nodes, and end2end's npm packages.
pub fn browser(project: &Project) -> Result<()> {
    if on_path("chromium").is_none() {
        apt::install(&["chromium"], "the tests in a browser need Chromium")?;
    }
    proxy()?;
    npm::install(&project.path("end2end"))
}

/// The proxy in front of two nodes.
pub fn proxy() -> Result<()> {
    let path = Path::new("/usr/sbin/nginx");
    if path.is_file() || on_path("nginx").is_some() {
        return Ok(());
    }
    apt::install(&["nginx-light"], "the test of two nodes needs nginx")?;
    stop_service("nginx")
}

/// The tests start their own; Debian's package starts one more for the whole machine where systemd runs.
fn stop_service(name: &str) -> Result<()> {
    if Path::new("/run/systemd/system").is_dir() {
        run(Command::new("systemctl").args(["disable", "--now", name]))?;
    }
    Ok(())
}

/// Kamailio and SIPp, and end2end's npm packages.
pub fn phone_system(project: &Project) -> Result<()> {
    let missing: Vec<&str> = PHONE_SYSTEM
        .into_iter()
        .filter(|(package, program)| !has(package, *program))
        .map(|(package, _)| package)
        .collect();
    if !missing.is_empty() {
        apt::install(&missing, "the tests with a phone system need Kamailio and SIPp")?;
        if missing.contains(&"kamailio") {
            stop_service("kamailio")?;
        }
    }
    npm::install(&project.path("end2end"))
}

/// Debian's packages, and a program of each where it has one: what counts on other systems.
const PHONE_SYSTEM: [(&str, Option<&str>); 4] = [
    ("kamailio", Some("kamailio")),
    ("kamailio-utils-modules", None),
    ("kamailio-json-modules", None),
    ("sip-tester", Some("sipp")),
];

fn has(package: &str, program: Option<&str>) -> bool {
    if apt::available() { apt::is_installed(package) } else { program.is_none_or(|name| on_path(name).is_some()) }
}

/// What the bench needs: wrk and curl.
pub fn load_generator() -> Result<()> {
    for program in ["wrk", "curl"] {
        if on_path(program).is_none() {
            apt::install(&[program], "the bench needs wrk and curl")?;
        }
    }
    Ok(())
}

/// PostgreSQL's programs; no server of it needs to run.
pub fn postgres() -> Result<()> {
    if crate::test::postgres::programs().is_none() {
        apt::install(&["postgresql"], "the tests on PostgreSQL need its programs (initdb, pg_ctl)")?;
    }
    Ok(())
}
