//! Small conversions between columns and the domain's types.

use domain::time::Timestamp;

use crate::Error;

/// A column of milliseconds as a time.
pub fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// Reads a text column by its type's parser.
pub fn read<T: std::str::FromStr>(table: &'static str, column: &'static str, value: &str) -> Result<T, Error> {
    value.parse().map_err(|_| Error::Corrupt { table, column, value: value.to_owned() })
}

/// Reads a number column into a smaller type.
pub fn number<T: TryFrom<i64>>(table: &'static str, column: &'static str, value: i64) -> Result<T, Error> {
    T::try_from(value).map_err(|_| Error::Corrupt { table, column, value: value.to_string() })
}

/// How many ids one query may name; both databases take more, and neither gets faster by it.
pub const CHUNK: usize = 500;

/// The values, the last again and again up to a power of two: so that queries of all lengths are few statements, which stay prepared.
pub fn padded<T: Copy>(values: &[T]) -> impl Iterator<Item = T> {
    let last = values.last().copied();
    let missing = values.len().next_power_of_two() - values.len();
    values.iter().copied().chain(last.into_iter().cycle().take(missing))
}
