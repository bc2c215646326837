//! A throw-away PostgreSQL cluster: started for one run, gone after it.

use anyhow::{Context, Result};
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{output, say};
use crate::inputs::{create_dir, remove_dir};
use crate::project::on_path;
use crate::setup::is_root;

const USER: &str = "canoe";
const PREFIX: &str = "canoe-postgres-";

/// A running cluster; dropping it stops it and removes its folder.
pub struct Cluster {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

/// The folder of PostgreSQL's newest programs, which Debian keeps off the PATH.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let version = |path: &PathBuf| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest =
        versions.map(|entry| entry.path()).filter(|path| path.join("bin/initdb").is_file()).max_by_key(version);
    newest.map(|path| path.join("bin")).or_else(|| Some(on_path("initdb")?.parent()?.to_path_buf()))
}

/// Makes a database of this name on the server of this address anew; gives its address.
pub fn fresh(server: &str, name: &str) -> Result<String> {
    for statement in [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
        output(Command::new(psql()).args(["--quiet", "--dbname", server, "--command", &statement]))?;
    }
    let (address, query) = server.split_once('?').map_or((server, String::new()), |(a, q)| (a, format!("?{q}")));
    let host = address.find("://").map_or(0, |scheme| scheme + 3);
    let end = address[host..].find('/').map_or(address.len(), |slash| host + slash);
    Ok(format!("{}/{name}{query}", &address[..end]))
}

fn psql() -> PathBuf {
    programs().map_or_else(|| PathBuf::from("psql"), |programs| programs.join("psql"))
}

impl Cluster {
    /// Makes a cluster with these databases, on a free port of 127.0.0.1, and waits until it answers.
    pub fn start(databases: &[&str]) -> Result<Self> {
        remove_abandoned();
        let programs = programs().context("PostgreSQL's programs are missing: run `cargo xtask setup --tests`")?;
        let folder = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        remove_dir(&folder)?;
        create_dir(&folder)?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        say(&format!("starting a PostgreSQL for this run on 127.0.0.1:{port}"));
        let cluster = Self { folder, programs, port };
        if is_root() {
            output(Command::new("chown").arg("postgres").arg(&cluster.folder))?;
        }
        output(cluster.program("initdb").args([
            "--username",
            USER,
            "--auth",
            "trust",
            "--encoding",
            "UTF8",
            "--locale",
            "C",
        ]))?;
        let settings = format!(
            "-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={} -c max_connections=300 -c fsync=on",
            cluster.folder.display()
        );
        let log = cluster.folder.join("log");
        let started =
            output(cluster.program("pg_ctl").args(["start", "--wait", "--options", &settings, "--log"]).arg(&log));
        started.with_context(|| fs::read_to_string(&log).unwrap_or_default())?;
        for database in databases {
            let address = ["--host", "127.0.0.1", "--port", &port.to_string(), "--username", USER, database];
            output(Command::new(cluster.programs.join("createdb")).args(address))?;
        }
        Ok(cluster)
    }

    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://{USER}@127.0.0.1:{}/{database}", self.port)
    }

    /// A program of PostgreSQL on this cluster's data; as the user postgres, because it refuses to run as root.
    fn program(&self, name: &str) -> Command {
        let mut command = program(&self.programs, name);
        command.env("PGDATA", self.folder.join("data")).current_dir(&self.folder);
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        stop(&self.programs, &self.folder);
    }
}

fn program(programs: &Path, name: &str) -> Command {
    let path = programs.join(name);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("runuser");
    command.args(["-u", "postgres", "--"]).arg(path);
    command
}

/// Errors are not worth a failed run: the folder may never have become a cluster.
fn stop(programs: &Path, folder: &Path) {
    let data = folder.join("data");
    let mut command = program(programs, "pg_ctl");
    let _ = output(command.args(["stop", "--wait", "--mode", "immediate", "--pgdata"]).arg(data).current_dir(folder));
    let _ = remove_dir(folder);
}

/// Stops clusters whose run was killed and could not do it itself.
fn remove_abandoned() {
    let (Some(programs), Ok(entries)) = (programs(), fs::read_dir(std::env::temp_dir())) else { return };
    for folder in entries.flatten().map(|entry| entry.path()) {
        let name = folder.file_name().and_then(|name| name.to_str());
        let Some(process) = name.and_then(|name| name.strip_prefix(PREFIX)) else { continue };
        if Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
            stop(&programs, &folder);
        }
    }
}
