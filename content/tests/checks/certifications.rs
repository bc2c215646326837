//! `certifications/<scope>.toml`.

use crate::pack::{expect, faults, good, source, with};

const FILE: &str = "acme/certifications/outbound.toml";

#[test]
fn faults_of_certifications_have_their_place() {
    for (from, to, expected) in [
        ("[\"basics\", \"talks\"]", "[\"basics\", \"talc\"]", "3:23 unknown-module"),
        ("[\"basics\", \"talks\"]", "[\"basics\"]", "3:12 unrequired"),
        ("talks = 0.25", "talk = 0.25", "6:30 unknown-module"),
        ("talks = 0.25", "talks = 0.24", "6:13 weights"),
        ("talks = 0.25", "talks = 0.2500000005", ""),
        ("talks = 0.25", "talks = 0.250000002", "6:13 weights"),
        ("basics = 0.75, talks = 0.25", "basics = 1.0, talks = 0", "6:37 range"),
        ("min_items = 1", "min_items = 2", "7:13 range"),
        ("min_items = 1", "min_items = 0", "7:13 range"),
        ("min_items = 1", "min_items = \"1\"", "7:13 type"),
        ("max_items = 1", "max_items = 2", "8:13 small-bank?"),
        ("0.975", "1.0", "9:14 range"),
        ("0.975", "0.79", "9:14 range"),
        ("0.975", "0.80", ""),
        ("0.05", "0.0", "10:13 range"),
        ("0.05", "0.80", "11:12 range"),
        ("time_limit_minutes = 60", "time_limit_minutes = 0", "12:22 range"),
        ("time_limit_minutes", "time_limit", "5:1 missing-key|12:1 unknown-key"),
        ("attempts = 3", "attempts = 0", "13:12 range"),
        ("renew_window_days = 60", "renew_window_days = 366", "18:21 range"),
        ("required = 4", "required = 6", "22:12 range"),
        ("pass_mark = 85", "pass_mark = 101", "24:13 range"),
        ("\"discovery-call\"", "\"discovery\"", "21:10 unknown-rubric?"),
        ("floor = 0.80", "floor = 1", "27:9 range"),
        ("[validity]\n", "[valididy]\n", "1:1 missing-key|16:2 unknown-key"),
        ("scope = \"outbound\"", "scope = \"inbound\"", "2:9 scope"),
        ("scope = \"outbound\"", "scope = \"Out bound\"", "2:9 name"),
    ] {
        expect(FILE, from, to, expected);
    }
}

#[test]
fn a_scope_belongs_to_one_pack() {
    let mut files = good();
    for (path, contents) in good().iter() {
        files.insert(path.replacen("acme/", "zeta/", 1), contents);
    }
    assert_eq!(faults(&files), ["zeta/certifications/outbound.toml:2:9 scope"]);
}

#[test]
fn exam_questions_want_ratings() {
    let path = "acme/modules/talks/questions.md";
    expect(path, " ratings=\"0.80 0.85\"", "", "1:21 ratings-missing?");
    let unrated = source(path).replace(" ratings=\"0.80 0.85\"", "");
    let mut files = with(path, &unrated);
    files.remove(FILE);
    assert_eq!(faults(&files), [""; 0], "without an exam nobody needs to rate");
}
