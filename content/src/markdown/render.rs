//! From parsed Markdown to HTML.

use std::collections::BTreeSet;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, html};

use super::footnotes::Notes;
use super::links::{self, Target};
use super::sanitise::sanitise;
use super::{Page, PageKind, Piece, elements, escape, inside};
use crate::fault::Fault;
use crate::nearest::did_you_mean;

/// Elements inside each other; more is no lesson but an attack on the stack.
const MAX_DEPTH: usize = 64;

/// What the renderer made of a text.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Rendered {
    /// Sanitised HTML.
    pub html: String,
    /// Anchors and texts of the headings of level 2.
    pub headings: Vec<(String, String)>,
}

/// Renders whole blocks.
pub(crate) fn blocks(page: &Page<'_>, pieces: &[Piece<'_>]) -> Rendered {
    let mut renderer = Renderer::new(page);
    renderer.pieces(pieces, 0);
    renderer.footnote_section();
    renderer.check_anchors();
    Rendered { html: finish(renderer.out), headings: renderer.headings }
}

/// Renders what stands inside a paragraph, without the paragraph.
pub(crate) fn inline(page: &Page<'_>, pieces: &[Piece<'_>]) -> String {
    let mut renderer = Renderer::new(page);
    renderer.pieces(pieces, 0);
    finish(renderer.out)
}

/// The words alone.
pub(crate) fn plain(pieces: &[Piece<'_>]) -> String {
    let words = pieces.iter().map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => text.as_ref(),
        Event::SoftBreak | Event::HardBreak => " ",
        _ => "",
    });
    words.collect::<String>().trim().to_owned()
}

fn finish(out: Vec<Event<'_>>) -> String {
    let mut rendered = String::new();
    html::push_html(&mut rendered, out.into_iter());
    sanitise(rendered.trim())
}

/// Writes events for pulldown's HTML writer, with our own HTML in between.
pub(super) struct Renderer<'p, 'a> {
    pub page: &'p Page<'p>,
    pub out: Vec<Event<'a>>,
    pub notes: Notes<'a>,
    /// Tables so far; each is named by its number.
    pub tables: u32,
    /// Whether what is written stands in a link.
    pub linked: bool,
    headings: Vec<(String, String)>,
    anchors: BTreeSet<String>,
    /// Links to headings, checked when all headings are known.
    anchor_links: Vec<(String, usize)>,
}

impl<'p, 'a> Renderer<'p, 'a> {
    fn new(page: &'p Page<'p>) -> Self {
        Self {
            page,
            out: Vec::new(),
            notes: Notes::default(),
            tables: 0,
            linked: false,
            headings: Vec::new(),
            anchors: BTreeSet::new(),
            anchor_links: Vec::new(),
        }
    }

