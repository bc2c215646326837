//! The HTML that lessons become.

use std::error::Error;

use content::{Severity, load};

use crate::pack::with;

const LESSON: &str = "acme/modules/basics/lessons/10-start.md";

/// The HTML of a lesson with this body; faults do not matter, errors do.
fn render(body: &str) -> Result<String, Box<dyn Error>> {
    let source = format!("+++\ntitle = \"x\"\nminutes = 1\nobjectives = []\n+++\n{body}\n");
    let loaded = load(&with(LESSON, &source));
    assert!(loaded.faults.iter().all(|fault| fault.severity == Severity::Warning), "{:?}", loaded.faults);
    let catalog = loaded.catalog.ok_or("no catalog")?;
    let (_, lesson) = catalog.lesson(&"acme/basics/10-start".parse()?).ok_or("no lesson")?;
    Ok(lesson.html.clone())
}

#[test]
fn markdown_becomes_our_html() -> Result<(), Box<dyn Error>> {
    for (body, expected) in [
        ("a *b* **c** ~~d~~ `e<f>`", "<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e&lt;f&gt;</code></p>"),
        (
            "## Über *uns*\n\n## Über uns",
            "<h2 id=\"über-uns\">Über <em>uns</em></h2>\n<h2 id=\"über-uns-2\">Über uns</h2>",
        ),
        ("### !", "<h3 id=\"section\">!</h3>"),
        (
            "- [ ] a\n- [x] b",
            "<ul>\n<li><input type=\"checkbox\" disabled=\"\" aria-label=\"To do\"> a</li>\n<li><input type=\"checkbox\" disabled=\"\" aria-label=\"Done\" checked=\"\"> b</li>\n</ul>",
        ),
        (
            "| a | b |\n|:-:|--:|\n| 1 | *2* |",
            "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table 1\"><table>\n<thead><tr><th scope=\"col\" \
             class=\"align-center\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n<tbody>\n<tr><td \
             class=\"align-center\">1</td><td class=\"align-right\"><em>2</em></td></tr>\n</tbody></table></div>",
        ),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
        (
            "> [!CAUTION]\n> a",
            "<div class=\"callout callout-caution\" role=\"note\"><p class=\"callout-title\">Caution</p>\n<p>a</p>\n</div>",
        ),
        (
            "[a](https://example.com \"t\")",
            "<p><a href=\"https://example.com\" title=\"t\" rel=\"noopener noreferrer\">a</a></p>",
        ),
        ("<a@example.com>", "<p><a href=\"mailto:a@example.com\" rel=\"noopener noreferrer\">a@example.com</a></p>"),
        ("[a](lesson:talks/10-talk#b)", "<p><a href=\"/learn/acme/talks/10-talk#b\">a</a></p>"),
        ("[a](#b)\n\n## B", "<p><a href=\"#b\">a</a></p>\n<h2 id=\"b\">B</h2>"),
        ("```\n<b>\n```", "<pre tabindex=\"0\"><code>&lt;b&gt;\n</code></pre>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        (
            "\"It's so,\" they say -- `\"it's\"`\n\n```\n\"it's\"\n```",
            "<p>“It’s so,” they say – <code>\"it's\"</code></p>\n<pre tabindex=\"0\"><code>\"it's\"\n</code></pre>",
        ),
        (
            "> [!ANSWERS]\n> 1. a\n> 2. b",
            "<details class=\"answers\"><summary>Answers</summary>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n</details>",
        ),
        (
            "> [!answers]\n> *a*\n> b\n>\n> c",
            "<details class=\"answers\"><summary>Answers</summary>\n<p><em>a</em>\nb</p>\n<p>c</p>\n</details>",
        ),
        ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>"),
        ("a\\\nb\n\n---", "<p>a<br>\nb</p>\n<hr>"),
    ] {
        assert_eq!(render(body)?, expected, "{body}");
    }
    Ok(())
}

#[test]
fn pictures_carry_their_version() -> Result<(), Box<dyn Error>> {
    let alone = render("![A \\\"ramp\\\" that's steep](images/ramp.svg \"Ten steps\")")?;
    let (link, alone) = alone.split_once("<img").ok_or("no picture")?;
    assert!(link.starts_with("<figure><a href=\"/material/acme/basics/images/ramp.svg?v="), "{link}");
    let (before, after) = alone.split_once("?v=").ok_or("no version")?;
    assert_eq!(before, " src=\"/material/acme/basics/images/ramp.svg");
    let (version, rest) = after.split_once('"').ok_or("no end")?;
    assert!(version.len() == 8 && version.bytes().all(|c| c.is_ascii_hexdigit()));
    assert_eq!(
        rest,
        " alt=\"A &quot;ramp&quot; that’s steep\" loading=\"lazy\"></a><figcaption>Ten steps</figcaption></figure>"
    );
    assert!(render("See ![A ramp](images/ramp.svg) here")?.starts_with("<p>See <a href=\"/material/"));
    let linked = render("[![A ramp](images/ramp.svg)](https://example.com)")?;
    assert!(linked.starts_with("<p><a href=\"https://example.com\" rel=\"noopener noreferrer\"><img "), "{linked}");
    Ok(())
}

