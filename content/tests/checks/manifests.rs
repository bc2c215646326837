//! `pack.toml`, `module.toml`, paths.

use crate::pack::{changed, expect, faults, good};

const PACK: &str = "acme/pack.toml";
const PATH: &str = "acme/paths/onboarding.toml";
const BASICS: &str = "acme/modules/basics/module.toml";
const TALKS: &str = "acme/modules/talks/module.toml";

#[test]
fn the_good_pack_is_good() {
    assert_eq!(faults(&good()), [""; 0]);
}

#[test]
fn faults_of_pack_toml_have_their_place() {
    for (from, to, expected) in [
        ("title = \"Acme\"\n", "", "1:1 missing-key"),
        ("title =", "titel =", "1:1 missing-key|1:1 unknown-key"),
        ("\"Acme\"", "\" \"", "1:9 empty"),
        ("\"Acme\"", "7", "1:9 type"),
        ("\"en\"", "\"English language\"", "3:12 language"),
        ("\"en\"", "\"en-GB\"", ""),
        ("judges = [\"Lead\", \"Engineer\"]", "judges = [\"Lead\", 3]", "6:19 type"),
        ("meaning =", "meening =", "8:1 missing-key|10:1 unknown-key"),
        (
            "meaning = \"How load grows.\"\n",
            "meaning = \"x\"\n[[glossary]]\nterm = \"ramp\"\nmeaning = \"y\"\n",
            "11:1 twice",
        ),
    ] {
        expect(PACK, from, to, expected);
    }
}

#[test]
fn broken_toml_is_reported_everywhere_at_once() {
    expect(
        PACK,
        "owner = \"Sales enablement\"\nlanguage = \"en\"",
        "owner = = 1\nlanguage 1",
        "2:9 toml|2:11 toml|3:10 toml",
    );
}

#[test]
fn faults_of_module_toml_have_their_place() {
    for (from, to, expected) in [
        ("revision = 1\n", "revision = 0\n", "3:12 range"),
        ("revision = 1\n", "revision = -1\n", "3:12 range"),
        ("revision = 1\n", "revision = 1.5\n", "3:12 type"),
        ("\"editorial\"", "\"editoriel\"", "4:10 value"),
        ("\"editorial\"", "\"material\"\ngrace_days = 0", ""),
        ("\"editorial\"", "\"critical\"\ngrace_days = 365", ""),
        ("\"editorial\"", "\"critical\"\ngrace_days = 366", "5:14 range"),
        ("\"editorial\"", "\"editorial\"\ngrace_days = 3", "5:14 value"),
        ("requires = []", "requires = [\"basic\"]", "5:13 unknown-module"),
        ("requires = []", "requires = [\"Basics\"]", "5:13 name"),
        ("id = \"prices\"", "id = \"services\"", "12:6 twice"),
        ("id = \"prices\"", "id = \"Prices!\"", "12:6 name"),
        ("title = \"Work out a price\"\n", "title = \"x\"\nbonus = 1\n", "14:1 unknown-key"),
        ("requires = []", "requires = []\nauthors = [\"Ada@Acme.example\", \"bo@acme.example\"]", ""),
        (
            "requires = []",
            "requires = []\nauthors = [\"ada\", \"a@b.de\", \"A@b.de\", 7]",
            "6:12 email|6:29 twice|6:39 type",
        ),
        ("requires = []", "requires = []\nauthors = \"a@b.de\"", "6:11 type"),
        ("requires = []", "requires = []\n[quiz]\npass = 1.5", "7:8 range"),
        ("requires = []", "requires = []\n[quiz]\nitems = 0", "7:9 range"),
    ] {
        expect(BASICS, from, to, expected);
    }
}

#[test]
fn modules_do_not_wait_for_each_other() {
    expect(BASICS, "requires = []", "requires = [\"talks\"]", &format!("{TALKS}:5:13 cycle|{PATH}:3:12 order"));
    expect(BASICS, "requires = []", "requires = [\"basics\"]", &format!("5:13 cycle|{PATH}:3:12 order"));
}

#[test]
fn faults_of_paths_have_their_place() {
    for (from, to, expected) in [
        ("\"basics\", \"talks\"", "\"basics\", \"talk\"", "3:22 unknown-module"),
        ("\"basics\", \"talks\"", "\"talks\", \"basics\"", "3:12 order"),
        ("\"basics\", \"talks\"", "\"talks\"", "3:12 order"),
        ("\"basics\", \"talks\"", "\"basics\", \"talks\", \"basics\"", "3:31 twice"),
        ("\"basics\", \"talks\"", "", "3:11 empty"),
        ("[\"basics\", \"talks\"]", "\"basics\"", "3:11 type"),
        ("= 21", "= 0", "4:16 range"),
        ("default_days", "default_day", "1:1 missing-key|4:1 unknown-key"),
        ("summary", "sumary", "1:1 missing-key|2:1 unknown-key"),
    ] {
        expect(PATH, from, to, expected);
    }
}

#[test]
fn suggestions_name_what_was_meant() {
    let help = |path, from, to| {
        let faults = content::load(&changed(path, from, to)).faults;
        faults.into_iter().filter_map(|fault| fault.help).next_back().unwrap_or_default()
    };
    assert_eq!(help(PACK, "title =", "titel ="), "did you mean `title`?");
    assert_eq!(help(PATH, "\"talks\"]", "\"talk\"]"), "did you mean `talks`?");
    assert_eq!(help(BASICS, "\"editorial\"", "\"kritical\""), "did you mean `critical`?");
}
