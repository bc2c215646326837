//! Times as people read them, in their own time zone.

use domain::time::Timestamp;
use jiff::Zoned;
pub use services::calendar::days_until;

fn zoned(at: Timestamp, time_zone: &str) -> Option<Zoned> {
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    jiff::Timestamp::from_millisecond(at.as_millis()).ok().map(|at| at.to_zoned(zone))
}

/// A day: `1 Dec 2026`.
#[must_use]
pub fn day(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%-d %b %Y").to_string())
}

/// A day with its name: `Monday, 7 December 2026`.
#[must_use]
pub fn long_day(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%A, %-d %B %Y").to_string())
}

/// A moment: `1 Dec 2026, 14:05`.
#[must_use]
pub fn moment(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%-d %b %Y, %H:%M").to_string())
}

/// A moment within the next days: `Thu 26 Nov, 09:00`.
#[must_use]
pub fn near_moment(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%a %-d %b, %H:%M").to_string())
}

/// A time of day: `14:05`.
#[must_use]
pub fn time_of_day(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(|| at.to_string(), |at| at.strftime("%H:%M").to_string())
}

/// A day as a date field takes it: `2026-12-01`.
#[must_use]
pub fn day_input(at: Timestamp, time_zone: &str) -> String {
    zoned(at, time_zone).map_or_else(String::new, |at| at.strftime("%Y-%m-%d").to_string())
}

/// A day near enough to do without its year: `1 Dec`, or `1 Dec 2027` where the year is another.
#[must_use]
pub fn near_day(at: Timestamp, now: Timestamp, time_zone: &str) -> String {
    match (zoned(at, time_zone), zoned(now, time_zone)) {
        (Some(at), Some(now)) if at.year() == now.year() => at.strftime("%-d %b").to_string(),
        _ => day(at, time_zone),
    }
}

/// How long ago a day was: `today`, `yesterday`, `9 days ago`; the day itself after a month.
#[must_use]
pub fn days_ago(at: Timestamp, now: Timestamp, time_zone: &str) -> String {
    let days = zoned(at, time_zone).zip(zoned(now, time_zone)).and_then(|(at, now)| now.date().since(at.date()).ok());
    match days.map(|span| span.get_days()) {
        Some(0) => "today".to_owned(),
        Some(1) => "yesterday".to_owned(),
        Some(days @ 2..=31) => format!("{days} days ago"),
        _ => near_day(at, now, time_zone),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_where_the_reader_lives() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-11-23T08:00:00Z");
        assert_eq!(days_ago(at("2026-11-23T00:30:00Z"), now, "UTC"), "today");
        assert_eq!(days_ago(at("2026-11-23T00:30:00Z"), now, "America/New_York"), "yesterday");
        assert_eq!(days_ago(at("2026-10-25T12:00:00Z"), now, "UTC"), "29 days ago");
        assert_eq!(days_ago(at("2026-09-01T12:00:00Z"), now, "UTC"), "1 Sep");
        assert_eq!(near_moment(at("2026-11-26T08:00:00Z"), "Europe/Berlin"), "Thu 26 Nov, 09:00");
        assert_eq!(near_day(at("2027-01-02T12:00:00Z"), now, "UTC"), "2 Jan 2027");
    }
}
