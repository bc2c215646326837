//! Files and folders.

use content::{Files, load};

use crate::pack::{faults, good, with};

#[test]
fn files_without_a_place_are_errors() {
    for path in [
        "notes.md",
        "acme/notes.md",
        "acme/module.toml",
        "acme/lesson/10-x.md",
        "acme/modules/x.md",
        "acme/modules/basics/10-x.md",
        "acme/modules/basics/lesson/10-x.md",
        "acme/modules/basics/lessons/10-x.txt",
        "acme/modules/basics/images/x.gif",
        "acme/modules/basics/images/X.SVG",
        "acme/modules/basics/README.md",
        "acme/paths/x.md",
        "acme/paths/deeper/x.toml",
        "acme/LICENCE.doc",
    ] {
        assert_eq!(faults(&with(path, "x")), [format!("{path}:1:1 unexpected-file")]);
    }
}

#[test]
fn files_that_are_left_alone() {
    for path in [
        "README.md",
        "acme/README.md",
        "acme/LICENSE",
        "acme/.gitignore",
        "acme/modules/basics/.DS_Store",
        ".git/config",
        "acme/rubrics/x.toml",
        "acme/modules/basics/practice/x.md",
    ] {
        assert_eq!(faults(&with(path, "x")), [""; 0], "{path}");
    }
}

#[test]
fn names_are_checked_once_a_folder() {
    let mut files = with("acme/modules/Big Deals/module.toml", "");
    files.insert("acme/modules/Big Deals/questions.md", "");
    files.insert("acme/modules/basics/lessons/20_More.md", "");
    let loaded = load(&files);
    let found: Vec<_> = loaded.faults.iter().map(|f| (f.file.as_str(), f.code, f.help.as_deref())).collect();
    assert_eq!(
        found,
        [
            ("acme/modules/Big Deals", "name", Some("rename it to `big-deals`")),
            ("acme/modules/basics/lessons/20_More.md", "name", Some("rename it to `20-more`")),
        ]
    );
}

#[test]
fn help_says_where_it_belongs() {
    let help = |path| load(&with(path, "x")).faults.into_iter().find_map(|fault| fault.help).unwrap_or_default();
    assert_eq!(help("acme/modules/basics/lesson/10-x.md"), "did you mean `lessons`?");
    assert_eq!(help("acme/questions.md"), "it belongs at `<pack>/modules/<module>/questions.md`");
    assert_eq!(help("acme/path/x.toml"), "did you mean `paths`?");
    assert_eq!(help("acme/modules/basics/images/x.gif"), "pictures are svg, png, jpg or webp");
}

#[test]
fn what_is_missing_is_reported() {
    let mut files = good();
    files.remove("acme/pack.toml");
    files.remove("acme/modules/talks/module.toml");
    assert_eq!(faults(&files), ["acme/modules/talks/module.toml:1:1 missing-file", "acme/pack.toml:1:1 missing-file"]);
    let mut files = good();
    files.remove("acme/modules/talks/lessons/10-talk.md");
    files.insert(
        "acme/modules/basics/lessons/10-start.md",
        "+++\ntitle = \"x\"\nminutes = 1\nobjectives = []\n+++\nx\n",
    );
    assert_eq!(faults(&files), ["acme/modules/talks/module.toml:1:1 no-lessons?"]);
}

#[test]
fn an_empty_folder_is_no_catalog() {
    assert!(load(&Files::new()).catalog.is_none());
    assert_eq!(faults(&Files::new()), [".:1:1 empty"]);
}

#[test]
fn all_faults_of_all_files_come_at_once() {
    let mut files = with("acme/pack.toml", "title = 1\n");
    files.insert("acme/paths/onboarding.toml", "title = \n");
    files.insert("acme/modules/basics/images/x.png", "no picture");
    files.insert("acme/modules/talks/lessons/10-talk.md", b"\xff".as_slice());
    assert_eq!(
        faults(&files),
        [
            "acme/modules/basics/images/x.png:1:1 image",
            "acme/modules/talks/lessons/10-talk.md:1:1 encoding",
            "acme/pack.toml:1:1 missing-key",
            "acme/pack.toml:1:1 missing-key",
            "acme/pack.toml:1:9 type",
            "acme/paths/onboarding.toml:1:9 toml",
        ]
    );
}
