//! `--demo`: loads the demo company and says how to sign in.

use anyhow::{Result, anyhow};
use services::demo::{self, DemoPerson};
use services::{Error, Services};

/// The database of the demo where none is named, so that it never mixes with a real one.
pub const DATABASE: &str = "sqlite://data/demo.db";

/// Loads the demo company into an empty database and says how to sign in. A database that has people stays as it is.
pub async fn load(services: &Services, url: &str) -> Result<()> {
    match demo::load(services).await {
        Ok(guide) => {
            list(&guide.people, guide.password);
            println!("\nAsk as a phone system would, whether the demo rep may take calls:\n  {}\n", guide.curl(url));
            Ok(())
        }
        Err(Error::Refused { code: "not-empty", .. }) => {
            println!("\nThis database has people already, so it stays as it is. If they came from the demo:");
            list(&demo::people(), demo::PASSWORD);
            println!("\nAn API key is shown only once; the admin makes a new one under “API keys”.\n");
            Ok(())
        }
        Err(Error::Unavailable(cause)) => Err(anyhow!(cause).context("cannot load the demo")),
        Err(error) => Err(anyhow!("cannot load the demo: {error}")),
    }
}

fn list(people: &[DemoPerson], password: &str) {
    println!("\nSign in with the password  {password}");
    for DemoPerson { role, name, email, note } in people {
        println!("  {role:<8} {email:<34} {name}: {note}");
    }
}
