//! `certifications/<scope>.toml`.

use domain::catalog::{ModuleRef, Slug};
use domain::certification::{Certification, ExamPolicy, ObservedCallsPolicy, RecallPolicy, Validity};

use crate::doc::{At, Doc, Table, Value};
use crate::fault::{Fault, Sink, Spot};
use crate::files::Files;
use crate::hash::sha256;
use crate::layout::PackFiles;
use crate::module;
use crate::pack::Modules;
use crate::text::{Text, decode};

/// How far the blueprint's weights may be off 1 in all: rounding, no more.
const WEIGHT_SLACK: f64 = 1e-9;
/// Days in ten years.
const MAX_DAYS: u32 = 3650;

/// A certification, with places for what is checked later.
#[derive(Debug)]
pub(crate) struct Read {
    pub certification: Certification,
    pub scope: Spot,
    pub max_items: Spot,
    pub requires: Spot,
}

impl Read {
    /// An exam asks about what its reps have read: a module of the blueprint that `requires` leaves out may still be locked
    /// when its questions are asked. Not asked of a stored policy, which keeps its word.
    pub(crate) fn check_blueprint(&self, sink: &Sink) {
        let required = &self.certification.requires;
        let cells = self.certification.exam.blueprint.iter().map(|(module, _)| module);
        for module in cells.filter(|module| !required.contains(module)) {
            let name = &module.module;
            let message = format!("the exam asks about `{name}`, which is not required before it");
            sink.push(Fault::error(self.requires.clone(), "unrequired", message).help(format!("add \"{name}\" here")));
        }
    }
}

/// Reads a certification; `stem` is the file's name.
pub(crate) fn read(
    files: &Files,
    path: &str,
    (pack, stem): (&Slug, &Slug),
    modules: &Modules,
    layout: &PackFiles<'_>,
    sink: &Sink,
) -> Option<Read> {
    let errors = sink.errors();
    let source = decode(path, files.get(path)?, sink)?;
    let doc = Doc::parse(Text::new(path, &source, 1), sink)?;
    let table = doc.table(sink);
    let title = table.need("title").and_then(|title| title.text());
    let scope = table.need("scope").and_then(|scope| scope.slug()).filter(|scope| fits(scope, stem, sink));
    let requires = table.need("requires");
    let required_at = requires.as_ref().map(Value::spot);
    let requires = requires.as_ref().map(Value::slugs);
    let known = requires.iter().flatten().filter(|name| modules.check(name, sink));
    let known = known.map(|name| module::reference(pack, &name.value)).collect();
    let exam = table.need("exam").and_then(|exam| self::exam(&exam.table()?, pack, modules, sink));
    let validity = table.need("validity").and_then(|validity| self::validity(&validity.table()?, sink));
    let observed = table.find("observed_calls").map(|calls| observed_calls(&calls.table()?, layout, sink));
    let recall = table.find("recall").map(|recall| self::recall(&recall.table()?));
    table.finish();
    let (scope, (exam, max_items)) = (scope?, exam?);
    let certification = Certification {
        title: title?,
        scope: scope.value,
        pack: pack.clone(),
        requires: known,
        exam,
        observed_calls: observed.flatten(),
        validity: validity?,
        recall: recall.flatten(),
        version: sha256(source.as_bytes()),
        source: source.clone(),
    };
    (sink.errors() == errors).then_some(Read { certification, scope: scope.spot, max_items, requires: required_at? })
}

/// Reads one policy alone, as [`Certification::source`] stored it. Modules that it names may be gone since; that is not asked
/// again.
///
/// # Errors
/// Everything that is wrong with it, by its own lines and columns; the file is the scope's.
pub fn parse_certification(pack: &Slug, scope: &Slug, source: &str) -> Result<Certification, Vec<Fault>> {
    let sink = Sink::default();
    let path = format!("{pack}/certifications/{scope}.toml");
    let mut files = Files::new();
    files.insert(path.clone(), source);
    let modules = Modules::named_in(source);
    let read = read(&files, &path, (pack, scope), &modules, &PackFiles::default(), &sink);
    read.map(|read| read.certification).ok_or_else(|| sink.into_sorted())
}

fn fits(scope: &At<Slug>, stem: &Slug, sink: &Sink) -> bool {
    if &scope.value != stem {
        let message = format!("the scope `{}` is not the file's name", scope.value);
        let fault = Fault::error(scope.spot.clone(), "scope", message);
        sink.push(fault.help(format!("rename the file to `{}.toml`, or write `scope = \"{stem}\"`", scope.value)));
    }
    &scope.value == stem
}

