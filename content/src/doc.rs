//! TOML with a place for everything, so that all faults of a file are found in one go.
//!
//! Deserialising with serde would stop at the first fault; these readers note it and go on.

use std::cell::RefCell;
use std::ops::{Range, RangeInclusive};

use domain::catalog::Slug;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::fault::{Fault, Sink, Spot};
use crate::nearest::suggest;
use crate::text::Text;

/// Something that was read, with its place for later checks.
#[derive(Debug, Clone)]
pub(crate) struct At<T> {
    pub value: T,
    pub spot: Spot,
}

/// A parsed TOML text.
pub(crate) struct Doc<'a> {
    text: Text<'a>,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Doc<'a> {
    /// Parses a text; none, and the faults in the sink, if its syntax is broken anywhere.
    pub(crate) fn parse(text: Text<'a>, sink: &Sink) -> Option<Self> {
        let (root, errors) = DeTable::parse_recoverable(text.text);
        for error in &errors {
            let offset = error.span().map_or(0, |span| span.start);
            sink.push(Fault::error(text.spot(offset), "toml", error.message().trim_end()));
        }
        errors.is_empty().then_some(Self { text, root })
    }

    /// The table of the whole text.
    pub(crate) fn table<'d>(&'d self, sink: &'d Sink) -> Table<'d> {
        Table::new(&self.text, sink, 0..0, self.root.get_ref())
    }
}

