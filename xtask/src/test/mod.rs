//! `cargo xtask test`: every test there is, on both databases, and in a browser.

mod browser;
pub mod postgres;
mod rust;
pub mod sitting;
pub mod summary;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::build;
use crate::command::{cargo, say};
use crate::project::{Project, env};
use crate::setup;
use postgres::Cluster;
use summary::Summary;

#[derive(Args)]
pub struct Options {
    /// Leave out the tests in a browser
    #[arg(long, visible_alias = "rust-only")]
    no_browser: bool,
    /// Leave out PostgreSQL
    #[arg(long)]
    no_postgres: bool,
    /// Passed on to every `cargo test`, e.g. the name of a test
    #[arg(last = true)]
    filter: Vec<String>,
}

/// Runs all suites, also after one failed, and fails at the end if any did.
pub fn run(project: &Project, options: &Options) -> Result<()> {
    if !options.no_browser && !project.path("end2end/package.json").is_file() {
        bail!(
            "end2end/package.json does not exist, so there is nothing to run in a browser: say --rust-only to leave that out"
        );
    }
    if !options.no_browser {
        setup::browser(project)?;
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
    if !options.no_browser {
        let (binary, example) = build::server_with_example(project, "sitting")?;
        say("fifty reps sit the exam at once, and the server is killed");
        sitting::on_sqlite(project, &binary, &example, summary)?;
        if let Some(database) = &database {
            sitting::on_postgres(project, &binary, &example, &database.fresh("canoe_sitting")?, summary)?;
        }
        say("tests in a browser, SQLite");
        browser::run(project, &binary, None, summary)?;
        if let Some(database) = &database {
            say("tests in a browser, PostgreSQL");
            browser::run(project, &binary, Some(&database.url("canoe_e2e")), summary)?;
        }
    }
    Ok(())
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
