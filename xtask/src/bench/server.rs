//! The two servers that are measured, each on a free port of 127.0.0.1, ended with this run.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::load::Target;
use crate::command::output;
use crate::project::Project;
use crate::serve::locate_files;

const PASSWORD: &str = "quiet-river-early-light";
const LESSON: &str = "/learn/halyard/offering/10-between-midnight-and-five";

/// The bare axum server.
pub struct Bare {
    pub url: String,
    _child: Running,
}

impl Bare {
    pub fn start(binary: &Path) -> Result<Self> {
        let mut child = Running::spawn(Command::new(binary).arg("127.0.0.1:0"))?;
        let url = child.line(|line| line.strip_prefix("bare is at ").map(str::to_owned))?;
        Ok(Self { url, _child: child })
    }
}

/// Canoe with its demo company on a fresh SQLite file.
pub struct Canoe {
    /// From a restart on that file to the first answer.
    pub started_in: Duration,
    url: String,
    key: String,
    clearance_path: String,
    folder: PathBuf,
    child: Running,
}

impl Canoe {
    pub fn start(project: &Project, binary: &Path) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("canoe-bench-{}", std::process::id()));
        let database = format!("sqlite://{}", folder.join("canoe.db").display());
        let serve = |demo: bool| {
            let mut command = Command::new(binary);
            command.args(["serve", "--addr", "127.0.0.1:0", "--database", &database]);
            command.args(demo.then_some("--demo")).env("CANOE_LOG", "warn");
            locate_files(project, &mut command);
            command
        };
        let mut first = Running::spawn(&mut serve(true))?;
        let curl = first.line(|line| line.trim().starts_with("curl -H").then(|| line.trim().to_owned()))?;
        let quoted: Vec<&str> = curl.split('\'').collect();
        let (Some(key), Some(asked)) = (quoted.get(1), quoted.get(3)) else { bail!("no key in: {curl}") };
        let path = asked.splitn(4, '/').nth(3).context("no path in the demo's curl line")?.to_owned();
        let key = (*key).to_owned();
        drop(first);
        #[expect(clippy::disallowed_methods, reason = "this measures how long the start takes")]
        let begun = Instant::now();
        let mut child = Running::spawn(&mut serve(false))?;
        let url = child.line(|line| line.strip_prefix("Canoe is at ").map(str::to_owned))?;
        while output(Command::new("curl").args(["--silent", "--fail", &format!("{url}/readyz")])).is_err() {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("the server is not ready after 30 s");
            }
        }
        Ok(Self { started_in: begun.elapsed(), url, key, clearance_path: path, folder, child })
    }

    /// The question of a phone system.
    pub fn clearance(&self, accept: &str) -> Target {
        let url = format!("{}/{}", self.url, self.clearance_path);
        Target::with(url, vec![self.key.clone(), format!("Accept: {accept}")])
    }

    /// A lesson, as a rep who is certified reads it.
    pub fn lesson(&self) -> Result<Target> {
        let form = format!("email=sofia%40halyard.example&password={PASSWORD}");
        let mut command = Command::new("curl");
        command.args(["--silent", "--show-error", "--include", "--data", &form, "--header", "Accept: text/html"]);
        command.args(["--header", "Sec-Fetch-Site: same-origin", &format!("{}/api/sign-in", self.url)]);
        let answer = output(&mut command)?;
        let cookie = answer.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            let pair = value.split(';').next()?;
            (name.eq_ignore_ascii_case("set-cookie") && pair.starts_with("canoe=")).then(|| pair.to_owned())
        });
        let cookie = cookie.with_context(|| format!("nobody signed in:\n{answer}"))?;
        let url = format!("{}{LESSON}", self.url);
        Ok(Target::with(url, vec![format!("Cookie: {cookie}"), "Accept: text/html".to_owned()]))
    }

    /// Resident memory in MiB; none where the system does not tell.
    pub fn memory(&self) -> Option<f64> {
        memory_of(self.child.0.id())
    }
}

/// Resident memory of a process in MiB; none where the system does not tell.
pub fn memory_of(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let kib = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?;
    Some(kib.trim().parse::<f64>().ok()? / 1024.0)
}

impl Drop for Canoe {
    fn drop(&mut self) {
        // A folder that stays behind is a nuisance, not a wrong figure.
        drop(fs::remove_dir_all(&self.folder));
    }
}

/// A child that ends with this value.
struct Running(Child);

impl Running {
    fn spawn(command: &mut Command) -> Result<Self> {
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
        child.map(Self).with_context(|| format!("cannot start {}", command.get_program().to_string_lossy()))
    }

    /// The first thing found in a line of its output.
    fn line<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        let mut out = BufReader::new(self.0.stdout.take().context("its output has been read already")?);
        let mut text = String::new();
        while out.read_line(&mut text)? > 0 {
            if let Some(found) = find(text.trim_end()) {
                // Whatever it still writes is read away, so that it never waits for a reader.
                std::thread::spawn(move || std::io::copy(&mut out, &mut std::io::sink()));
                return Ok(found);
            }
            text.clear();
        }
        bail!("it ended without saying where it is")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone after `wait`.
        drop(self.0.kill());
        drop(self.0.wait());
    }
}
