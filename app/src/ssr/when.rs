//! Times as people read them, in their own time zone.

use domain::time::Timestamp;
use jiff::Zoned;

fn zoned(at: Timestamp, time_zone: &str) -> Option<Zoned> {
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::from_millisecond(at.as_millis()).ok().map(|at| at.to_zoned(zone))
}

/// A day: `1 Dec 2026`.
#[must_use]
pub fn day(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%-d %b %Y").to_string())
}

/// A moment: `1 Dec 2026, 14:05`.
#[must_use]
pub fn moment(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%-d %b %Y, %H:%M").to_string())
}

/// A day as a date field takes it: `2026-12-01`.
#[must_use]
pub fn day_input(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(String::new, |at| at.strftime("%Y-%m-%d").to_string())
}
