//! Lessons and what they refer to.

use crate::pack::{expect, faults, with};

const LESSON: &str = "acme/modules/basics/lessons/10-start.md";

#[test]
fn faults_of_front_matter_have_their_place() {
    for (from, to, expected) in [
        ("minutes = 5", "minutes = 0", "3:11 range"),
        ("minutes = 5", "minutes = \"5\"", "3:11 type"),
        ("title = \"Start\"\n", "", "2:1 missing-key"),
        ("title =", "  titel =", "2:1 missing-key|2:3 unknown-key"),
        ("objectives = [\"services\"]", "objectives = [\"prices\", \"service\"]", "4:25 unknown-objective"),
        ("objectives = [\"services\"]", "objectives = [\"services\"", "4:25 toml"),
    ] {
        expect(LESSON, from, to, expected);
    }
    assert_eq!(faults(&with(LESSON, "Hello.\n")), [format!("{LESSON}:1:1 front-matter")]);
    assert_eq!(faults(&with(LESSON, "+++\ntitle = \"x\"\n")), [format!("{LESSON}:1:1 front-matter")]);
    let empty = "+++\ntitle = \"x\"\nminutes = 1\nobjectives = []\n+++\n";
    assert_eq!(faults(&with(LESSON, empty)), [format!("{LESSON}:6:1 empty?")]);
}

#[test]
fn faults_of_markdown_have_their_place() {
    for (from, to, expected) in [
        ("lesson:talks/10-talk", "lesson:talks/10-talks", "7:6 unknown-lesson"),
        ("lesson:talks/10-talk", "lesson:talks", "7:6 link"),
        ("lesson:talks/10-talk", "lesson:talks/10-talk#listen", ""),
        ("lesson:talks/10-talk", "10-talk.md", "7:6 link"),
        ("lesson:talks/10-talk", "http://example.com", "7:6 link"),
        ("lesson:talks/10-talk", "https://example.com/", ""),
        ("lesson:talks/10-talk", "mailto:a@example.com", ""),
        ("lesson:talks/10-talk", "javascript:alert(1)", "7:6 link"),
        ("lesson:talks/10-talk", "/admin", "7:6 link"),
        ("lesson:talks/10-talk", "#who-says-what", ""),
        ("lesson:talks/10-talk", "#who-says", "7:6 unknown-anchor"),
        ("images/ramp.svg", "images/rump.svg", "9:1 unknown-picture"),
        ("images/ramp.svg", "https://example.com/a.png", "9:1 picture"),
        ("images/ramp.svg", "images/../ramp.svg", "9:1 unknown-picture"),
        ("![A ramp]", "![]", "9:1 alt-missing"),
        ("## Who", "# Who", "11:1 heading-level"),
        ("[!TIP]", "[!TOP]", "13:3 callout"),
        ("[!TIP]", "[!TIP] Ask", "13:3 callout"),
        ("[!TIP]", "[!tip]", ""),
        ("[!TIP]", "[!ANSWERS]", ""),
        ("[!TIP]", "[!ANSWERS] Ask", "13:3 callout"),
        ("dialogue good", "dialogue goood", "16:1 dialogue"),
        ("Customer: Hello.", "Hello.", "18:1 dialogue-line"),
        ("Customer: Hello.", "  Customer:", "18:3 dialogue-line"),
        ("(A pause.)\n```\n", "(A pause.)\n", ""),
        ("> Ask first.", "> Ask <b>first</b>.", "14:7 html?"),
        ("## Who says what\n", "<div>\nx\n</div>\n\n## Who says what\n", "11:1 html?"),
        ("## Who says what\n", "<!-- for authors -->\n\n## Who says what\n", ""),
        ("> Ask first.", "> Ask[^1] `[^2]` \\[^3] first.", "14:6 footnote"),
        ("## Who says what\n", "## Who says what\n\n[^1]: Unused.\n", "13:1 footnote?"),
    ] {
        expect(LESSON, from, to, expected);
    }
    expect(LESSON, "Rep: Good morning.\nCustomer: Hello.\n(A pause.)\n", "(A pause.)\n", "16:1 dialogue");
}

#[test]
fn positions_hold_inside_quotes_and_lists() {
    let body = "+++\ntitle = \"x\"\nminutes = 1\nobjectives = []\n+++\n\n> - ä [x](foo)\n>\n>   ```dialogue\n>   oops\n>   A: b\n>   ```\n";
    assert_eq!(faults(&with(LESSON, body)), [format!("{LESSON}:7:7 link"), format!("{LESSON}:10:5 dialogue-line")]);
}

#[test]
fn windows_line_ends_change_nothing() {
    let windows = crate::pack::source(LESSON).replace('\n', "\r\n").replace("10-talk)", "10-talks)");
    assert_eq!(faults(&with(LESSON, &format!("\u{feff}{windows}"))), [format!("{LESSON}:7:6 unknown-lesson")]);
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("+++\ntitle = \"x\"\nminutes = 1\nobjectives = []\n+++\n{} x\n", ">".repeat(5000));
    assert!(faults(&with(LESSON, &deep)).iter().all(|fault| fault.ends_with("nesting")));
}
