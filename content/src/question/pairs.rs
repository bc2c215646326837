//! The table of a matching question.

use domain::catalog::Matching;
use pulldown_cmark::{Event, Tag};

use crate::fault::Fault;
use crate::markdown::{Page, Piece, elements, inline, inside, plain};

const RULE: &str = "pairs";
const FEWEST: usize = 3;
const MOST: usize = 8;
/// Longest option in characters: it must fit a list to choose from on a telephone.
const LONGEST: usize = 80;

/// Reads a table of which each row is a right pair.
pub(super) fn read(page: &Page<'_>, table: &[Piece<'_>], explained: bool) -> Option<Matching> {
    let start = table.first().map_or(0, |(_, range)| range.start);
    let errors = page.sink.errors();
    let mut heads = [String::new(), String::new()];
    let mut rows: Vec<Row> = Vec::new();
    let mut options: Vec<(String, u32)> = Vec::new();
    for row in elements(inside(table)) {
        let Some((event, range)) = row.first() else { continue };
        let cells = elements(inside(row));
        let [left, right] = cells.as_slice() else {
            let message = format!("a matching table has two columns, this one has {}", cells.len());
            page.sink.push(page.error(start, RULE, message).help("one for the rows, one for what belongs to them"));
            return None;
        };
        if matches!(event, Event::Start(Tag::TableHead)) {
            heads = [
                cell(page, left, range.start, "column has no name"),
                cell(page, right, range.start, "column has no name"),
            ];
            continue;
        }
        let line = page.text.text.get(range.clone()).unwrap_or_default();
        if columns(line) > 2 {
            let fault = page.error(range.start, RULE, "this row has more cells than the table has columns");
            page.sink.push(fault.help("write a `|` that belongs to the words as `\\|`"));
        }
        let html = cell(page, left, range.start, "row has nothing on its left side");
        cell(page, right, range.start, "row has nothing on its right side");
        let spot = page.text.spot(range.start);
        let words = plain(inside(left)).to_lowercase();
        if let Some(twin) = rows.iter().find(|row| row.words == words && !words.is_empty()) {
            let message = format!("this left side stands in line {} already", twin.line);
            page.sink.push(page.error(range.start, "twice", message).help("each row asks for something of its own"));
        }
        let option = option(page, &mut options, &plain(inside(right)), range.start, spot.line);
        rows.push(Row { html, words, option, line: spot.line });
    }
    check_counts(page, start, rows.len(), options.len());
    if !explained {
        let fault =
            Fault::warning(page.text.spot(start), "feedback-missing", "nobody learns why these belong together");
        page.sink.push(fault.help("write a quote after the table: `> …`"));
    }
    let rows = rows.into_iter().map(|row| (row.html, row.option)).collect();
    let options = options.into_iter().map(|(option, _)| option).collect();
    (page.sink.errors() == errors).then_some(Matching { heads, rows, options })
}

struct Row {
    html: String,
    words: String,
    option: u8,
    line: u32,
}

/// A cell as HTML; reports an empty one at its row.
fn cell(page: &Page<'_>, cell: &[Piece<'_>], row: usize, empty: &str) -> String {
    let html = inline(page, inside(cell));
    if html.trim().is_empty() {
        page.sink.push(page.error(row, "empty", format!("this {empty}")));
    }
    html
}

/// The place of an option among those there are, which it joins if it is new.
fn option(page: &Page<'_>, options: &mut Vec<(String, u32)>, words: &str, row: usize, line: u32) -> u8 {
    let known = options.iter().position(|(other, _)| other.to_lowercase() == words.to_lowercase());
    let place = known.unwrap_or(options.len());
    match known.and_then(|known| options.get(known)) {
        Some((other, first)) if other != words => {
            let message = format!("`{words}` differs from `{other}` in line {first} only in its capitals");
            page.sink.push(page.error(row, "twice", message).help("write them alike: then they are one option"));
        }
        Some(_) => {}
        None => {
            if words.chars().count() > LONGEST {
                let message = format!("the right side is longer than {LONGEST} characters");
                let fault = page.error(row, RULE, message);
                page.sink.push(fault.help("people choose it from a list; put the longer side on the left"));
            }
            options.push((words.to_owned(), line));
        }
    }
    // A table of more rows than that is refused.
    u8::try_from(place).unwrap_or(u8::MAX)
}

fn check_counts(page: &Page<'_>, start: usize, rows: usize, options: usize) {
    if !(FEWEST..=MOST).contains(&rows) {
        let message = format!("number of rows: {rows}, where {FEWEST} to {MOST} are allowed");
        page.sink.push(page.error(start, "options", message).help("add or take out rows"));
    } else if options < 2 {
        let fault = page.error(start, RULE, "every row has the same right side");
        page.sink.push(fault.help("there is nothing to choose from; add rows with another one"));
    }
}

/// How many cells a row's source has: what stands beyond the columns is dropped by Markdown without a word.
fn columns(line: &str) -> usize {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line.strip_suffix('|').filter(|line| !line.ends_with('\\')).unwrap_or(line);
    let mut escaped = false;
    let mut cells = 1;
    for c in line.chars() {
        cells += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    cells
}
