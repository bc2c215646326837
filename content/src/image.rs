//! Pictures of modules.

use crate::fault::{Fault, Sink, Spot};
use crate::text::Text;

/// The media type of a picture by its name; none where it is no picture that packs may hold.
pub(crate) fn mime(name: &str) -> Option<&'static str> {
    let (stem, extension) = name.rsplit_once('.')?;
    if stem.is_empty() {
        return None;
    }
    match extension {
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "jpg" | "jpeg" => Some("image/jpeg"),
        "webp" => Some("image/webp"),
        _ => None,
    }
}

/// Checks that a picture is what its name says, and that a drawing cannot do anything.
pub(crate) fn check(path: &str, bytes: &[u8], sink: &Sink) {
    let fits = match mime(path) {
        Some("image/png") => bytes.starts_with(b"\x89PNG\r\n\x1a\n"),
        Some("image/jpeg") => bytes.starts_with(b"\xff\xd8\xff"),
        Some("image/webp") => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        Some("image/svg+xml") => return drawing(path, bytes, sink),
        _ => false,
    };
    if !fits {
        let fault = Fault::error(Spot::start(path), "image", "this is not the kind of picture that its name says");
        sink.push(fault.help("save it again as png, jpg, webp or svg"));
    }
}

/// An SVG opened by its own address is a document: it could run scripts there.
fn drawing(path: &str, bytes: &[u8], sink: &Sink) {
    let Some(source) = crate::text::decode(path, bytes, sink) else { return };
    let text = Text::new(path, &source, 1);
    // ASCII lower case keeps the offsets.
    let lower = source.to_ascii_lowercase();
    if !lower.contains("<svg") {
        sink.push(Fault::error(Spot::start(path), "image", "this is no SVG drawing: there is no `<svg>`"));
    }
    let active = ["<script", "<foreignobject", "<iframe", "<embed", "<object", "<!entity", "javascript:"];
    let found = active.iter().filter_map(|word| lower.find(word)).chain(handler(&lower));
    for offset in found {
        let fault = Fault::error(text.spot(offset), "active-image", "a drawing may not hold anything that can run");
        sink.push(fault.help("export it again as plain SVG"));
    }
}

/// The offset of the first event handler: an attribute that begins with `on`. One pass, because drawings can be large.
fn handler(lower: &str) -> Option<usize> {
    let mut inside_tag = false;
    let mut before = b' ';
    for (offset, &byte) in lower.as_bytes().iter().enumerate() {
        match byte {
            b'<' => inside_tag = true,
            b'>' => inside_tag = false,
            b'o' if inside_tag && (before.is_ascii_whitespace() || matches!(before, b'"' | b'\'' | b'/')) => {
                let rest = lower.get(offset..).unwrap_or_default();
                let name = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
                if rest.starts_with("on") && name.trim_start().starts_with('=') {
                    return Some(offset);
                }
            }
            _ => {}
        }
        before = byte;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, bytes: &[u8]) -> Vec<(u32, u32, &'static str)> {
        let sink = Sink::default();
        check(path, bytes, &sink);
        sink.into_sorted().into_iter().map(|f| (f.line, f.column, f.code)).collect()
    }

    #[test]
    fn pictures_are_what_they_say() {
        assert_eq!(faults("a.png", b"\x89PNG\r\n\x1a\n..."), []);
        assert_eq!(faults("a.png", b"\xff\xd8\xff"), [(1, 1, "image")]);
        assert_eq!(faults("a.webp", b"RIFF....WEBPVP8 "), []);
        assert_eq!(faults("a.jpeg", b"\xff\xd8\xff\xe0"), []);
        assert_eq!(faults("a.svg", b"<html></html>"), [(1, 1, "image")]);
    }

    #[test]
    fn drawings_are_still() {
        let good = br#"<svg xmlns="http://www.w3.org/2000/svg"><title>on = off</title><path d="M0 0"/></svg>"#;
        assert_eq!(faults("a.svg", good), []);
        assert_eq!(faults("a.svg", b"<svg>\n <script>x</script></svg>"), [(2, 2, "active-image")]);
        assert_eq!(faults("a.svg", b"<svg\n  onload = \"x\"/>"), [(2, 3, "active-image")]);
        assert_eq!(faults("a.svg", b"<svg><a href=\"JavaScript:x\"/></svg>"), [(1, 15, "active-image")]);
    }
}
