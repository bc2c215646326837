//! The table of `ARCHITECTURE.md`: which package may use which, and what must never be pulled in.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};

/// Package → the packages of ours that it may use.
const MAY_USE: [(&str, &[&str]); 9] = [
    ("domain", &[]),
    ("content", &["domain"]),
    ("migrations", &[]),
    ("store", &["domain"]),
    ("services", &["domain", "content", "store"]),
    ("app", &["domain", "services"]),
    ("frontend", &["app"]),
    ("server", &["app", "services", "store", "migrations", "domain", "content"]),
    ("xtask", &[]),
];

/// Package → libraries that it must never use.
const NEVER: [(&str, &[&str]); 6] = [
    ("domain", &["tokio", "axum", "leptos", "sea-orm", "sqlx"]),
    ("content", &["leptos", "sea-orm", "axum"]),
    ("store", &["axum", "leptos"]),
    ("services", &["leptos", "axum", "sea-orm"]),
    ("app", &["sea-orm"]),
    ("server", &["sea-orm"]),
];

#[test]
fn packages_use_only_what_they_may() {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let ours: BTreeSet<&str> = metadata.packages.iter().map(|package| package.name.as_str()).collect();
    let table: BTreeMap<&str, &[&str]> = MAY_USE.into_iter().collect();
    assert_eq!(ours, table.keys().copied().collect(), "every package stands in the table");
    for package in &metadata.packages {
        let name = package.name.as_str();
        let uses = |dependency: &&cargo_metadata::Dependency| dependency.kind == DependencyKind::Normal;
        for dependency in package.dependencies.iter().filter(uses) {
            let used = dependency.name.as_str();
            assert!(!ours.contains(used) || table[name].contains(&used), "{name} must not use {used}");
            let never = NEVER.iter().find(|(of, _)| *of == name).map_or(&[][..], |(_, never)| never);
            assert!(!never.contains(&used), "{name} must never use {used}");
        }
    }
    let app = metadata.packages.iter().find(|package| package.name.as_str() == "app").unwrap();
    let services = app.dependencies.iter().find(|dependency| dependency.name == "services").unwrap();
    assert!(services.optional, "the browser half of app must do without services");
}

#[test]
fn nothing_pulls_in_a_sqlite_that_can_corrupt() {
    let metadata = MetadataCommand::new().exec().unwrap();
    let versions = |name: &str| -> Vec<String> {
        metadata
            .packages
            .iter()
            .filter(|package| package.name.as_str() == name)
            .map(|package| package.version.to_string())
            .collect()
    };
    for version in versions("sqlx") {
        assert!(version.starts_with("0.9."), "sqlx {version} brings SQLite 3.46, which can corrupt in WAL mode");
    }
    let sqlite = versions("libsqlite3-sys");
    assert_eq!(sqlite.len(), 1, "{sqlite:?}");
    let minor: u32 = sqlite[0].split('.').nth(1).unwrap().parse().unwrap();
    assert!(minor >= 37, "libsqlite3-sys {} brings a SQLite that can corrupt in WAL mode", sqlite[0]);
}
