//! A small pack without faults, and what to do with it.

use content::{Fault, Files, Loaded, Severity, load};

/// Paths and contents of the good pack; line numbers in the tests are these.
const GOOD: &[(&str, &str)] = &[
    (
        "acme/pack.toml",
        r#"title = "Acme"
owner = "Sales enablement"
language = "en"

[panel]
judges = ["Lead", "Engineer"]

[[glossary]]
term = "Ramp"
meaning = "How load grows."
"#,
    ),
    (
        "acme/paths/onboarding.toml",
        r#"title = "Onboarding"
summary = "From the first day on."
modules = ["basics", "talks"]
default_days = 21
"#,
    ),
    (
        "acme/certifications/outbound.toml",
        r#"title = "Outbound calls"
scope = "outbound"
requires = ["basics", "talks"]

[exam]
blueprint = { basics = 0.75, talks = 0.25 }
min_items = 1
max_items = 1
certify_at = 0.975
refuse_at = 0.05
final_at = 0.80
time_limit_minutes = 60
attempts = 3
cooldown_hours = 24

[validity]
days = 365
renew_window_days = 60

[observed_calls]
rubric = "discovery-call"
required = 4
of_last = 5
pass_mark = 85

[recall]
floor = 0.80
grace_days = 14
minimum_reviews = 10
"#,
    ),
    ("acme/rubrics/discovery-call.toml", "title = \"Discovery call\"\n"),
    (
        "acme/modules/basics/module.toml",
        r#"title = "Basics"
summary = "What we do."
revision = 1
change = "editorial"
requires = []

[[objectives]]
id = "services"
title = "Name the services"

[[objectives]]
id = "prices"
title = "Work out a price"
"#,
    ),
    (
        "acme/modules/basics/lessons/10-start.md",
        r#"+++
title = "Start"
minutes = 5
objectives = ["services"]
+++

Read [the talk](lesson:talks/10-talk) and look at this:

![A ramp](images/ramp.svg)

## Who says what

> [!TIP]
> Ask first.

```dialogue good
Rep: Good morning.
Customer: Hello.
(A pause.)
```
"#,
    ),
    ("acme/modules/basics/images/ramp.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Ramp</title></svg>\n"),
    (
        "acme/modules/basics/questions.md",
        r#"## What do you do first? {#ba-001 objective=services ratings="0.70 0.75"}
A caller opens with "just send me a price".

- [ ] Send the price list
  > You answer what you have not understood.
- [x] Ask what made them call
  > The need decides the price.
- [ ] Hang up
  > Nobody is helped.

> Understanding comes first.

## What does it cost? {#ba-002 objective=prices ratings="0.60 0.65" unit="EUR"}
One night and one further block.

= 7200 ± 50
> 6,000 and 1,200.
"#,
    ),
    (
        "acme/modules/talks/module.toml",
        r#"title = "Talks"
summary = "How we talk."
revision = 3
change = "material"
requires = ["basics"]
authors = [" Ada@acme.example "]

[[objectives]]
id = "listen"
title = "Listen"

[quiz]
items = 2
pass = 1
"#,
    ),
    (
        "acme/modules/talks/lessons/10-talk.md",
        "+++\ntitle = \"Talk\"\nminutes = 3\nobjectives = [\"listen\"]\n+++\nListen.\n",
    ),
    (
        "acme/modules/talks/questions.md",
        r#"## Silence helps. {#ta-001 kind=true-false objective=listen ratings="0.80 0.85"}

- [ ] False
  > It gives room.
- [x] True
  > It gives room.

## Which of these are questions? {#ta-002 objective=listen ratings="0.50 0.55" critical=true shuffle=false}

- [x] "What happened?"
  > Open.
- [x] "When was that?"
  > Open, and narrow.
- [ ] "I see."
  > A statement.
"#,
    ),
];

/// The good pack.
pub fn good() -> Files {
    let mut files = Files::new();
    for (path, contents) in GOOD {
        files.insert(*path, *contents);
    }
    files
}

/// The contents of a file of the good pack.
pub fn source(path: &str) -> String {
    let bytes = good().get(path).unwrap_or_default().to_vec();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The good pack with one change in one file; the changed words must stand there exactly once.
pub fn changed(path: &str, from: &str, to: &str) -> Files {
    let before = source(path);
    assert_eq!(before.matches(from).count(), 1, "`{from}` in {path}");
    let mut files = good();
    files.insert(path, before.replace(from, to));
    files
}

/// The good pack with a file replaced.
pub fn with(path: &str, contents: &str) -> Files {
    let mut files = good();
    files.insert(path, contents);
    files
}

/// A fault without its words: `file:line:column code`, warnings with a `?` behind.
pub fn short(fault: &Fault) -> String {
    let mark = if fault.severity == Severity::Warning { "?" } else { "" };
    format!("{}:{}:{} {}{mark}", fault.file, fault.line, fault.column, fault.code)
}

/// The faults of some packs, in short.
pub fn faults(files: &Files) -> Vec<String> {
    load(files).faults.iter().map(short).collect()
}

/// Checks the faults that one change makes: in short, joined by `|`, and without the file where it is the changed one.
pub fn expect(path: &str, from: &str, to: &str, expected: &str) {
    expect_in(&changed(path, from, to), path, expected, &format!("`{to}` for `{from}`"));
}

/// Checks the faults of some packs: in short, joined by `|`, and without the file where it is this one.
pub fn expect_in(files: &Files, path: &str, expected: &str, what: &str) {
    let Loaded { catalog, faults } = load(files);
    let errors = faults.iter().any(|fault| fault.severity == Severity::Error);
    assert_eq!(catalog.is_none(), errors, "there is a catalog without errors, and only then");
    let own = format!("{path}:");
    let short = |fault: &Fault| short(fault).strip_prefix(&own).map_or_else(|| short(fault), ToOwned::to_owned);
    let found: Vec<String> = faults.iter().map(short).collect();
    assert_eq!(found.join("|"), expected, "{what} in {path}: {faults:#?}");
}
