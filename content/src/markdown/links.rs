//! Where links and pictures lead.

use domain::catalog::{LessonRef, Slug};

use super::{Page, PageKind};
use crate::hash::sha256;
use crate::image;
use crate::nearest::did_you_mean;

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// Out of Canoe.
    Out(String),
    /// To a lesson.
    Lesson(String),
    /// To a heading of the same page.
    Anchor(String),
}

/// The target of a link that stands at `offset`; none where it is reported, or gone from under a stored question.
pub(super) fn link(page: &Page<'_>, destination: &str, offset: usize) -> Option<Target> {
    let rest = |scheme| destination.strip_prefix(scheme).filter(|rest: &&str| !rest.is_empty());
    if let Some(anchor) = rest("#") {
        if page.kind == PageKind::Lesson {
            return Some(Target::Anchor(anchor.to_owned()));
        }
        let fault = page.error(offset, "link", "a question has no headings to link to");
        page.sink.push(fault.help("link to a lesson: `lesson:<module>/<lesson>`"));
        return None;
    }
    if let Some(lesson) = rest("lesson:") {
        return lesson_link(page, lesson, offset);
    }
    if rest("https://").is_some() || rest("mailto:").is_some() {
        return Some(Target::Out(destination.to_owned()));
    }
    let help = if let Some(rest) = rest("http://") {
        format!("write `https://{rest}`")
    } else if destination.ends_with(".md") {
        "a link to a lesson is `lesson:<module>/<lesson>`, without `.md`".to_owned()
    } else if destination.starts_with("images/") {
        "a picture has a `!` before the bracket".to_owned()
    } else {
        "links begin with `https://`, `mailto:`, `lesson:` or `#`".to_owned()
    };
    page.sink.push(page.error(offset, "link", format!("a link may not lead to `{destination}`")).help(help));
    None
}

fn lesson_link(page: &Page<'_>, destination: &str, offset: usize) -> Option<Target> {
    let (path, anchor) = match destination.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (destination, String::new()),
    };
    let reference = path.split_once('/').and_then(|(module, lesson)| {
        let (module, lesson): (Slug, Slug) = (module.parse().ok()?, lesson.parse().ok()?);
        Some(LessonRef { pack: page.module.pack.clone(), module, lesson })
    });
    let Some(reference) = reference else {
        let fault = page.error(offset, "link", format!("`{path}` names no lesson"));
        page.sink.push(fault.help("a link to a lesson is `lesson:<module>/<lesson>`"));
        return None;
    };
    if page.files.get(&Page::lesson_path(&reference)).is_none() {
        let fault = page.error(offset, "unknown-lesson", format!("there is no lesson `{path}`"));
        page.gone(fault.maybe_help(did_you_mean(path, lessons(page).iter().map(String::as_str))));
        return None;
    }
    Some(Target::Lesson(format!("/learn/{reference}{anchor}")))
}

/// All lessons of the pack as links name them.
fn lessons(page: &Page<'_>) -> Vec<String> {
    let prefix = format!("{}/modules/", page.module.pack);
    let name = |path: &str| {
        let (module, lesson) = path.strip_prefix(&prefix)?.strip_suffix(".md")?.split_once("/lessons/")?;
        Some(format!("{module}/{lesson}"))
    };
    page.files.iter().filter_map(|(path, _)| name(path)).collect()
}

/// The address of a picture that stands at `offset`; none where it is reported, or gone from under a stored question.
pub(super) fn picture(page: &Page<'_>, destination: &str, offset: usize) -> Option<String> {
    let (pack, module) = (&page.module.pack, &page.module.module);
    let name = destination.strip_prefix("images/").filter(|name| image::mime(name).is_some());
    let Some(name) = name else {
        let fault = page.error(offset, "picture", format!("`{destination}` is no picture of this module"));
        page.sink.push(fault.help("pictures are `images/<name>.svg`, `.png`, `.jpg` or `.webp`"));
        return None;
    };
    let Some((bytes, _)) = page.files.image(pack.as_str(), module.as_str(), name) else {
        let folder = format!("{pack}/modules/{module}/images/");
        let names = page.files.iter().filter_map(|(path, _)| path.strip_prefix(&folder));
        let fault =
            page.error(offset, "unknown-picture", format!("there is no picture `images/{name}` in this module"));
        page.gone(fault.maybe_help(did_you_mean(name, names)));
        return None;
    };
    let version: String = sha256(bytes).chars().take(8).collect();
    Some(format!("/material/{pack}/{module}/images/{name}?v={version}"))
}
