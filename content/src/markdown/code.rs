//! Fenced code with highlighting classes.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use super::escape;

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Code as HTML; a language that is not known stays plain.
pub(super) fn code(language: &str, source: &str) -> String {
    // Scrolls sideways where it is wide, so it must be reachable by keyboard.
    let open = "<pre tabindex=\"0\"><code";
    let known = !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || "+-#_".contains(c));
    let class = if known { format!(" class=\"language-{}\"", language.to_lowercase()) } else { String::new() };
    let inner = if known { highlighted(language, source) } else { None }.unwrap_or_else(|| escape(source));
    format!("{open}{class}>{inner}</code></pre>\n")
}

/// Highlighting by language name or file extension; the set of syntaxes is loaded when the first lesson needs it.
fn highlighted(language: &str, source: &str) -> Option<String> {
    static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);
    let syntax = SYNTAXES.find_syntax_by_token(language)?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(source) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_have_classes() {
        let html = code("rust", "fn main() {}\n");
        assert!(
            html.starts_with("<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"hl-source"),
            "{html}"
        );
        assert!(html.contains("hl-storage hl-type"), "{html}");
    }

    #[test]
    fn unknown_languages_stay_plain() {
        assert_eq!(
            code("klingon", "<a>"),
            "<pre tabindex=\"0\"><code class=\"language-klingon\">&lt;a&gt;</code></pre>\n"
        );
        assert_eq!(code("", "a"), "<pre tabindex=\"0\"><code>a</code></pre>\n");
        assert_eq!(code("\"><script>", "a"), "<pre tabindex=\"0\"><code>a</code></pre>\n");
    }
}
