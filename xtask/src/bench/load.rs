//! Loading one address with `wrk`, for a bounded time, on loopback only.

use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::command::output;

const SECONDS: u32 = 5;
const CONNECTIONS: u32 = 16;

/// What is asked, over and over.
pub struct Target {
    url: String,
    headers: Vec<String>,
    script: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Load {
    /// Requests a second.
    pub per_second: f64,
    /// Half of the answers came within this time.
    pub p50: Duration,
    /// All but one in a hundred did.
    pub p99: Duration,
}

impl Target {
    pub fn plain(url: &str) -> Self {
        Self { url: url.to_owned(), headers: Vec::new(), script: None }
    }

    pub fn with(url: String, headers: Vec<String>) -> Self {
        Self { url, headers, script: None }
    }

    /// With requests that a script for wrk makes up.
    pub fn scripted(url: &str, script: PathBuf) -> Self {
        Self { url: url.to_owned(), headers: Vec::new(), script: Some(script) }
    }

    /// The same requests to another server.
    pub fn of(&self, url: &str) -> Self {
        Self { url: url.to_owned(), headers: self.headers.clone(), script: self.script.clone() }
    }

    /// Loads it for a few seconds.
    ///
    /// # Errors
    /// Where any answer is no 2xx.
    pub fn load(&self) -> Result<Load> {
        let told = self.run()?;
        if let Some(wrong) = told.lines().find(|line| line.contains("Non-2xx") || line.contains("Socket errors")) {
            bail!("{}: {}", self.url, wrong.trim());
        }
        parse(&told).with_context(|| format!("wrk's answer cannot be read:\n{told}"))
    }

    /// Loads it for a few seconds, whatever is answered.
    pub fn load_whatever_comes(&self) -> Result<()> {
        self.run().map(drop)
    }

    fn run(&self) -> Result<String> {
        if !self.url.starts_with("http://127.0.0.1:") {
            bail!("{} is not on this machine", self.url);
        }
        let mut command = Command::new("wrk");
        command.args(["--latency", "--threads", "1", "--connections", &CONNECTIONS.to_string()]);
        command.args(["--duration", &format!("{SECONDS}s")]);
        for header in &self.headers {
            command.args(["--header", header]);
        }
        if let Some(script) = &self.script {
            command.arg("--script").arg(script);
        }
        output(command.arg(&self.url))
    }
}

fn parse(told: &str) -> Option<Load> {
    let after = |name: &str| told.lines().find_map(|line| line.trim().strip_prefix(name)).map(str::trim);
    Some(Load {
        per_second: after("Requests/sec:")?.parse().ok()?,
        p50: time(after("50%")?)?,
        p99: time(after("99%")?)?,
    })
}

/// A time as wrk writes it: `412.00us`, `1.25ms`, `1.01s`.
fn time(text: &str) -> Option<Duration> {
    let (number, unit) = text.split_at(text.find(|c: char| c.is_ascii_alphabetic())?);
    let seconds = match unit {
        "us" => 1e-6,
        "ms" => 1e-3,
        "s" => 1.0,
        _ => return None,
    };
    Some(Duration::from_secs_f64(number.parse::<f64>().ok()? * seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_wrk() {
        let told = "Running 5s test @ http://127.0.0.1:1/\n  Thread Stats   Avg      Stdev     Max   +/- Stdev\n    \
            Latency   130.13us   51.27us   1.86ms   82.06%\n  Latency Distribution\n     50%  120.00us\n     75%  150.00us\n     \
            90%  190.00us\n     99%    1.30ms\n  601234 requests in 5.00s, 70.10MB read\nRequests/sec: 120246.80\n";
        let load = parse(told).unwrap();
        assert_eq!(load.per_second, 120_246.8);
        assert_eq!((load.p50, load.p99), (Duration::from_micros(120), Duration::from_micros(1_300)));
        assert_eq!(parse("wrk: command not found"), None);
    }
}
