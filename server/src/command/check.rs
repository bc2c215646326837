//! `canoe check`.

use anyhow::{Result, bail};
use serde_json::json;
use services::assessment::replay_all;

use super::cli::CheckArguments;
use super::open;
use crate::settings::Settings;

/// Replays what is stored. It needs no material: a past attempt stands on what was stored of it alone.
pub async fn run(arguments: CheckArguments, settings: Settings) -> Result<()> {
    let services = open::services(&arguments.database.apply(settings)).await?;
    let replayed = replay_all(&services).await?;
    if arguments.json {
        let found = json!({
            "attempts": replayed.attempts, "decisions": replayed.decisions, "differences": replayed.differences,
        });
        println!("{}", serde_json::to_string_pretty(&found)?);
    } else {
        for difference in &replayed.differences {
            println!("{difference}");
        }
    }
    if !replayed.differences.is_empty() {
        bail!("{} of {} attempts do not come out as they are stored", replayed.differences.len(), replayed.attempts);
    }
    if !arguments.json {
        println!("{} attempts replayed, {} decisions: all as they are stored.", replayed.attempts, replayed.decisions);
    }
    Ok(())
}
