//! A server with a crowd of people, and what is asked about them.

use anyhow::{Context, Result, bail};
use std::fs;
use std::io::{BufRead, BufReader, Lines, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::load::Target;
use crate::inputs::{create_dir, remove_dir};
use crate::project::Project;
use crate::serve::locate_files;

/// The example `crowd`, and the server it has started.
pub struct Crowd {
    url: String,
    /// What it said about deciding for everybody.
    pub decided: String,
    keys: Vec<String>,
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
        let [url, process, keys]: [&str; 3] =
            place.split(' ').collect::<Vec<_>>().try_into().ok().context("the crowd's place cannot be read")?;
        Ok(Self {
            url: url.to_owned(),
            decided,
            keys: keys.split(',').map(str::to_owned).collect(),
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
        loop {
            let line = self.lines.next().transpose()?.context("the crowd ended without a word")?;
            if line.contains(" reps gave ") {
                return Ok(line);
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