#[test]
fn footnotes_stand_at_the_end() -> Result<(), Box<dyn Error>> {
    let html = render("a[^x] b[^y] c[^x]\n\n[^y]: Why.\n[^x]: *Ex*.\n\nEnd.")?;
    let expected = "<p>a<sup><a class=\"footnote-ref\" href=\"#fn-1\" id=\"fnref-1\">1</a></sup> b<sup><a class=\"footnote-ref\" \
                    href=\"#fn-2\" id=\"fnref-2\">2</a></sup> c<sup><a class=\"footnote-ref\" href=\"#fn-1\">1</a></sup></p>\n\
                    <p>End.</p>\n<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n<li id=\"fn-1\">\n<p><em>Ex</em>. \
                    <a class=\"footnote-back\" href=\"#fnref-1\" aria-label=\"Back to the text\">↩</a></p>\n</li>\n\
                    <li id=\"fn-2\">\n<p>Why. <a class=\"footnote-back\" href=\"#fnref-2\" aria-label=\"Back to the text\">↩</a></p>\n\
                    </li>\n</ol></section>";
    assert_eq!(html, expected);
    Ok(())
}

#[test]
fn dialogues_are_conversations() -> Result<(), Box<dyn Error>> {
    let html = render("```dialogue bad\nRep: A <b>price</b>: 10:00\nCustomer: *No*.\n\n(Silence.)\nRep: Oh.\n```")?;
    let expected = "<figure class=\"dialogue dialogue-bad\"><figcaption>How it goes wrong</figcaption>\n<ol>\n\
                    <li class=\"turn turn-a\"><span class=\"who\">Rep</span><p>A &lt;b&gt;price&lt;/b&gt;: 10:00</p></li>\n\
                    <li class=\"turn turn-b\"><span class=\"who\">Customer</span><p>*No*.</p></li>\n\
                    <li class=\"aside\"><p>Silence.</p></li>\n\
                    <li class=\"turn turn-a\"><span class=\"who\">Rep</span><p>Oh.</p></li>\n</ol></figure>";
    assert_eq!(html, expected);
    assert!(render("```dialogue good\nA: b\n```")?.contains("dialogue-good\"><figcaption>How it goes well<"));
    assert!(render("```dialogue\nA: b\n```")?.contains("dialogue-plain\"><figcaption>A conversation<"));
    Ok(())
}

/// What authors might paste, by malice or by mistake.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "a <script>alert(1)</script> b",
    "<img src=x onerror=alert(1)>",
    "a <img src=x onerror=alert(1)> b",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<a href=\"javascript:alert(1)\">x</a>",
    "<iframe src=\"https://evil.example\"></iframe>",
    "<style>body{display:none}</style>",
    "<form action=/x><input name=p></form>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "```dialogue\n<script>: <img src=x onerror=alert(1)>\n(<svg onload=alert(1)>)\n```",
    "```\"><script>alert(1)</script>\nx\n```",
    "## <img src=x onerror=alert(1)> \"quoted' {#x onclick=alert(1)}",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "[a](https://example.com/\"onmouseover=alert(1)) [b](<https://example.com/'><script>> \"t\\\" onclick=alert(1)\")",
    "![a\" onerror=\"alert(1)](images/ramp.svg \"b\" )",
    "x[^<script>]\n\n[^<script>]: <script>alert(1)</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
];

#[test]
fn nothing_in_a_lesson_acts() -> Result<(), Box<dyn Error>> {
    for body in HOSTILE {
        inert(&render(body)?, body);
    }
    Ok(())
}

#[test]
fn nothing_in_a_question_acts() -> Result<(), Box<dyn Error>> {
    for hostile in HOSTILE.iter().filter(|hostile| !hostile.contains('\n')) {
        let bank = format!(
            "## Q {hostile} {{#q-1 objective=services unit=\"<script>\"}}\n{hostile}\n\n= 1\n> {hostile}\n\n> {hostile}\n\n\
             ## R {{#q-2 objective=services}}\n\n- [ ] a {hostile}\n  > {hostile}\n- [x] b\n- [ ] c\n\n> {hostile}\n"
        );
        let files = with("acme/modules/basics/questions.md", &bank);
        for (id, wanted) in [("q-1", 4), ("q-2", 3)] {
            let start = bank.find(if id == "q-1" { "## Q" } else { "## R" }).unwrap_or_default();
            let end = if id == "q-1" { bank.find("## R").unwrap_or_default() } else { bank.len() };
            let source = bank.get(start..end).unwrap_or_default();
            let reference = format!("acme/basics/{id}").parse()?;
            let question =
                content::parse_question(&reference, source, &files).map_err(|faults| format!("{faults:?}"))?;
            let mut parts = vec![question.prompt_html, question.situation_html];
            parts.extend(question.explanation_html);
            for choice in question.key.choices() {
                parts.push(choice.html.clone());
                parts.extend(choice.feedback_html.clone());
            }
            if let domain::catalog::Key::Numeric(number) = question.key {
                parts.extend(number.feedback_html);
            }
            assert!(parts.len() >= wanted);
            parts.iter().for_each(|part| inert(part, hostile));
        }
    }
    Ok(())
}

/// Checks every tag that a browser would see: text may say anything.
fn inert(html: &str, source: &str) {
    for tag in html.split('<').skip(1) {
        let inside = quoted_end(tag).to_lowercase();
        let name: String = inside.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '/').collect();
        let bad = ["script", "svg", "iframe", "style", "form", "object", "embed", "base", "meta", "link", "math"];
        assert!(!bad.contains(&name.trim_start_matches('/')), "{source}: {html}");
        let bare: String = inside.split('"').step_by(2).collect();
        assert!(!bare.contains(" on") && !bare.contains("style="), "{source}: {html}");
        assert!(!inside.contains("=\"javascript:") && !inside.contains("=\"data:"), "{source}: {html}");
        assert!(name != "img" || inside.contains("src=\"/material/"), "{source}: {html}");
    }
}

/// A tag up to the `>` that ends it, which is the first outside of quotation marks.
fn quoted_end(tag: &str) -> &str {
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.and_then(|end| tag.get(..end)).unwrap_or(tag)
}
