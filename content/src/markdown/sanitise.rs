//! The last gate before HTML leaves: exactly what the renderer makes, and nothing that acts.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

const TAGS: &[&str] = &[
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "details",
    "div",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "input",
    "li",
    "ol",
    "p",
    "pre",
    "section",
    "span",
    "strong",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "title", "class", "id", "aria-label"]),
    ("code", &["class"]),
    ("details", &["class"]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("figure", &["class"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("img", &["src", "alt", "loading"]),
    ("input", &["type", "disabled", "checked", "aria-label"]),
    ("li", &["class", "id"]),
    ("ol", &["start"]),
    ("p", &["class"]),
    ("pre", &["tabindex"]),
    ("section", &["class", "aria-label"]),
    ("span", &["class"]),
    ("td", &["class"]),
    ("th", &["class", "scope"]),
];

/// Beginnings of the classes that the renderer uses.
const CLASSES: &[&str] = &[
    "align-",
    "answers",
    "aside",
    "callout",
    "dialogue",
    "footnote",
    "hl-",
    "language-",
    "table-scroll",
    "turn",
    "who",
];

/// HTML with nothing in it but what the renderer makes.
pub(super) fn sanitise(html: &str) -> String {
    static GATE: LazyLock<Builder<'static>> = LazyLock::new(gate);
    GATE.clean(html).to_string()
}

fn gate() -> Builder<'static> {
    let attributes: HashMap<_, HashSet<_>> =
        ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect())).collect();
    let mut gate = Builder::empty();
    gate.tags(TAGS.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::new())
        .clean_content_tags(["script", "style"].into())
        .url_schemes(["https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(attribute);
    gate
}

/// The value an attribute keeps; none takes it out.
fn attribute<'v>(_: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let plain = |c: char| c.is_alphanumeric() || c == '-';
    let keep = match name {
        "class" => return classes(value),
        "id" => !value.is_empty() && value.chars().all(plain),
        "href" => ["https://", "mailto:", "/learn/", "/material/", "#"].iter().any(|start| value.starts_with(start)),
        "src" => value.starts_with("/material/"),
        "rel" => value == "noopener noreferrer",
        "type" => value == "checkbox",
        "tabindex" => value == "0",
        "role" => value == "note" || value == "region",
        "loading" => value == "lazy",
        "scope" => value == "col",
        "start" => value.chars().all(|c| c.is_ascii_digit()),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

fn classes(value: &str) -> Option<Cow<'_, str>> {
    let ours = |class: &&str| CLASSES.iter().any(|start| class.starts_with(start));
    if value.split_ascii_whitespace().all(|class| ours(&class)) {
        return Some(Cow::Borrowed(value));
    }
    let kept: Vec<&str> = value.split_ascii_whitespace().filter(ours).collect();
    (!kept.is_empty()).then(|| Cow::Owned(kept.join(" ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        for (html, expected) in [
            ("<p onclick=\"x()\">a</p>", "<p>a</p>"),
            ("<script>alert(1)</script>b", "b"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"JAVA\tSCRIPT:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\"//evil.example/\">a</a>", "<a>a</a>"),
            ("<img src=x onerror=alert(1)>", "<img>"),
            ("<img src=\"data:image/svg+xml,<svg/>\">", "<img>"),
            ("<svg onload=alert(1)><circle/></svg>", ""),
            ("<p class=\"btn who fixed\" style=\"position:fixed\">a</p>", "<p class=\"who\">a</p>"),
            ("<input type=\"password\" name=\"p\">", "<input>"),
            ("<form action=\"/x\"><button>go</button></form>", "go"),
            ("<iframe src=\"https://x.example\"></iframe>", ""),
        ] {
            assert_eq!(sanitise(html), expected, "{html}");
        }
    }
}
