//! `paths/<path>.toml`.

use domain::catalog::{ModuleRef, Path, PathRef, Slug};

use crate::doc::{At, Doc, Value};
use crate::fault::{Fault, Sink};
use crate::files::Files;
use crate::pack::Modules;
use crate::text::{Text, decode};

/// Days in ten years: more is a mistake in the number.
const MAX_DAYS: u32 = 3650;

/// Reads a path and checks that its modules exist, each after what it requires.
pub(crate) fn read(files: &Files, path: &str, reference: PathRef, modules: &Modules, sink: &Sink) -> Option<Path> {
    let errors = sink.errors();
    let source = decode(path, files.get(path)?, sink)?;
    let doc = Doc::parse(Text::new(path, &source, 1), sink)?;
    let table = doc.table(sink);
    let title = table.need("title").and_then(|title| title.text());
    let summary = table.need("summary").and_then(|summary| summary.text());
    let listed = table.need("modules");
    let default_days = table.need("default_days").and_then(|days| days.whole(1..=MAX_DAYS));
    table.finish();
    let named = listed.as_ref().map(Value::slugs).unwrap_or_default();
    if let Some(listed) = listed.filter(|_| named.is_empty() && sink.errors() == errors) {
        sink.push(Fault::error(listed.spot(), "empty", "a path needs a module"));
    }
    check_order(&named, modules, sink);
    let pack = reference.pack.clone();
    let modules = named.into_iter().map(|name| ModuleRef { pack: pack.clone(), module: name.value }).collect();
    let path = Path { reference, title: title?, summary: summary?, modules, default_days: default_days? };
    (sink.errors() == errors).then_some(path)
}

fn check_order(named: &[At<Slug>], modules: &Modules, sink: &Sink) {
    for (index, name) in named.iter().enumerate() {
        if !modules.check(name, sink) {
            continue;
        }
        for needed in modules.requires(&name.value) {
            let place = named.iter().position(|other| other.value == needed.value);
            if place.is_some_and(|place| place < index) || !modules.contains(&needed.value) {
                continue;
            }
            let message = format!("`{}` requires `{}`, which does not come before it", name.value, needed.value);
            let fault = Fault::error(name.spot.clone(), "order", message);
            sink.push(fault.help(format!("put `{}` before `{}`", needed.value, name.value)));
        }
    }
}