    pub(super) fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.push(Event::Html(html.into()));
    }

    pub(super) fn pieces(&mut self, pieces: &[Piece<'a>], depth: usize) {
        for element in elements(pieces) {
            let Some((event, range)) = element.first() else { continue };
            match event {
                Event::Start(_) if depth >= MAX_DEPTH => {
                    self.page.sink.push(self.page.error(range.start, "nesting", "this is nested too deep"));
                }
                Event::Start(tag) => self.element(tag, range.start, inside(element), depth + 1),
                event => self.leaf(event, range.start),
            }
        }
    }

    fn leaf(&mut self, event: &Event<'a>, offset: usize) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => self.left_out(html, offset),
            Event::TaskListMarker(done) => {
                let checked = if *done { " checked=\"\"" } else { "" };
                // It cannot be ticked, but a screen reader meets it all the same.
                let name = if *done { "Done" } else { "To do" };
                self.html(format!("<input type=\"checkbox\" disabled=\"\" aria-label=\"{name}\"{checked}> "));
            }
            Event::FootnoteReference(label) => self.footnote_reference(label),
            Event::Text(text) => {
                self.check_footnote(text, offset);
                self.out.push(event.clone());
            }
            other => self.out.push(other.clone()),
        }
    }

    /// Reports HTML; but comments are meant to be left out, and an end tag was reported with its start.
    fn left_out(&self, html: &str, offset: usize) {
        let html = html.trim_start();
        if !html.starts_with("<!--") && !html.starts_with("</") {
            let fault = Fault::warning(self.page.spot(offset), "html", "HTML is left out");
            self.page.sink.push(fault.help("write it in Markdown, or in backquotes to show it"));
        }
    }

    fn element(&mut self, tag: &Tag<'a>, offset: usize, inner: &[Piece<'a>], depth: usize) {
        match tag {
            Tag::Paragraph if lone_picture(inner) => {
                self.html("<figure>");
                self.pieces(inner, depth);
                self.html("</figure>\n");
            }
            Tag::Heading { level, .. } => self.heading(*level, offset, inner, depth),
            Tag::BlockQuote(kind) => self.quote(*kind, offset, inner, depth),
            Tag::CodeBlock(kind) => self.code_block(kind, offset, inner),
            Tag::HtmlBlock => {
                if let Some((Event::Html(html), _)) = inner.first() {
                    self.left_out(html, offset);
                }
            }
            Tag::Table(alignments) => self.table(alignments, inner, depth),
            Tag::Link { link_type, dest_url, title, .. } => {
                let url = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}"),
                    _ => dest_url.to_string(),
                };
                self.link(&url, title, offset, inner, depth);
            }
            Tag::Image { dest_url, title, .. } => self.picture(dest_url, title, offset, inner),
            Tag::FootnoteDefinition(label) => self.footnote_definition(label, offset, inner, depth),
            tag => {
                self.out.push(Event::Start(tag.clone()));
                self.pieces(inner, depth);
                self.out.push(Event::End(tag.to_end()));
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, offset: usize, inner: &[Piece<'a>], depth: usize) {
        if level == HeadingLevel::H1 {
            let fault = self.page.error(offset, "heading-level", "headings start at level 2: the title is level 1");
            self.page.sink.push(fault.help("begin it with `##`"));
        }
        // Questions stand on a page with others, where anchors would collide.
        if self.page.kind == PageKind::Lesson {
            let text = plain(inner);
            let anchor = self.anchor(&text);
            self.html(format!("<{level} id=\"{anchor}\">"));
            if level == HeadingLevel::H2 {
                self.headings.push((anchor, text));
            }
        } else {
            self.html(format!("<{level}>"));
        }
        self.pieces(inner, depth);
        self.html(format!("</{level}>\n"));
    }

    /// A name for a heading that no other heading of the page has.
    fn anchor(&mut self, text: &str) -> String {
        let lower = text.to_lowercase();
        let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let base = if words.is_empty() { "section".to_owned() } else { words.join("-") };
        let mut anchor = base.clone();
        let mut number = 2;
        while !self.anchors.insert(anchor.clone()) {
            anchor = format!("{base}-{number}");
            number += 1;
        }
        anchor
    }

    fn link(&mut self, url: &str, title: &str, offset: usize, inner: &[Piece<'a>], depth: usize) {
        let Some(target) = links::link(self.page, url, offset) else { return self.pieces(inner, depth) };
        let (href, rel) = match target {
            Target::Out(url) => (url, " rel=\"noopener noreferrer\""),
            Target::Lesson(url) => (url, ""),
            Target::Anchor(anchor) => {
                self.anchor_links.push((anchor.clone(), offset));
                (format!("#{anchor}"), "")
            }
        };
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        self.html(format!("<a href=\"{}\"{title}{rel}>", escape(&href)));
        let around = std::mem::replace(&mut self.linked, true);
        self.pieces(inner, depth);
        self.linked = around;
        self.html("</a>");
    }

    fn check_anchors(&self) {
        for (anchor, offset) in self.anchor_links.iter().filter(|(anchor, _)| !self.anchors.contains(anchor)) {
            let fault =
                self.page.error(*offset, "unknown-anchor", format!("no heading here has the anchor `#{anchor}`"));
            self.page.sink.push(fault.maybe_help(did_you_mean(anchor, self.anchors.iter().map(String::as_str))));
        }
    }
}

/// Whether a paragraph holds one picture and nothing else: then it is a figure.
fn lone_picture(inner: &[Piece<'_>]) -> bool {
    matches!(elements(inner).as_slice(), [only] if matches!(only.first(), Some((Event::Start(Tag::Image { .. }), _))))
}
