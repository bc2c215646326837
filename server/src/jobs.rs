//! What happens without a request: exams whose time is over are decided, difficulties are learned overnight, changed packs are loaded, limits
//! are tidied.

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use services::assessment::{learn_overnight, settle_overdue};
use services::catalog::Material;
use tokio::time::{MissedTickBehavior, interval};

use crate::{AppState, material};

const SETTLE_EVERY: Duration = Duration::from_secs(15);
/// The job itself runs once a day; this is how soon after midnight (UTC), or after a start.
const LEARN_EVERY: Duration = Duration::from_secs(600);
const LOOK_EVERY: Duration = Duration::from_secs(2);
const TIDY_EVERY: Duration = Duration::from_secs(300);

/// Starts all jobs; they end with the runtime.
pub fn start(state: &AppState) {
    tokio::spawn(settle(state.clone()));
    tokio::spawn(learn(state.clone()));
    tokio::spawn(tidy(state.clone()));
    if let Some(folder) = state.settings.content.clone() {
        tokio::spawn(watch(state.clone(), folder));
    }
}

async fn settle(state: AppState) {
    let mut tick = every(SETTLE_EVERY);
    loop {
        tick.tick().await;
        match settle_overdue(&state.services).await {
            Ok(0) => {}
            Ok(settled) => tracing::info!(settled, "exams decided at their deadline"),
            Err(error) => tracing::warn!(%error, "exams past their deadline could not be decided; trying again"),
        }
    }
}

async fn learn(state: AppState) {
    let mut tick = every(LEARN_EVERY);
    // Not while it starts.
    tick.tick().await;
    loop {
        tick.tick().await;
        if let Err(error) = learn_overnight(&state.services).await {
            tracing::warn!(%error, "nothing could be learned from answers; trying again");
        }
    }
}

async fn tidy(state: AppState) {
    let mut tick = every(TIDY_EVERY);
    loop {
        tick.tick().await;
        state.limits.tidy();
    }
}

/// Loads packs when a file changed. Looks at times and sizes; it works on every file system, network and container mounts
/// included, where notifications do not.
async fn watch(state: AppState, folder: PathBuf) {
    let mut tick = every(LOOK_EVERY);
    let mut seen = signature(folder.clone()).await;
    loop {
        tick.tick().await;
        let now = signature(folder.clone()).await;
        if now != seen {
            seen = now;
            reload(&state, folder.clone()).await;
        }
    }
}

/// Loads the packs of this folder; where they are broken, says so in the log and keeps the last good ones.
pub async fn reload(state: &AppState, folder: PathBuf) {
    let loaded = tokio::task::spawn_blocking(move || material::files(Some(&folder)).map(Material::from_files)).await;
    match loaded {
        Ok(Ok(Ok((material, warnings)))) => {
            if material.fingerprint() != state.services.material().fingerprint() {
                state.services.replace_material(material);
                tracing::info!(warnings = warnings.len(), "packs loaded");
            }
        }
        Ok(Ok(Err(faults))) => {
            tracing::error!("the packs are broken; the last good ones stay:\n{}", material::list(&faults))
        }
        Ok(Err(error)) => tracing::error!("{error:#}; the last good packs stay"),
        Err(error) => tracing::error!(%error, "loading the packs failed; the last good ones stay"),
    }
}

/// Times and sizes of all files, in order.
async fn signature(folder: PathBuf) -> Vec<(PathBuf, Option<SystemTime>, u64)> {
    tokio::task::spawn_blocking(move || {
        let mut found = Vec::new();
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
                match entry.metadata() {
                    Ok(meta) if meta.is_dir() => folders.push(entry.path()),
                    Ok(meta) => found.push((entry.path(), meta.modified().ok(), meta.len())),
                    Err(_) => {}
                }
            }
        }
        found.sort();
        found
    })
    .await
    .unwrap_or_default()
}

fn every(period: Duration) -> tokio::time::Interval {
    let mut tick = interval(period);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    tick
}
