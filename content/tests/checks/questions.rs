//! Question banks.

use crate::pack::{changed, expect, faults, short, with};

const BASICS: &str = "acme/modules/basics/questions.md";
const TALKS: &str = "acme/modules/talks/questions.md";

#[test]
fn faults_of_attributes_have_their_place() {
    for (from, to, expected) in [
        ("#ba-001 ", "", "1:26 missing-attribute"),
        ("#ba-001", "#BA-001", "1:28 name"),
        ("{#ba-001 objective=services ratings=\"0.70 0.75\"}", "", "1:1 missing-attribute|1:1 missing-attribute"),
        ("objective=services ", "", "1:26 missing-attribute"),
        ("objective=services", "objective=service", "1:45 unknown-objective"),
        ("objective=services", "objektive=services", "1:35 unknown-attribute"),
        ("objective=services", "objective = services", "1:35 attribute|1:45 attribute|1:47 attribute"),
        ("0.70 0.75", "0.70", "1:63 ratings"),
        ("0.70 0.75", "0.70 0.75 0.80", "1:63 ratings"),
        ("0.70 0.75", "0.70 75", "1:68 rating"),
        ("0.70 0.75", "0.70  x", "1:69 rating"),
        ("0.70 0.75", "1.0 0.0", "1:63 rating|1:67 rating"),
        ("0.75\"}", "0.75}", "1:62 attribute"),
        (" ratings=\"0.70 0.75\"", " ratings=\"0.70 0.75\" kind=singel", "1:79 kind"),
        (" ratings=\"0.70 0.75\"", " ratings=\"0.70 0.75\" critical=yes", "1:83 attribute"),
        (" ratings=\"0.70 0.75\"", " ratings=\"0.70 0.75\" objective=prices", "1:74 twice"),
        (" ratings=\"0.70 0.75\"", " ratings=\"0.70 0.75\" unit=\"EUR\"", "1:80 attribute"),
        ("#ba-002", "#ba-001", "13:25 twice"),
        ("#ba-002", "#ta-001", &format!("{TALKS}:1:21 twice")),
    ] {
        expect(BASICS, from, to, expected);
    }
}

#[test]
fn columns_count_characters_and_not_bytes() {
    expect(BASICS, "What do you do first? {#ba-001", "Wäs tüst Dü, “zuerst”? {#BA-001", "1:29 name");
    expect(BASICS, "= 7200 ± 50", "= 7200 ± x", "16:10 numeric");
}

#[test]
fn faults_of_options_have_their_place() {
    for (from, to, expected) in [
        ("- [x] Ask", "- [ ] Ask", "4:1 key"),
        ("- [ ] Hang", "- [x] Hang", ""),
        ("- [ ] Hang up\n  > Nobody is helped.\n", "", "4:1 options"),
        ("- [ ] Hang up", "- Hang up", "4:1 options|8:1 box"),
        ("- [ ] Hang up", "- [ ] Send the  price list", "8:1 twice"),
        ("- [ ] Hang up", "* [ ] Hang up", "4:1 options|8:1 second-answer"),
        ("  > Nobody is helped.\n", "", ""),
        ("  > Nobody is helped.\n", "  Nobody.\n\n  - is helped\n", "11:3 option"),
        ("  > Nobody is helped.\n\n> Understanding comes first.\n", "", "8:1 feedback-missing?"),
        ("  > Nobody is helped.\n", "> Nobody is helped.\n", "11:1 after-options"),
        ("  > You answer", "> You answer", "5:1 margin"),
        ("> Understanding", "Understanding", "11:1 after-options"),
        ("> Understanding comes first.\n", "> One.\n\n> Two.\n", "13:1 after-options"),
        ("- [ ] Send", "1. [ ] Send", "4:1 options|5:3 margin"),
    ] {
        expect(BASICS, from, to, expected);
    }
}

#[test]
fn kinds_hold_what_they_promise() {
    for (from, to, expected) in [
        ("kind=true-false ", "", "3:1 options"),
        ("- [x] True", "- [x] Yes", "3:1 options"),
        ("- [ ] False", "- [x] False", "5:1 key"),
        ("- [x] True", "- [ ] True", "3:1 key"),
        ("objective=listen ratings=\"0.50", "kind=single objective=listen ratings=\"0.50", "12:1 key"),
        ("objective=listen ratings=\"0.50", "kind=numeric objective=listen ratings=\"0.50", "8:48 kind"),
        ("shuffle=false", "shuffle=no", "8:102 attribute"),
    ] {
        expect(TALKS, from, to, expected);
    }
}

#[test]
fn faults_of_numbers_have_their_place() {
    for (from, to, expected) in [
        ("= 7200 ± 50", "= 7,200", "16:3 numeric"),
        ("= 7200 ± 50", "= 7200 EUR", "16:3 numeric"),
        ("= 7200 ± 50", "= 1e3", "16:3 numeric"),
        ("= 7200 ± 50", "=", "16:2 numeric"),
        ("= 7200 ± 50", "= 7200 ± -5", "16:10 numeric"),
        ("= 7200 ± 50", "= -0.5 +- 0.25", ""),
        ("= 7200 ± 50", "=7200", ""),
        ("= 7200 ± 50", "7200", "13:1 options"),
        ("block.\n\n= 7200", "block.\n= 7200", "15:1 numeric"),
        ("= 7200 ± 50\n> 6,000 and 1,200.\n", "= 7200\nand more\n> Why.\n", "17:1 numeric"),
        ("= 7200 ± 50\n> 6,000 and 1,200.\n", "= 7200\n", "16:1 feedback-missing?"),
        ("= 7200 ± 50\n> 6,000 and 1,200.\n", "= 7200\n> Why.\n\n> More.\n\n> Too much.\n", "21:1 after-options"),
        ("unit=\"EUR\"", "kind=single", "13:74 kind"),
    ] {
        expect(BASICS, from, to, expected);
    }
}

#[test]
fn headings_make_questions() {
    expect(BASICS, "## What do you do first? ", "## ", "1:1 empty");
    expect(BASICS, "## What do you do first?", "Hello.\n\n## What do you do first?", "1:1 left-out?");
    expect(
        BASICS,
        "A caller opens with",
        "A caller\n---\nopens with",
        "1:1 options|2:1 missing-attribute|2:1 missing-attribute|2:1 question",
    );
    expect(BASICS, "A caller opens", "```\n## not a heading\n```\nA caller opens", "");
}

#[test]
fn banks_that_are_empty_are_reported() {
    let found = faults(&with(TALKS, "\n"));
    assert_eq!(
        found,
        ["acme/certifications/outbound.toml:8:13 small-bank?", "acme/modules/talks/questions.md:1:1 empty-bank?"]
    );
}

#[test]
fn a_fault_shows_its_place_and_a_suggestion() {
    let files = changed(BASICS, "objective=services", "objective=service");
    let loaded = content::load(&files);
    let shown: Vec<String> = loaded.errors().map(ToString::to_string).collect();
    let expected = "acme/modules/basics/questions.md:1:45: error[unknown-objective]: the module has no objective `service`\n  \
                    help: did you mean `services`?";
    assert_eq!(shown, [expected]);
    assert_eq!(loaded.warnings().map(short).count(), 0);
}