/// Reads the keys of a table, and knows which were asked for.
pub(crate) struct Table<'d> {
    text: &'d Text<'d>,
    sink: &'d Sink,
    span: Range<usize>,
    entries: &'d DeTable<'d>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'d> Table<'d> {
    fn new(text: &'d Text<'d>, sink: &'d Sink, span: Range<usize>, entries: &'d DeTable<'d>) -> Self {
        Self { text, sink, span, entries, asked: RefCell::default() }
    }

    /// The value of a key that may be left out.
    pub(crate) fn find(&self, key: &'static str) -> Option<Value<'d>> {
        self.asked.borrow_mut().push(key);
        let (_, value) = self.entries.iter().find(|(name, _)| name.get_ref() == key)?;
        Some(Value { text: self.text, sink: self.sink, name: key.to_owned(), value })
    }

    /// The value of a key; a fault at the table's start where it is missing.
    pub(crate) fn need(&self, key: &'static str) -> Option<Value<'d>> {
        let found = self.find(key);
        if found.is_none() {
            self.fault("missing-key", format!("`{key}` is missing"));
        }
        found
    }

    /// All entries in the order of the file, for tables whose keys are names.
    pub(crate) fn entries(&self) -> Vec<(At<&'d str>, Value<'d>)> {
        let mut entries: Vec<_> = self.entries.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entry = |(key, value): (&'d Spanned<_>, _)| {
            let name: &'d std::borrow::Cow<'d, str> = key.get_ref();
            let at = At { value: name.as_ref(), spot: self.text.spot(key.span().start) };
            (at, Value { text: self.text, sink: self.sink, name: name.to_string(), value })
        };
        entries.into_iter().map(entry).collect()
    }

    /// Reports every key that nobody asked for; call it when everything was asked.
    pub(crate) fn finish(&self) {
        let known = self.asked.borrow();
        for (key, _) in self.entries.iter().filter(|(key, _)| !known.contains(&key.get_ref().as_ref())) {
            let spot = self.text.spot(key.span().start);
            let name = key.get_ref();
            let fault = Fault::error(spot, "unknown-key", format!("there is no key `{name}` here"));
            self.sink.push(fault.maybe_help(suggest(name, &known)));
        }
    }

    /// Where the table stands.
    pub(crate) fn spot(&self) -> Spot {
        self.text.spot(self.span.start)
    }

    fn fault(&self, code: &'static str, message: String) {
        self.sink.push(Fault::error(self.spot(), code, message));
    }
}

/// A value that is still to be read as what it should be; every reader reports and returns none where it is not.
pub(crate) struct Value<'d> {
    text: &'d Text<'d>,
    sink: &'d Sink,
    name: String,
    value: &'d Spanned<DeValue<'d>>,
}

impl<'d> Value<'d> {
    pub(crate) fn spot(&self) -> Spot {
        self.text.spot(self.value.span().start)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self) -> Option<String> {
        let DeValue::String(text) = self.value.get_ref() else { return self.wrong_type("a text in quotes") };
        if text.trim().is_empty() {
            return self.fault("empty", format!("`{}` is empty", self.name));
        }
        Some(text.trim().to_owned())
    }

    /// A name.
    pub(crate) fn slug(&self) -> Option<At<Slug>> {
        match self.text()?.parse() {
            Ok(value) => Some(At { value, spot: self.spot() }),
            Err(error) => self.fault("name", error.to_string()),
        }
    }

    /// A whole number within a range.
    pub(crate) fn whole(&self, range: RangeInclusive<u32>) -> Option<u32> {
        let DeValue::Integer(integer) = self.value.get_ref() else { return self.wrong_type("a whole number") };
        let parsed = i64::from_str_radix(integer.as_str(), integer.radix()).ok().and_then(|i| u32::try_from(i).ok());
        match parsed.filter(|number| range.contains(number)) {
            Some(number) => Some(number),
            None => {
                let (low, high) = range.into_inner();
                self.fault("range", format!("`{}` must be {low} to {high}", self.name))
            }
        }
    }

    /// A number strictly between 0 and 1, or up to 1 where that is allowed.
    pub(crate) fn share(&self, up_to_one: bool) -> Option<f64> {
        let number = match self.value.get_ref() {
            DeValue::Float(float) => float.as_str().parse().ok(),
            DeValue::Integer(integer) => integer.as_str().parse().ok(),
            _ => return self.wrong_type("a number"),
        };
        match number.filter(|&number: &f64| number > 0.0 && (number < 1.0 || (up_to_one && number <= 1.0))) {
            Some(number) => Some(number),
            None if up_to_one => self.fault("range", format!("`{}` must be above 0 and at most 1", self.name)),
            None => self.fault("range", format!("`{}` must be between 0 and 1", self.name)),
        }
    }

    /// The items of a list.
    pub(crate) fn list(&self) -> Option<Vec<Value<'d>>> {
        let DeValue::Array(items) = self.value.get_ref() else { return self.wrong_type("a list in brackets") };
        let item = |value| Value { text: self.text, sink: self.sink, name: self.name.clone(), value };
        Some(items.iter().map(item).collect())
    }

    /// A list of names, none of them twice; what is no name is reported and left out.
    pub(crate) fn slugs(&self) -> Vec<At<Slug>> {
        let mut slugs: Vec<At<Slug>> = Vec::new();
        for slug in self.list().unwrap_or_default().iter().filter_map(Value::slug) {
            if slugs.iter().any(|other| other.value == slug.value) {
                let message = format!("`{}` stands in `{}` twice", slug.value, self.name);
                self.sink.push(Fault::error(slug.spot, "twice", message));
            } else {
                slugs.push(slug);
            }
        }
        slugs
    }

    /// A table.
    pub(crate) fn table(&self) -> Option<Table<'d>> {
        let DeValue::Table(entries) = self.value.get_ref() else { return self.wrong_type("a table") };
        Some(Table::new(self.text, self.sink, self.value.span(), entries))
    }

    /// Reports a fault.
    pub(crate) fn push(&self, fault: Fault) {
        self.sink.push(fault);
    }

    /// A fault at the value; none, for the caller to return.
    pub(crate) fn fault<T>(&self, code: &'static str, message: String) -> Option<T> {
        self.sink.push(Fault::error(self.spot(), code, message));
        None
    }

    fn wrong_type<T>(&self, expected: &str) -> Option<T> {
        let found = match self.value.get_ref() {
            DeValue::String(_) => "a text",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a number",
            DeValue::Boolean(_) => "true or false",
            DeValue::Datetime(_) => "a date",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        self.fault("type", format!("`{}` must be {expected}, this is {found}", self.name))
    }
}
