//! Folders on the disk.

use std::error::Error;
use std::fs;
use std::io::ErrorKind;

use content::{Files, MAX_FILE};

use crate::pack::good;

type Outcome = Result<(), Box<dyn Error>>;

#[test]
fn a_folder_reads_back_as_it_was_written() -> Outcome {
    let dir = tempfile::tempdir()?;
    for (path, contents) in good().iter() {
        let path = dir.path().join(path);
        fs::create_dir_all(path.parent().ok_or("no folder")?)?;
        fs::write(path, contents)?;
    }
    fs::write(dir.path().join(".hidden"), "x")?;
    let files = Files::read_dir(dir.path())?;
    assert_eq!(files, good());
    assert_eq!(files.fingerprint(), good().fingerprint());
    Ok(())
}

#[test]
fn every_change_changes_the_fingerprint() {
    let fingerprint = |pairs: &[(&str, &str)]| {
        let mut files = Files::new();
        pairs.iter().for_each(|(path, contents)| files.insert(*path, *contents));
        files.fingerprint()
    };
    let prints = [
        fingerprint(&[]),
        fingerprint(&[("a", "")]),
        fingerprint(&[("a", "bc")]),
        fingerprint(&[("ab", "c")]),
        fingerprint(&[("a", "b"), ("c", "")]),
        fingerprint(&[("a", "b"), ("c", "d")]),
    ];
    for (index, print) in prints.iter().enumerate() {
        assert_eq!(print.len(), 64);
        assert!(!prints.iter().skip(index + 1).any(|other| other == print));
    }
    assert_eq!(fingerprint(&[("a", "1"), ("b", "2")]), fingerprint(&[("b", "2"), ("a", "1")]));
}

#[test]
fn only_pictures_are_handed_out() {
    let mut files = good();
    files.insert("acme/modules/basics/images/deep/x.svg", "<svg/>");
    files.insert("acme/modules/basics/images/notes.txt", "x");
    let mime = |pack, module, name| files.image(pack, module, name).map(|(_, mime)| mime);
    assert_eq!(mime("acme", "basics", "ramp.svg"), Some("image/svg+xml"));
    for (pack, module, name) in [
        ("acme", "basics", "other.svg"),
        ("acme", "basics", "notes.txt"),
        ("acme", "basics", "deep/x.svg"),
        ("acme", "basics", "../questions.md"),
        ("acme", "basics/images/../", "ramp.svg"),
        ("acme/modules", "basics", "ramp.svg"),
        ("", "", ".svg"),
    ] {
        assert_eq!(mime(pack, module, name), None, "{pack} {module} {name}");
    }
}

#[test]
fn a_file_that_is_too_large_is_refused() -> Outcome {
    let dir = tempfile::tempdir()?;
    let file = fs::File::create(dir.path().join("large.png"))?;
    file.set_len(MAX_FILE + 1)?;
    let kind = Files::read_dir(dir.path()).map_err(|error| error.kind());
    assert_eq!(kind, Err(ErrorKind::InvalidData));
    file.set_len(MAX_FILE)?;
    assert!(Files::read_dir(dir.path()).is_ok());
    Ok(())
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let error = Files::read_dir("/no/such/packs".as_ref()).map_err(|error| error.to_string());
    assert!(error.is_err_and(|message| message.contains("/no/such/packs")));
}

#[cfg(unix)]
#[test]
fn links_stay_inside() -> Outcome {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir()?;
    let outside = tempfile::tempdir()?;
    fs::write(outside.path().join("secret.md"), "x")?;
    fs::create_dir_all(dir.path().join(".real/acme"))?;
    fs::write(dir.path().join(".real/acme/pack.toml"), "x")?;
    symlink(dir.path().join(".real/acme"), dir.path().join("acme"))?;
    let files = Files::read_dir(dir.path())?;
    assert_eq!(files.iter().map(|(path, _)| path).collect::<Vec<_>>(), ["acme/pack.toml"]);
    symlink(outside.path(), dir.path().join("other"))?;
    assert_eq!(Files::read_dir(dir.path()).map_err(|e| e.kind()), Err(ErrorKind::InvalidData));
    fs::remove_file(dir.path().join("other"))?;
    symlink(dir.path(), dir.path().join("loop"))?;
    assert_eq!(Files::read_dir(dir.path()).map_err(|e| e.kind()), Err(ErrorKind::InvalidData));
    Ok(())
}
