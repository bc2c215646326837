//! Footnotes: numbered by their first reference, collected at the end of the page.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, TagEnd};

use super::render::Renderer;
use super::{PageKind, Piece};
use crate::fault::Fault;

/// The footnotes met so far.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// Labels in the order of their first reference: the place is the number.
    referenced: Vec<String>,
    /// Where each is defined, and what it says.
    defined: BTreeMap<String, (usize, Vec<Event<'a>>)>,
}

impl<'a> Renderer<'_, 'a> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
        let known = self.notes.referenced.iter().position(|other| other == label);
        let number = known.unwrap_or(self.notes.referenced.len()) + 1;
        // Only the first reference can be what the note leads back to.
        let id = if known.is_none() { format!(" id=\"fnref-{number}\"") } else { String::new() };
        if known.is_none() {
            self.notes.referenced.push(label.to_owned());
        }
        self.html(format!("<sup><a class=\"footnote-ref\" href=\"#fn-{number}\"{id}>{number}</a></sup>"));
    }

    /// A reference to no footnote comes as text, and would show its brackets to the reader.
    pub(super) fn check_footnote(&self, text: &str, offset: usize) {
        let source = self.page.text.text;
        let before = offset.checked_sub(1).and_then(|at| source.get(at..offset));
        let behind = source.get(offset + text.len()..).and_then(|rest| rest.chars().next());
        let reference = text.starts_with('^') && before == Some("[") && behind == Some(']');
        if reference && self.page.kind == PageKind::Lesson {
            let fault = self.page.error(offset - 1, "footnote", format!("there is no footnote `[{text}]`"));
            self.page.sink.push(fault.help(format!("write it at the end of the page: `[{text}]: …`")));
        }
    }

    pub(super) fn footnote_definition(&mut self, label: &str, offset: usize, inner: &[Piece<'a>], depth: usize) {
        let before = std::mem::take(&mut self.out);
        self.pieces(inner, depth);
        let note = std::mem::replace(&mut self.out, before);
        self.notes.defined.insert(label.to_owned(), (offset, note));
    }

    /// Writes the footnotes, and reports the ones that nothing refers to.
    pub(super) fn footnote_section(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let mut defined = notes.defined;
        let referenced = notes.referenced.iter().enumerate();
        let found: Vec<_> =
            referenced.filter_map(|(index, label)| Some((index + 1, defined.remove(label)?.1))).collect();
        for (offset, _) in defined.values() {
            let fault = Fault::warning(self.page.spot(*offset), "footnote", "nothing refers to this footnote");
            self.page.sink.push(fault.help("take it out, or refer to it with `[^label]`"));
        }
        if found.is_empty() {
            return;
        }
        self.html("<section class=\"footnotes\" aria-label=\"Footnotes\"><ol>\n");
        for (number, mut note) in found {
            let label = "aria-label=\"Back to the text\"";
            let back = format!(" <a class=\"footnote-back\" href=\"#fnref-{number}\" {label}>↩</a>");
            // The way back belongs on the last line, not below it.
            let at = if note.last() == Some(&Event::End(TagEnd::Paragraph)) { note.len() - 1 } else { note.len() };
            note.insert(at, Event::Html(back.into()));
            self.html(format!("<li id=\"fn-{number}\">"));
            self.out.extend(note);
            self.html("</li>\n");
        }
        self.html("</ol></section>\n");
    }
}
