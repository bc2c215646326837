//! Slips of the pen anywhere: the checker answers, whatever it reads.

use content::{Files, load, parse_question};

use crate::pack::good;

/// The good pack with one file cut, holed or doubled at an offset.
fn slips(path: &str, text: &str, at: usize) -> Option<[Files; 3]> {
    let (before, after) = text.split_at_checked(at)?;
    let mut rest = after.chars();
    let next = rest.next()?;
    let with = |contents: String| {
        let mut files = good();
        files.insert(path, contents);
        files
    };
    Some([
        with(before.to_owned()),
        with(format!("{before}{}", rest.as_str())),
        with(format!("{before}{next}{next}\u{1F6F6}{}", rest.as_str())),
    ])
}

#[test]
fn every_fault_stands_inside_its_file() {
    for (path, contents) in good().iter().filter(|(path, _)| !path.ends_with(".svg")) {
        let text = String::from_utf8_lossy(contents).into_owned();
        // Every 13th place meets every kind of sign in the pack and keeps the test short.
        for files in (0..text.len()).step_by(13).filter_map(|at| slips(path, &text, at)).flatten() {
            for fault in load(&files).faults {
                let Some(text) = files.get(&fault.file).map(String::from_utf8_lossy) else { continue };
                let line = text.split('\n').nth(fault.line.saturating_sub(1) as usize);
                let columns = line.map(|line| line.chars().count() + 1);
                assert!(columns.is_some_and(|columns| fault.column as usize <= columns), "{fault}");
            }
        }
    }
}

#[test]
fn what_loads_after_a_slip_reads_back() {
    let path = "acme/modules/basics/questions.md";
    let text = crate::pack::source(path);
    for files in (0..text.len()).step_by(3).filter_map(|at| slips(path, &text, at)).flatten() {
        let Some(catalog) = load(&files).catalog else { continue };
        for question in
            catalog.packs.values().flat_map(|pack| pack.modules.values()).flat_map(|module| &module.questions)
        {
            assert_eq!(parse_question(&question.reference, &question.source, &files).as_ref(), Ok(question));
        }
    }
}
