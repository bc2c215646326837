//! The canoe binary.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Pages are put together from many small pieces; the system's allocator takes twice as long for them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    canoe_server::command::run()
}
