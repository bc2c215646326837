//! The command line.

mod check;
mod cli;
mod content;
mod demo;
mod manage;
mod open;
mod preview;
mod serve;

use std::process::ExitCode;

use clap::Parser as _;
use cli::{Cli, Command};

use crate::settings::Settings;

/// Runs the command line: exit code 0, 1 when it failed, 2 when it was not understood.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    let settings = match Settings::read() {
        Ok(settings) => settings,
        Err(error) => {
            eprintln!("canoe: a setting is wrong: {error}");
            return ExitCode::from(2);
        }
    };
    match start(cli.command, settings) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("canoe: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn start(command: Command, settings: Settings) -> anyhow::Result<()> {
    match command {
        Command::Content(command) => content::run(command, settings),
        Command::Openapi => {
            println!("{}", crate::rest::openapi().to_pretty_json()?);
            Ok(())
        }
        Command::Serve(arguments) => block_on(serve::run(arguments, settings)),
        Command::Check(arguments) => block_on(check::run(arguments, settings)),
        Command::Migrate(arguments) => block_on(manage::migrate(arguments.apply(settings))),
        Command::Person(command) => block_on(manage::person(command, settings)),
        Command::Team(command) => block_on(manage::team(command, settings)),
        Command::ApiKey(command) => block_on(manage::api_key(command, settings)),
    }
}

fn block_on(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    // A page is rendered while another waits for it: one worker would stand still.
    let workers = std::thread::available_parallelism().map_or(2, |n| n.get().max(2));
    tokio::runtime::Builder::new_multi_thread().worker_threads(workers).enable_all().build()?.block_on(work)
}
