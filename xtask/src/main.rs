//! Tasks of the project, run as `cargo xtask <task>`.
//!
//! Every task sets up what it needs by itself, so that a fresh checkout needs one command.

mod bench;
mod build;
mod check;
mod command;
mod dist;
mod inputs;
mod lengths;
mod lockfile;
mod project;
mod serve;
mod setup;
mod test;

use anyhow::Result;
use clap::{Args, Parser, Subcommand};
use project::Project;
use std::process::ExitCode;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Tasks of the project", version)]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Fetch what a build needs: the wasm target and the npm packages
    Setup(Setup),
    /// Build the browser half into frontend/dist, then the server
    Build(Profile),
    /// Build everything and serve it; what follows is passed on to `canoe serve`, e.g. `--demo`
    Serve(Serve),
    /// Formatting, clippy for the server and the browser half, cargo-deny, cargo-machete, file lengths
    Check,
    /// Every test, on SQLite and on PostgreSQL, in a browser and behind a phone system
    Test(test::Options),
    /// What Canoe does beside the least there could be, as ratios of one run
    Bench {
        /// What is measured
        #[arg(value_enum, default_value = "routes")]
        what: bench::Bench,
    },
    /// Make target/dist/canoe, one binary with the frontend and the packs inside
    Dist,
}

#[derive(Args)]
struct Setup {
    /// Also what the tests need: Chromium, PostgreSQL, Kamailio and SIPp (by apt, as root) and end2end's npm packages
    #[arg(long)]
    tests: bool,
}

#[derive(Args)]
struct Profile {
    /// Build the server optimised
    #[arg(long)]
    release: bool,
}

#[derive(Args)]
struct Serve {
    #[command(flatten)]
    profile: Profile,
    /// Passed on to `canoe serve`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    args: Vec<String>,
}

fn main() -> ExitCode {
    match run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<()> {
    let project = Project::locate()?;
    match cli.task {
        Task::Setup(options) => {
            setup::frontend(&project)?;
            if options.tests {
                setup::tests(&project)?;
            }
            println!("ready");
            Ok(())
        }
        Task::Build(profile) => {
            build::frontend(&project)?;
            build::server(&project, profile.release, &[]).map(|_| ())
        }
        Task::Serve(options) => serve::run(&project, options.profile.release, &options.args),
        Task::Check => check::run_all(&project),
        Task::Test(options) => test::run(&project, &options),
        Task::Bench { what } => bench::run(&project, what),
        Task::Dist => dist::run(&project),
    }
}
