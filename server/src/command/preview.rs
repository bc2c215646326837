//! `canoe content preview`.

use std::path::Path;

use anyhow::{Result, bail};
use app::ssr::preview_of_packs;
use domain::authz::Actor;
use domain::certification::PolicyChange;
use serde_json::{Value, json};
use services::Services;
use services::catalog::{Loss, Material, Preview, ScopePreview, preview};
use services::ports::Ports;

use super::open;
use crate::material;
use crate::settings::Settings;

/// Says what packs would change, in words with times in UTC, or as JSON.
pub async fn run(dir: &Path, json: bool, settings: &Settings) -> Result<()> {
    let candidate = match Material::from_files(material::files(Some(dir))?) {
        Ok((candidate, _)) => candidate,
        Err(faults) => {
            println!("{}", material::list(&faults));
            bail!("these packs cannot go live");
        }
    };
    let live = material::load(settings.content.as_deref())?;
    let services = Services::new(open::store(settings).await?, Ports::system(), live);
    let preview = preview(&services, &Actor::System, &candidate).await?;
    if json {
        println!("{}", serde_json::to_string_pretty(&as_json(&preview))?);
    } else {
        print(&preview);
    }
    Ok(())
}

fn as_json(preview: &Preview) -> Value {
    let loss = |loss: &Loss| {
        json!({
            "person": loss.person, "name": loss.name, "teams": loss.teams, "at": loss.at, "from": loss.from, "to": loss.to,
            "reasons": loss.reasons.iter().map(|reason| &reason.message).collect::<Vec<_>>(),
        })
    };
    let term = |change: &PolicyChange| json!({ "term": change.term, "from": change.before, "to": change.after });
    let scope = |scope: &ScopePreview| {
        json!({
            "scope": scope.scope, "gone": scope.gone, "solo": scope.solo, "supervised": scope.supervised,
            "policy": scope.policy.iter().map(term).collect::<Vec<_>>(),
            "losses": scope.losses.iter().map(loss).collect::<Vec<_>>(),
        })
    };
    let revisions = preview.revisions.iter().map(|found| {
        let revision = &found.revision;
        json!({
            "module": revision.module, "from": found.before, "to": revision.number, "change": revision.change,
            "due": revision.due(), "questions": revision.changed, "people": found.people,
        })
    });
    let silent = preview.silent.iter().map(|found| {
        json!({
            "module": found.module, "questions": found.questions, "revision": found.revision, "last": found.last,
        })
    });
    json!({
        "at": preview.at,
        "revisions": revisions.collect::<Vec<_>>(),
        "unannounced": silent.collect::<Vec<_>>(),
        "scopes": preview.scopes.iter().map(scope).collect::<Vec<_>>(),
    })
}

fn print(preview: &Preview) {
    let view = preview_of_packs(preview, "UTC");
    for module in view.modules {
        println!("{}, revision {}, {}: {}", module.title, module.revision, module.kind, module.words);
    }
    for words in view.silent {
        println!("{words}");
    }
    for scope in view.scopes {
        println!("{}: {}", scope.title, scope.summary.join(" "));
        for (term, before, after) in scope.policy {
            println!("  {term}: {before} → {after}");
        }
        for loss in scope.losses {
            let team = if loss.team.is_empty() { String::new() } else { format!(" ({})", loss.team) };
            println!("  {}{team}: {}, {}. {}", loss.name, loss.levels, loss.at, loss.why);
        }
        if scope.more > 0 {
            println!("  and {} more; --json lists all", scope.more);
        }
    }
}
