//! The canoe binary.

use std::process::ExitCode;

fn main() -> ExitCode {
    canoe_server::command::run()
}
