//! The server, as a process of its own that can be killed.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::now;

/// A running server.
pub struct Node {
    pub url: String,
    /// Its process.
    pub child: Child,
    command: [String; 3],
}

impl Node {
    /// Starts it on a free port of this machine, and waits until it is ready.
    pub async fn start(binary: &str, database: &str, packs: &Path) -> Result<Self> {
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let command = [binary.to_owned(), database.to_owned(), packs.display().to_string()];
        let child = spawn(&command, port)?;
        let node = Self { url: format!("http://127.0.0.1:{port}"), command, child };
        node.ready().await?;
        Ok(node)
    }

    /// Kills it without a word, starts it again on the same port, and says how long it was away.
    pub async fn kill_and_restart(&mut self) -> Result<Duration> {
        let begun = now();
        self.child.kill()?;
        self.child.wait()?;
        let port = self.url.rsplit(':').next().and_then(|port| port.parse().ok()).context("no port")?;
        self.child = spawn(&self.command, port)?;
        self.ready().await?;
        Ok(begun.elapsed())
    }

    pub async fn stop(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    async fn ready(&self) -> Result<()> {
        let begun = now();
        let asked = format!("{}/readyz", self.url);
        while !reqwest::get(&asked).await.is_ok_and(|answer| answer.status().is_success()) {
            if begun.elapsed() > Duration::from_secs(30) {
                bail!("the server is not ready after 30 s");
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Ok(())
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        // It may have been stopped; either way it is gone after `wait`.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn([binary, database, packs]: &[String; 3], port: u16) -> Result<Child> {
    let mut command = Command::new(binary);
    command.args(["serve", "--addr", &format!("127.0.0.1:{port}"), "--database", database, "--content", packs]);
    // What goes wrong is worth reading; who comes and goes is not.
    command.env("CANOE_LOG", "error").stdin(Stdio::null()).stdout(Stdio::null());
    command.spawn().with_context(|| format!("cannot start {binary}"))
}