fn exam(table: &Table<'_>, pack: &Slug, modules: &Modules, sink: &Sink) -> Option<(ExamPolicy, Spot)> {
    let blueprint = table.need("blueprint").and_then(|value| self::blueprint(&value, pack, modules, sink));
    let min_items = table.need("min_items");
    let min = min_items.as_ref().and_then(|items| items.whole(1..=500));
    let max_items = table.need("max_items");
    let max = max_items.as_ref().and_then(|items| items.whole(1..=500));
    let certify = table.need("certify_at");
    let certify_at = certify.as_ref().and_then(|share| share.share(false));
    let refuse_at = table.need("refuse_at").and_then(|share| share.share(false));
    let last = table.need("final_at");
    let final_at = last.as_ref().and_then(|share| share.share(false));
    let time_limit_minutes = table.need("time_limit_minutes").and_then(|minutes| minutes.whole(1..=1440));
    let attempts = table.need("attempts").and_then(|attempts| attempts.whole(1..=1000));
    let cooldown_hours = table.need("cooldown_hours").and_then(|hours| hours.whole(0..=8760));
    table.finish();
    if let (Some(value), Some(min), Some(max)) = (&min_items, min, max)
        && min > max
    {
        sink.push(Fault::error(value.spot(), "range", format!("`min_items` {min} is more than `max_items` {max}")));
    }
    if let (Some(value), Some(refuse), Some(last)) = (&last, refuse_at, final_at)
        && refuse >= last
    {
        sink.push(Fault::error(value.spot(), "range", "`final_at` must be above `refuse_at`"));
    }
    if let (Some(value), Some(certify), Some(last)) = (&certify, certify_at, final_at)
        && certify < last
    {
        sink.push(Fault::error(value.spot(), "range", "`certify_at` must not be below `final_at`"));
    }
    let policy = ExamPolicy {
        blueprint: blueprint?,
        min_items: min?,
        max_items: max?,
        certify_at: certify_at?,
        refuse_at: refuse_at?,
        final_at: final_at?,
        time_limit_minutes: time_limit_minutes?,
        attempts: attempts?,
        cooldown_hours: cooldown_hours?,
    };
    Some((policy, max_items?.spot()))
}

fn blueprint(value: &Value<'_>, pack: &Slug, modules: &Modules, sink: &Sink) -> Option<Vec<(ModuleRef, f64)>> {
    let mut cells = Vec::new();
    let mut sound = true;
    for (key, weight) in value.table()?.entries() {
        let weight = weight.share(true);
        let name = key.value.parse().ok().map(|value| At { value, spot: key.spot.clone() });
        if name.is_none() {
            sink.push(Fault::error(key.spot, "name", format!("`{}` is no module's name", key.value)));
        }
        match (name.filter(|name| modules.check(name, sink)), weight) {
            (Some(name), Some(weight)) => cells.push((module::reference(pack, &name.value), weight)),
            _ => sound = false,
        }
    }
    let total: f64 = cells.iter().map(|(_, weight)| weight).sum();
    if sound && (total - 1.0).abs() > WEIGHT_SLACK {
        let message = format!("the blueprint's weights add up to {}, not to 1", (total * 1e9).round() / 1e9);
        return value.fault("weights", message);
    }
    sound.then_some(cells)
}

fn observed_calls(table: &Table<'_>, layout: &PackFiles<'_>, sink: &Sink) -> Option<ObservedCallsPolicy> {
    let rubric = table.need("rubric").and_then(|rubric| rubric.slug());
    let required_value = table.need("required");
    let required = required_value.as_ref().and_then(|required| required.whole(1..=1000));
    let of_last = table.need("of_last").and_then(|of_last| of_last.whole(1..=1000));
    let pass_mark = table.need("pass_mark").and_then(|mark| mark.whole(1..=100));
    table.finish();
    if let (Some(value), Some(required), Some(of_last)) = (&required_value, required, of_last)
        && required > of_last
    {
        sink.push(Fault::error(value.spot(), "range", format!("{required} of the last {of_last} calls cannot pass")));
    }
    let rubric = rubric?;
    if !layout.rubrics.contains(&format!("{}.toml", rubric.value)) {
        let message = format!("there is no rubric `rubrics/{}.toml`", rubric.value);
        sink.push(Fault::warning(rubric.spot, "unknown-rubric", message));
    }
    Some(ObservedCallsPolicy { rubric: rubric.value, required: required?, of_last: of_last?, pass_mark: pass_mark? })
}

fn validity(table: &Table<'_>, sink: &Sink) -> Option<Validity> {
    let days = table.need("days").and_then(|days| days.whole(1..=MAX_DAYS));
    let window = table.need("renew_window_days");
    let renew_window_days = window.as_ref().and_then(|days| days.whole(0..=MAX_DAYS));
    table.finish();
    if let (Some(value), Some(days), Some(window)) = (&window, days, renew_window_days)
        && window > days
    {
        let message = format!("a certificate of {days} days cannot be renewed {window} days before its end");
        sink.push(Fault::error(value.spot(), "range", message));
    }
    Some(Validity { days: days?, renew_window_days: renew_window_days? })
}

fn recall(table: &Table<'_>) -> Option<RecallPolicy> {
    let floor = table.need("floor").and_then(|floor| floor.share(false));
    let grace_days = table.need("grace_days").and_then(|days| days.whole(0..=MAX_DAYS));
    let minimum_reviews = table.need("minimum_reviews").and_then(|reviews| reviews.whole(0..=100_000));
    table.finish();
    Some(RecallPolicy { floor: floor?, grace_days: grace_days?, minimum_reviews: minimum_reviews? })
}
