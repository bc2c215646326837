//! Days of the calendar, where somebody lives.

use domain::time::Timestamp;
use jiff::tz::TimeZone;

/// Days of the calendar from today to the day of `at`, both in an IANA time zone, or in UTC where that is not known; negative where it is past.
#[must_use]
pub fn days_until(at: Timestamp, now: Timestamp, time_zone: &str) -> i64 {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    let date = |at: Timestamp| {
        let at = jiff::Timestamp::from_millisecond(at.as_millis()).ok()?;
        Some(at.to_zoned(zone.clone()).date())
    };
    let days = date(at).zip(date(now)).and_then(|(at, now)| at.since(now).ok());
    days.map_or(0, |span| i64::from(span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_place() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let (due, now) = (at("2026-11-29T22:59:59.999Z"), at("2026-11-26T09:00:00Z"));
        assert_eq!(days_until(due, now, "Europe/Berlin"), 3);
        assert_eq!(days_until(due, at("2026-11-26T23:30:00Z"), "Europe/Berlin"), 2, "it is the 27th there");
        assert_eq!(days_until(due, at("2026-11-26T23:30:00Z"), "Moon/Tycho"), 3);
        assert_eq!(days_until(now, due, "UTC"), -3);
        // The night in which the clocks go back has 25 hours, and is one day.
        let berlin = |text: &str| days_until(at("2026-10-26T00:30:00Z"), at(text), "Europe/Berlin");
        assert_eq!(berlin("2026-10-24T22:30:00Z"), 1);
    }
}
