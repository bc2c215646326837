//! `canoe content check` and `canoe content preview`.

use std::path::Path;

use anyhow::{Result, bail};
use content::{Severity, load};

use super::cli::ContentCommand;
use super::preview;
use crate::material;
use crate::settings::Settings;

pub fn run(command: ContentCommand, settings: Settings) -> Result<()> {
    match command {
        ContentCommand::Check { dir, json } => check(dir.as_deref().or(settings.content.as_deref()), json),
        ContentCommand::Preview { dir, content, json, database } => {
            let mut settings = database.apply(settings);
            settings.content = content.or(settings.content);
            super::block_on(preview::run(&dir, json, &settings))
        }
    }
}

fn check(dir: Option<&Path>, json: bool) -> Result<()> {
    let loaded = load(&material::files(dir)?);
    if json {
        println!("{}", serde_json::to_string_pretty(&loaded.faults)?);
    } else {
        for fault in &loaded.faults {
            println!("{fault}");
        }
    }
    let count = |severity| loaded.faults.iter().filter(|fault| fault.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors > 0 {
        bail!("{errors} errors, {warnings} warnings");
    }
    if let (Some(catalog), false) = (&loaded.catalog, json) {
        for pack in catalog.packs.values() {
            let lessons: usize = pack.modules.values().map(|module| module.lessons.len()).sum();
            let questions: usize = pack.modules.values().map(|module| module.questions.len()).sum();
            let modules = pack.modules.len();
            println!("{}: {modules} modules, {lessons} lessons, {questions} questions, {warnings} warnings", pack.name);
        }
    }
    Ok(())
}
