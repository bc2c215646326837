//! Counts and times in words.

use domain::time::Timestamp;

use crate::ssr::near_day;

/// A count as a page carries it.
pub fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A time: `24 min`, `3 h`, `3 h 10 min`.
pub fn minutes(all: u32) -> String {
    match (all / 60, all % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// An estimate: `about 24 min`.
pub fn about(all: u32) -> String {
    format!("about {}", minutes(all))
}

/// A path's due day and what is left of it.
pub fn due(due_at: Timestamp, minutes_left: u32, now: Timestamp, time_zone: &str) -> String {
    let day = near_day(due_at, now, time_zone);
    if minutes_left == 0 {
        "All modules passed".to_owned()
    } else if due_at < now {
        format!("Was due {day}, {} left", about(minutes_left))
    } else {
        format!("Due {day}, {} left", about(minutes_left))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_times() {
        assert_eq!(minutes(0), "0 min");
        assert_eq!(minutes(59), "59 min");
        assert_eq!(minutes(180), "3 h");
        assert_eq!(about(190), "about 3 h 10 min");
    }

    #[test]
    fn a_due_day_says_what_is_left() {
        let now: Timestamp = Timestamp::from_millis(1_764_806_400_000); // 4 December 2025
        let at = |days: i64| now + domain::time::Span::days(days);
        assert_eq!(due(at(10), 190, now, "UTC"), "Due 14 Dec, about 3 h 10 min left");
        assert_eq!(due(at(-1), 5, now, "UTC"), "Was due 3 Dec, about 5 min left");
        assert_eq!(due(at(40), 5, now, "UTC"), "Due 13 Jan 2026, about 5 min left");
        assert_eq!(due(at(-1), 0, now, "UTC"), "All modules passed");
    }
}
