//! `cargo xtask test`: every test there is, on both databases, in a browser and behind a phone system.

mod playwright;
pub mod postgres;
mod rust;
pub mod sitting;
pub mod summary;

use anyhow::{Context, Result, bail};
use clap::Args;
use std::path::Path;

use crate::build;
use crate::command::{cargo, say};
use crate::project::{Project, env};
use crate::setup;
use playwright::Suite;
use postgres::Cluster;
use summary::Summary;

#[derive(Args)]
pub struct Options {
    /// Leave out the tests in a browser
    #[arg(long)]
    no_browser: bool,
    /// Leave out the tests with a phone system
    #[arg(long)]
    no_phone: bool,
    /// Leave out both
    #[arg(long)]
    rust_only: bool,
    /// Leave out PostgreSQL
    #[arg(long)]
    no_postgres: bool,
    /// Passed on to every `cargo test`, e.g. the name of a test
    #[arg(last = true)]
    filter: Vec<String>,
}

impl Options {
    fn browser(&self) -> bool {
        !self.no_browser && !self.rust_only
    }

    fn phone(&self) -> bool {
        !self.no_phone && !self.rust_only
    }

    /// Whether Playwright runs anything.
    fn end2end(&self) -> bool {
        self.browser() || self.phone()
    }
}

/// Runs all suites, also after one failed, and fails at the end if any did.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    if options.end2end() && !project.path("end2end/package.json").is_file() {
        bail!(
            "end2end/package.json does not exist, so there is nothing to run in a browser: say --rust-only to leave that out"
        );
    }
    if options.browser() {
        setup::browser(project)?;
    }
    if options.phone() {
        setup::phone_system(project)?;
    }
    if !options.no_postgres && env(rust::POSTGRES).is_none() {
        setup::postgres()?;
    }
    build::frontend(project)?;

    let mut summary = Summary::default();
    let ran = run_suites(project, options, &mut summary);
    summary.print();
    ran.and_then(|()| summary.verdict())
}

fn run_suites(project: &Project, options: &Options, summary: &mut Summary) -> Result<()> {
    say("Rust tests, SQLite");
    let suites = rust::build(project)?;
    rust::run_all(project, &options.filter, summary)?;
    let database = if options.no_postgres { None } else { Some(Database::find()?) };
    if let Some(database) = &database {
        say("Rust tests, PostgreSQL");
        rust::run_on_postgres(project, &suites, &database.url("canoe_test"), &options.filter, summary)?;
    }
    say("simulations: the exam, and the item watch");
    for example in ["exam_simulation", "item_watch"] {
        let mut command = cargo(project.root());
        command.args(["run", "--quiet", "--release", "--package", "domain", "--example", example]);
        summary.record(example, &mut command)?;
    }
    if options.end2end() {
        run_end2end(project, options, database.as_ref(), summary)?;
    }
    Ok(())
}

fn run_end2end(project: &Project, options: &Options, database: Option<&Database>, summary: &mut Summary) -> Result<()> {
    let (binary, example) = build::server_with_example(project, "sitting")?;
    if options.browser() {
        say("fifty reps sit the exam at once, and the server is killed");
        sitting::on_sqlite(project, &binary, &example, summary)?;
        if let Some(database) = database {
            sitting::on_postgres(project, &binary, &example, &database.fresh("canoe_sitting")?, summary)?;
        }
        say("tests in a browser");
        run_on_both(project, Suite::Browser, &binary, database, summary)?;
    }
    if options.phone() {
        say("tests with a phone system");
        run_on_both(project, Suite::Phone, &binary, database, summary)?;
    }
    Ok(())
}

fn run_on_both(
    project: &Project,
    suite: Suite,
    binary: &Path,
    database: Option<&Database>,
    summary: &mut Summary,
) -> Result<()> {
    playwright::run(project, suite, binary, None, summary)?;
    match database {
        None => Ok(()),
        Some(database) => playwright::run(project, suite, binary, Some(&database.url("canoe_e2e")), summary),
    }
}

/// A PostgreSQL to test on: one that `CANOE_TEST_POSTGRES_URL` names, or a throw-away one.
enum Database {
    Given(String),
    Own(Cluster),
}

impl Database {
    fn find() -> Result<Self> {
        if let Some(url) = env(rust::POSTGRES) {
            return Ok(Self::Given(url.into_string().ok().context("CANOE_TEST_POSTGRES_URL is not UTF-8")?));
        }
        Cluster::start(&["canoe_test", "canoe_e2e"]).map(Self::Own)
    }

    /// The address of a database of this name that is empty.
    fn fresh(&self, name: &str) -> Result<String> {
        match self {
            Self::Given(url) => postgres::fresh(url, name),
            Self::Own(cluster) => postgres::fresh(&cluster.url("postgres"), name),
        }
    }

    fn url(&self, name: &str) -> String {
        match self {
            Self::Given(url) => url.clone(),
            Self::Own(cluster) => cluster.url(name),
        }
    }
}
