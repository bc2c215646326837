//! Tables as CSV files that a spreadsheet can open without being told what to do by what is in them.

use std::borrow::Cow;

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};

/// What a text must not begin with: a spreadsheet would take it for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// A text, which stays one: what looks like a formula gets an apostrophe before it.
    Text(String),
    /// A number of ours, with so many decimals at most; nothing where there is none.
    Number(Option<f64>, usize),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A count.
    pub fn count(count: u32) -> Self {
        Self::Number(Some(f64::from(count)), 0)
    }

    fn as_field(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) if text.starts_with(FORMULA) => Cow::Owned(format!("'{text}")),
            Self::Text(text) => Cow::Borrowed(text),
            Self::Number(value, decimals) => {
                Cow::Owned(value.map_or_else(String::new, |value| format!("{value:.decimals$}")))
            }
        }
    }
}

/// A file to download: RFC 4180 in UTF-8, with the mark by which spreadsheets know it.
pub fn download(name: &'static str, head: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Response {
    match write(head, rows) {
        Ok(bytes) => {
            let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
            let headers = [
                (CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
                (CONTENT_DISPOSITION, disposition.unwrap_or(HeaderValue::from_static("attachment"))),
                (CACHE_CONTROL, HeaderValue::from_static("no-store")),
            ];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, name, "a file cannot be written");
            axum::http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn write(head: &[&str], rows: impl IntoIterator<Item = Vec<Cell>>) -> Result<Vec<u8>, csv::Error> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(head)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| cell.as_field().into_owned()))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rows: Vec<Vec<Cell>>) -> String {
        String::from_utf8(write(&["a", "b"], rows).unwrap()).unwrap()
    }

    #[test]
    fn a_text_is_never_a_formula() {
        for formula in ["=1+1", "+49", "-2", "@SUM(A1)", "\tx", "\rx", "=HYPERLINK(\"http://evil.example\")"] {
            let field = Cell::text(formula).as_field().into_owned();
            assert_eq!(field, format!("'{formula}"), "{formula:?}");
        }
        assert_eq!(Cell::text("a=1").as_field(), "a=1");
        assert_eq!(Cell::Number(Some(-34.96), 1).as_field(), "-35.0", "a number of ours is a number");
        assert_eq!(Cell::Number(None, 1).as_field(), "");
    }

    #[test]
    fn a_file_is_quoted_where_it_must_be() {
        let file = lines(vec![vec![Cell::text("one, \"two\"\nthree"), Cell::count(3)]]);
        assert_eq!(file, "\u{feff}a,b\r\n\"one, \"\"two\"\"\nthree\",3\r\n");
    }
}
