//! The command line, run as a person runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use migrations::Migrator;
use sea_orm_migration::MigratorTrait as _;
use services::Services;
use services::catalog::{Material, store_material};
use services::ports::Ports;

fn canoe(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_canoe"));
    // Settings of whoever runs the tests are not the test's.
    command.args(arguments).env_clear().current_dir(std::env::temp_dir());
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

pub fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../content/packs")
}

pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A slip of the pen: in this file, the first occurrence of some words becomes others; it is reported at the line that has
/// the `at` in it afterwards.
struct Slip {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    at: &'static str,
    code: &'static str,
}

const BANK: &str = "halyard/modules/offering/questions.md";
const MODULE: &str = "halyard/modules/offering/module.toml";
const LESSON: &str = "halyard/modules/offering/lessons/10-between-midnight-and-five.md";
const EXAM: &str = "halyard/certifications/outbound.toml";

const fn slip(file: &'static str, from: &'static str, to: &'static str, at: &'static str, code: &'static str) -> Slip {
    Slip { file, from, to, at, code }
}

const SLIPS: [Slip; 10] = [
    // No option of a question is right.
    slip(BANK, "- [x] A Sea Trial with", "- [ ] A Sea Trial with", "- [ ] One Night Test in the week", "key"),
    // An id is there twice.
    slip(BANK, "{#of-002", "{#of-001", "told you? {#of-001", "twice"),
    // An objective that the module does not have.
    slip(BANK, "{#of-003 objective=services", "{#of-003 objective=service", "objective=service ", "unknown-objective"),
    // A rating beyond 1.
    slip(BANK, "0.80 0.86 0.73", "0.80 8.60 0.73", "8.60", "rating"),
    // A kind that there is not.
    slip(BANK, "kind=multiple", "kind=several", "kind=several", "kind"),
    // A value of the wrong type.
    slip(MODULE, "revision = 1", "revision = \"one\"", "revision = ", "type"),
    // A key that nobody knows.
    slip(MODULE, "change = \"editorial\"", "changes = \"editorial\"", "changes = ", "unknown-key"),
    // A lesson that takes no time.
    slip(LESSON, "minutes = 8", "minutes = 0", "minutes = 0", "range"),
    // Weights that are more than everything.
    slip(EXAM, "offering = 0.25", "offering = 0.45", "blueprint", "weights"),
    // A module that is not there.
    slip(
        "halyard/paths/outbound-onboarding.toml",
        "\"lead-nurturing\"",
        "\"lead-nurtring\"",
        "lead-nurtring",
        "unknown-module",
    ),
];

#[test]
fn the_shipped_pack_is_accepted() {
    let checked = canoe(&["content", "check", shipped().to_str().unwrap()]);
    assert_eq!(checked.status.code(), Some(0), "{}{}", text(&checked.stdout), text(&checked.stderr));
    assert!(text(&checked.stdout).contains("halyard: 4 modules, 21 lessons, 129 questions, 0 warnings"));
}

#[test]
fn ten_planted_faults_are_each_reported_at_their_line() {
    let folder = tempfile::tempdir().unwrap();
    for Slip { file, from, to, at, code } in &SLIPS {
        let packs = folder.path().join("packs");
        copy(&shipped(), &packs);
        let source = std::fs::read_to_string(packs.join(file)).unwrap();
        let broken = source.replacen(from, to, 1);
        assert_ne!(source, broken, "{file} has no “{from}”");
        let line = broken.lines().position(|line| line.contains(at)).unwrap() + 1;
        std::fs::write(packs.join(file), broken).unwrap();
        let checked = canoe(&["content", "check", packs.to_str().unwrap()]);
        let told = text(&checked.stdout);
        assert_eq!(checked.status.code(), Some(1), "{file}: {from} → {to}\n{told}");
        let (place, rule) = (format!("{file}:{line}:"), format!(": error[{code}]: "));
        assert!(told.lines().any(|told| told.starts_with(&place) && told.contains(&rule)), "{place} {rule}\n{told}");
    }
}

#[test]
fn what_cannot_be_understood_is_a_usage_error() {
    assert_eq!(canoe(&["paddle"]).status.code(), Some(2));
    assert_eq!(canoe(&["serve", "--no-such-flag"]).status.code(), Some(2));
    let folder = tempfile::tempdir().unwrap();
    let no_database = canoe(&["migrate", "--database", "mysql://ada:secret@db/x"]);
    let told = text(&no_database.stderr);
    assert_eq!(no_database.status.code(), Some(1), "{told}");
    assert!(told.contains("mysql://…@db/x") && !told.contains("secret"), "{told}");
    let unreachable = canoe(&["migrate", "--database", "postgres://canoe@127.0.0.1:1/x"]);
    assert_eq!(unreachable.status.code(), Some(1), "{}", text(&unreachable.stderr));
    std::fs::write(folder.path().join("canoe.toml"), "colour = \"blue\"\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_canoe"));
    let unknown = command.arg("migrate").env_clear().current_dir(folder.path()).output().unwrap();
    let told = text(&unknown.stderr);
    assert!(!unknown.status.success() && told.contains("colour"), "{told}");
}

#[tokio::test]
async fn a_preview_says_what_packs_would_change() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("canoe.db").display());
    let store = store::Store::open(&url).await.unwrap();
    Migrator::up(store.for_migrations(), None).await.unwrap();
    let live = Material::from_files(Material::read_files(&shipped()).unwrap()).unwrap().0;
    let services = Services::new(store.clone(), Ports::system(), live);
    store_material(&services).await.unwrap();
    store.close().await.unwrap();

    let packs = folder.path().join("packs");
    copy(&shipped(), &packs);
    let raise = |to: &str| {
        let source = std::fs::read_to_string(shipped().join(MODULE)).unwrap();
        let from = "revision = 1\nchange = \"editorial\"";
        assert!(source.contains(from));
        std::fs::write(packs.join(MODULE), source.replace(from, to)).unwrap();
    };
    raise("revision = 2\nchange = \"critical\"");
    let (live, next) = (shipped(), packs.to_str().unwrap().to_owned());
    let ask = |more: &[&str]| {
        let all = ["content", "preview", &next, "--content", live.to_str().unwrap(), "--database", &url];
        canoe(&[&all[..], more].concat())
    };
    let told = ask(&[]);
    let words = text(&told.stdout);
    assert_eq!(told.status.code(), Some(0), "{words}{}", text(&told.stderr));
    assert!(words.contains("The offering, revision 1 → 2, critical: Nobody has finished it yet"), "{words}");
    assert!(words.contains("Outbound calls: Nobody loses anything."), "{words}");
    let told: serde_json::Value = serde_json::from_slice(&ask(&["--json"]).stdout).unwrap();
    assert_eq!((&told["revisions"][0]["to"], &told["scopes"][0]["solo"]), (&2.into(), &0.into()), "{told}");
    raise("revision = 2\nchange = \"editorial\"\ngrace_days = 2");
    let broken = ask(&[]);
    assert_eq!(broken.status.code(), Some(1), "{}", text(&broken.stderr));
    assert!(text(&broken.stdout).contains("module.toml:5:"), "{}", text(&broken.stdout));
}
