//! Source text, and where in it something stands.

use crate::fault::{Fault, Sink, Spot};

/// A text with its file and the line it begins on: a whole file, or a part that begins at a line's start.
#[derive(Debug, Clone)]
pub(crate) struct Text<'a> {
    pub file: &'a str,
    pub text: &'a str,
    first_line: u32,
    /// Offset of each line.
    starts: Vec<usize>,
}

impl<'a> Text<'a> {
    pub(crate) fn new(file: &'a str, text: &'a str, first_line: u32) -> Self {
        let ends = text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(offset, _)| offset + 1);
        Self { file, text, first_line, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The place of a byte offset.
    pub(crate) fn spot(&self, offset: usize) -> Spot {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|&start| start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset).unwrap_or_default();
        Spot {
            file: self.file.to_owned(),
            line: self.first_line.saturating_add(number(line)),
            column: number(before.chars().count()).saturating_add(1),
        }
    }

    /// The lines with the offset of each, without line ends.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (usize, &'a str)> {
        self.starts.iter().map(|&start| {
            let rest = self.text.get(start..).unwrap_or_default();
            (start, rest.split('\n').next().unwrap_or_default())
        })
    }
}

/// Files are 5 MB at most, so no count of theirs passes 32 bits.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The text of a file with `\n` line ends and without a byte order mark, or an error at the first byte that is no UTF-8.
pub(crate) fn decode(file: &str, bytes: &[u8], sink: &Sink) -> Option<String> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(newlines(text.strip_prefix('\u{feff}').unwrap_or(text))),
        Err(error) => {
            let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
            let valid = String::from_utf8_lossy(valid);
            let spot = Text::new(file, &valid, 1).spot(valid.len());
            sink.push(Fault::error(spot, "encoding", "this is not UTF-8").help("save the file as UTF-8"));
            None
        }
    }
}

/// `\n` for every kind of line end.
fn newlines(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

/// `\n` for every kind of line end, and no white space at the ends of lines and of the text.
///
/// A question's version is a hash of its text: what no reader can see must not make a new version.
pub(crate) fn tidy(text: &str) -> String {
    let text = newlines(text);
    let lines: Vec<&str> = text.trim_end().split('\n').map(str::trim_end).collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = Text::new("f", "aä€\nb€c", 5);
        let at = |offset| {
            let spot = text.spot(offset);
            (spot.line, spot.column)
        };
        assert_eq!(at(0), (5, 1));
        assert_eq!(at(1), (5, 2));
        assert_eq!(at(3), (5, 3));
        assert_eq!(at(6), (5, 4));
        assert_eq!(at(7), (6, 1));
        assert_eq!(at(11), (6, 3));
        assert_eq!(at(999), (6, 4));
    }

    #[test]
    fn invisible_differences_go() {
        assert_eq!(tidy("a  \r\nb\t\r\n\r\n"), "a\nb");
        assert_eq!(tidy("a\rb"), "a\nb");
    }

    #[test]
    fn bad_bytes_have_a_place() {
        let sink = Sink::default();
        assert_eq!(decode("f", b"ok\nn\xc3\xa4\xff", &sink), None);
        let faults = sink.into_sorted();
        assert_eq!(faults.iter().map(|f| (f.line, f.column, f.code)).collect::<Vec<_>>(), [(2, 3, "encoding")]);
    }
}
