//! Running other programs, with errors that name them.

use anyhow::{Context, Result, bail};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

/// Says what is going on, one plain line a step.
pub fn say(step: &str) {
    println!("==> {step}");
}

/// The cargo that runs this task.
pub fn cargo(dir: &Path) -> Command {
    let mut command = Command::new(crate::project::env("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(dir);
    command
}

/// The command as one would type it.
pub fn line(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
}

/// Runs with the terminal's output and fails when the program does.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    if !status.success() {
        bail!("`{}` failed ({status}); its own output is above", line(command));
    }
    Ok(())
}

/// Runs with the terminal's output and hands back how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    command.stdin(Stdio::null()).status().with_context(|| not_started(command))
}

/// Runs silently, shows what it wrote only when it failed, and hands back its standard output.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| not_started(command))?;
    if !output.status.success() {
        let text = [output.stdout, output.stderr].concat();
        bail!("`{}` failed ({}):\n{}", line(command), output.status, String::from_utf8_lossy(&text).trim());
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{}` wrote something that is not UTF-8", line(command)))
}

/// Runs silently for at most `limit`, then ends it; `None` when it could not start or took too long.
pub fn within(limit: Duration, command: &mut Command) -> Option<ExitStatus> {
    const STEP: Duration = Duration::from_millis(100);
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().ok()?;
    let mut waited = Duration::ZERO;
    while waited < limit {
        if let Some(status) = child.try_wait().ok()? {
            return Some(status);
        }
        std::thread::sleep(STEP);
        waited += STEP;
    }
    // It may have ended in this very moment; either way it is gone after `wait`.
    let _ = child.kill();
    let _ = child.wait();
    None
}

fn not_started(command: &Command) -> String {
    format!("cannot start `{}`: is {} installed?", line(command), command.get_program().to_string_lossy())
}
