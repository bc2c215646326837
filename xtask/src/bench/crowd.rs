//! A server with a crowd of people, and what is asked about them.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use super::load::Target;
use crate::command::output;
use crate::inputs::{create_dir, remove_dir};
use crate::project::Project;
use crate::serve::locate_files;

/// The example `crowd`, and the server it has started.
pub struct Crowd {
    url: String,
    /// What it said about deciding for everybody.
    pub decided: String,
    keys: Vec<String>,
    /// Session of an admin, who sees everybody.
    pub admin: String,
    /// Session of the manager of a team of fifty.
    pub manager: String,
    people: u32,
    process: u32,
    folder: PathBuf,
    lines: Lines<BufReader<ChildStdout>>,
    input: ChildStdin,
    child: Child,
}

impl Crowd {
    /// Fills the database of this address, or a fresh SQLite file, and starts a server on it.
    pub fn start(
        project: &Project,
        (canoe, example): (&Path, &Path),
        postgres: Option<&str>,
        people: u32,
    ) -> Result<Self> {
        let folder = std::env::temp_dir().join(format!("canoe-crowd-{}", std::process::id()));
        remove_dir(&folder)?;
        create_dir(&folder)?;
        let file = format!("sqlite://{}", folder.join("canoe.db").display());
        let mut command = Command::new(example);
        command.arg(canoe).arg(postgres.unwrap_or(&file)).arg(project.path("content/packs")).arg(people.to_string());
        locate_files(project, &mut command);
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("cannot start the crowd")?;
        let input = child.stdin.take().context("the crowd has no input")?;
        let mut lines = BufReader::new(child.stdout.take().context("the crowd has no output")?).lines();
        let mut decided = String::new();
        let place = loop {
            let Some(line) = lines.next().transpose()? else { bail!("the crowd ended without saying where it is") };
            match line.strip_prefix("crowd is at ") {
                Some(place) => break place.to_owned(),
                None => decided = line,
            }
        };
        let [url, process, keys, admin, manager]: [&str; 5] =
            place.split(' ').collect::<Vec<_>>().try_into().ok().context("the crowd's place cannot be read")?;
        Ok(Self {
            url: url.to_owned(),
            decided,
            keys: keys.split(',').map(str::to_owned).collect(),
            admin: admin.to_owned(),
            manager: manager.to_owned(),
            people,
            process: process.parse()?,
            folder,
            lines,
            input,
            child,
        })
    }

    /// The check about anybody, each time about somebody else.
    pub fn clearance(&self, accept: &str) -> Result<Target> {
        let keys: Vec<String> = self.keys.iter().map(|key| format!("\"Bearer {key}\"")).collect();
        let script = format!(
            "local keys = {{ {} }}\nlocal n = 0\nfunction request()\n  n = n + 1\n  return wrk.format('GET', \
             '/api/v1/people/agent-' .. math.random({}) .. '/clearance?scope=outbound', {{ ['Authorization'] = keys[n % #keys + 1], \
             ['Accept'] = '{accept}' }})\nend\n",
            keys.join(", "),
            self.people
        );
        self.scripted("clearance.lua", &script)
    }

    /// Somebody who guesses passwords as fast as they can.
    pub fn guesses(&self) -> Result<Target> {
        let script = "function request()\n  return wrk.format('POST', '/api/sign-in', { ['Content-Type'] = \
                      'application/x-www-form-urlencoded', ['Sec-Fetch-Site'] = 'same-origin' }, 'email=agent-' .. math.random(1000) .. \
                      '%40halyard.example&password=a-wrong-password')\nend\n";
        self.scripted("guess.lua", script)
    }

    fn scripted(&self, name: &str, script: &str) -> Result<Target> {
        let path = self.folder.join(name);
        fs::write(&path, script)?;
        Ok(Target::scripted(&self.url, path))
    }

    /// Lets fifty reps begin the exam.
    pub fn sit(&mut self) -> Result<()> {
        Ok(writeln!(self.input, "sit")?)
    }

    /// What came of it, once they have all finished.
    pub fn sat(&mut self) -> Result<String> {
        self.line(|line| line.contains(" reps gave ").then(|| line.to_owned()))
    }

    /// Kills the server and starts it again; says how long it took until it was ready.
    pub fn restart(&mut self) -> Result<Duration> {
        writeln!(self.input, "restart")?;
        let back = self.line(|line| line.strip_prefix("back ").map(str::to_owned))?;
        let (process, seconds) = back.split_once(' ').context("the crowd's restart cannot be read")?;
        self.process = process.parse()?;
        Ok(Duration::from_secs_f64(seconds.parse()?))
    }

    /// How long a page takes, as somebody with that session sees it: the median of so many times, after one that does not count.
    pub fn page(&self, path: &str, session: &str, times: usize) -> Result<Duration> {
        let address = format!("{}{path}", self.url);
        let mut took = Vec::with_capacity(times);
        for _ in 0..=times {
            let mut curl = Command::new("curl");
            curl.args(["--silent", "--show-error", "--fail", "--output", "/dev/null", "--write-out", "%{time_total}"]);
            curl.args(["--header", &format!("Cookie: canoe={session}"), "--header", "Accept: text/html", &address]);
            took.push(output(&mut curl)?.trim().parse()?);
        }
        took.remove(0);
        took.sort_by(f64::total_cmp);
        took.get(times / 2).copied().map(Duration::from_secs_f64).context("it was not asked for")
    }

    fn line<T>(&mut self, find: impl Fn(&str) -> Option<T>) -> Result<T> {
        loop {
            let line = self.lines.next().transpose()?.context("the crowd ended without a word")?;
            if let Some(found) = find(&line) {
                return Ok(found);
            }
        }
    }

    /// Resident memory of the server in MiB; none where the system does not tell.
    pub fn memory(&self) -> Option<f64> {
        super::server::memory_of(self.process)
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        // It takes the server with it; either way both are gone after `wait`.
        drop(self.child.kill());
        drop(self.child.wait());
        drop(fs::remove_dir_all(&self.folder));
    }
}
