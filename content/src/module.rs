//! `module.toml`.

use domain::catalog::{ModuleRef, Objective, QuizRule, RevisionChange, Slug};
use domain::identity::Email;

use crate::doc::{At, Doc, Table, Value};
use crate::fault::{Fault, Sink};
use crate::files::Files;
use crate::nearest::suggest;
use crate::text::{Text, decode};

/// What `module.toml` says.
#[derive(Debug)]
pub(crate) struct Head {
    pub title: String,
    pub summary: String,
    pub revision: u32,
    pub change: RevisionChange,
    pub grace_days: u32,
    pub requires: Vec<At<Slug>>,
    pub objectives: Vec<Objective>,
    pub quiz: QuizRule,
    pub authors: Vec<Email>,
}

/// Reads `module.toml`.
pub(crate) fn read(files: &Files, path: &str, sink: &Sink) -> Option<Head> {
    let errors = sink.errors();
    let source = decode(path, files.get(path)?, sink)?;
    let doc = Doc::parse(Text::new(path, &source, 1), sink)?;
    let table = doc.table(sink);
    let title = table.need("title").and_then(|title| title.text());
    let summary = table.need("summary").and_then(|summary| summary.text());
    let revision = table.need("revision").and_then(|revision| revision.whole(1..=u32::MAX));
    let change = table.find("change").map_or(Some(RevisionChange::default()), |value| change(&value));
    let grace_days = grace_days(table.find("grace_days").as_ref(), change);
    let requires = table.find("requires").as_ref().map(Value::slugs).unwrap_or_default();
    let objectives = table.need("objectives").as_ref().map(objectives);
    let quiz = table.find("quiz").map_or(Some(QuizRule::default()), |value| quiz(&value.table()?));
    let authors = table.find("authors").as_ref().map(authors).unwrap_or_default();
    table.finish();
    let head = Head {
        title: title?,
        summary: summary?,
        revision: revision?,
        change: change?,
        grace_days: grace_days?,
        requires,
        objectives: objectives?,
        quiz: quiz?,
        authors,
    };
    (sink.errors() == errors).then_some(head)
}

/// The module's reference.
pub(crate) fn reference(pack: &Slug, module: &Slug) -> ModuleRef {
    ModuleRef { pack: pack.clone(), module: module.clone() }
}

fn change(value: &Value<'_>) -> Option<RevisionChange> {
    let text = value.text()?;
    let change = text.parse().ok();
    if change.is_none() {
        let fault = Fault::error(value.spot(), "value", format!("`change` cannot be `{text}`"));
        value.push(fault.maybe_help(suggest(&text, &["editorial", "material", "critical"])));
    }
    change
}

/// The days of grace, or the usual ones of this kind of change; a change that asks nothing has none.
fn grace_days(value: Option<&Value<'_>>, change: Option<RevisionChange>) -> Option<u32> {
    let Some(value) = value else { return Some(change.unwrap_or_default().usual_grace_days()) };
    let days = value.whole(0..=365);
    if change == Some(RevisionChange::Editorial) {
        let fault = Fault::error(value.spot(), "value", "an editorial change asks nothing, so it has no days of grace");
        value.push(fault.help("leave `grace_days` out, or say `change = \"material\"` or `\"critical\"`"));
        return None;
    }
    days
}

/// Addresses of who wrote the questions; what is none is reported and left out.
fn authors(value: &Value<'_>) -> Vec<Email> {
    let mut authors: Vec<Email> = Vec::new();
    for item in value.list().unwrap_or_default() {
        let Some(text) = item.text() else { continue };
        match Email::parse(&text) {
            Ok(email) if authors.contains(&email) => {
                item.push(Fault::error(item.spot(), "twice", format!("`{email}` stands in `authors` twice")));
            }
            Ok(email) => authors.push(email),
            Err(_) => {
                let fault = Fault::error(item.spot(), "email", format!("`{text}` is not an e-mail address"));
                item.push(fault.help("write it like ada@example.com"));
            }
        }
    }
    authors
}

fn objectives(value: &Value<'_>) -> Vec<Objective> {
    let items = value.list().unwrap_or_default();
    if items.is_empty() {
        value.push(Fault::error(value.spot(), "empty", "a module needs an objective"));
    }
    let mut objectives: Vec<Objective> = Vec::new();
    for table in items.iter().filter_map(Value::table) {
        let Some((id, objective)) = objective(table) else { continue };
        if objectives.iter().any(|other| other.id == objective.id) {
            value.push(Fault::error(id, "twice", format!("there is an objective `{}` already", objective.id)));
        } else {
            objectives.push(objective);
        }
    }
    objectives
}

fn objective(table: Table<'_>) -> Option<(crate::fault::Spot, Objective)> {
    let id = table.need("id").and_then(|id| id.slug());
    let title = table.need("title").and_then(|title| title.text());
    table.finish();
    let id = id?;
    Some((id.spot, Objective { id: id.value, title: title? }))
}

fn quiz(table: &Table<'_>) -> Option<QuizRule> {
    let standard = QuizRule::default();
    let items = table.find("items").map_or(Some(standard.items), |items| items.whole(1..=100));
    let pass = table.find("pass").map_or(Some(standard.pass), |pass| pass.share(true));
    table.finish();
    Some(QuizRule { items: items?, pass: pass? })
}
