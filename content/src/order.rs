//! Prerequisites: they exist, and never lead back to where they began.

use domain::catalog::Slug;

use crate::fault::{Fault, Sink};
use crate::pack::Modules;

/// Checks the prerequisites of all modules; every cycle is reported once, at the requirement that closes it.
pub(crate) fn check(modules: &Modules, sink: &Sink) {
    let mut search = Search { modules, sink, done: Vec::new(), trail: Vec::new() };
    for name in modules.names() {
        for needed in modules.requires(name) {
            modules.check(needed, sink);
        }
        search.visit(name);
    }
}

struct Search<'m> {
    modules: &'m Modules,
    sink: &'m Sink,
    done: Vec<&'m Slug>,
    trail: Vec<&'m Slug>,
}

impl<'m> Search<'m> {
    fn visit(&mut self, name: &'m Slug) {
        if self.done.contains(&name) {
            return;
        }
        self.trail.push(name);
        for needed in self.modules.requires(name) {
            if let Some(start) = self.trail.iter().position(|other| *other == &needed.value) {
                let names = self.trail.iter().skip(start).map(|name| name.as_str()).chain([needed.value.as_str()]);
                let message = format!("these modules wait for each other: {}", names.collect::<Vec<_>>().join(" → "));
                self.sink.push(Fault::error(needed.spot.clone(), "cycle", message));
            } else {
                self.visit(&needed.value);
            }
        }
        self.trail.pop();
        self.done.push(name);
    }
}
