//! What happens without a request: exams whose time is over are decided, so is what certificates that end leave, difficulties are learned
//! overnight, changed packs are loaded, other systems are told what happened, limits and old events are tidied.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use services::assessment::{learn_overnight, settle_overdue};
use services::catalog::{Material, store_material};
use services::clearance;
use services::integration::webhook;
use services::learning::tell_overdue;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::{AppState, material};

const SETTLE_EVERY: Duration = Duration::from_secs(15);
/// How soon other systems are told what time has changed. Checks do not wait for it.
const DECIDE_EVERY: Duration = Duration::from_secs(5);
/// The job itself runs once a day; this is how soon after midnight (UTC), or after a start.
const LEARN_EVERY: Duration = Duration::from_secs(600);
/// How soon a version that could not be stored is tried again.
const KEEP_EVERY: Duration = Duration::from_secs(15);
const LOOK_EVERY: Duration = Duration::from_secs(2);
const TIDY_EVERY: Duration = Duration::from_secs(300);
/// How soon an event is sent to whoever wants it.
const SEND_EVERY: Duration = Duration::from_secs(1);
const OVERDUE_EVERY: Duration = Duration::from_secs(60);
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// Starts all jobs; they end with the runtime.
pub fn start(state: &AppState) {
    tokio::spawn(settle(state.clone()));
    tokio::spawn(decide(state.clone()));
    tokio::spawn(learn(state.clone()));
    tokio::spawn(tidy(state.clone()));
    tokio::spawn(keep(state.clone()));
    tokio::spawn(send(state.clone()));
    tokio::spawn(overdue(state.clone()));
    tokio::spawn(forget(state.clone()));
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

/// Stores what is live and not stored yet, until that has worked once for each set of packs.
async fn keep(state: AppState) {
    let mut tick = every(KEEP_EVERY);
    let mut kept = String::new();
    loop {
        tick.tick().await;
        let live = state.services.material().fingerprint().to_owned();
        if live != kept && keep_versions(&state).await && decide_behind(&state).await {
            kept = live;
        }
    }
}

/// Decides for everybody whose clearance was last decided under other packs or an older Canoe; says whether that is done.
async fn decide_behind(state: &AppState) -> bool {
    match clearance::decide_behind(&state.services).await {
        Ok(0) => true,
        Ok(decided) => {
            tracing::info!(decided, "clearances decided anew");
            true
        }
        Err(error) => {
            tracing::warn!(%error, "clearances could not be decided anew; checks decide for themselves; trying again");
            false
        }
    }
}

/// Decides for everybody for whom time has changed something.
async fn decide(state: AppState) {
    let mut tick = every(DECIDE_EVERY);
    loop {
        tick.tick().await;
        match clearance::decide_due(&state.services).await {
            Ok(0) => {}
            Ok(decided) => tracing::info!(decided, "clearances changed with time"),
            Err(error) => tracing::warn!(%error, "what time has changed could not be decided; trying again"),
        }
    }
}

/// Stores the versions that are live and not stored yet; says whether they are all stored now.
pub async fn keep_versions(state: &AppState) -> bool {
    match store_material(&state.services).await {
        Ok(0) => true,
        Ok(new) => {
            tracing::info!(new, "versions of lessons and questions stored");
            true
        }
        Err(error) => {
            tracing::warn!(%error, "versions of lessons and questions could not be stored; trying again");
            false
        }
    }
}

/// Sends webhooks, to each endpoint at its own pace: one that is slow keeps nobody else waiting.
async fn send(state: AppState) {
    let mut tick = every(SEND_EVERY);
    let mut running: BTreeMap<_, JoinHandle<()>> = BTreeMap::new();
    loop {
        tick.tick().await;
        running.retain(|_, job| !job.is_finished());
        let due = match webhook::endpoints_due(&state.services).await {
            Ok(due) => due,
            Err(error) => {
                tracing::warn!(%error, "it is not known what webhooks are due; trying again");
                continue;
            }
        };
        for endpoint in due {
            let services = state.services.clone();
            running.entry(endpoint).or_insert_with(|| {
                tokio::spawn(async move {
                    if let Err(error) = webhook::deliver(&services, endpoint).await {
                        tracing::warn!(%endpoint, %error, "a webhook could not be sent; trying again");
                    }
                })
            });
        }
    }
}

async fn overdue(state: AppState) {
    let mut tick = every(OVERDUE_EVERY);
    loop {
        tick.tick().await;
        match tell_overdue(&state.services).await {
            Ok(0) => {}
            Ok(told) => tracing::info!(told, "assignments are overdue"),
            Err(error) => tracing::warn!(%error, "it is not known which assignments are overdue; trying again"),
        }
    }
}

/// Deletes old events with the log of their deliveries.
async fn forget(state: AppState) {
    let mut tick = every(FORGET_EVERY);
    loop {
        tick.tick().await;
        match webhook::tidy(&state.services).await {
            Ok(0) => {}
            Ok(events) => tracing::info!(events, "old events are tidied away"),
            Err(error) => tracing::warn!(%error, "old events could not be tidied away; trying again"),
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
                keep_versions(state).await;
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
