//! The time that is left, by the server's clock.

use std::time::Duration;

use leptos::leptos_dom::helpers::{location, set_interval_with_handle};
use leptos::prelude::*;
use leptos::web_sys::js_sys::Date;

use super::view::ClockView;
use crate::ui::{Icon, IconName};

const MINUTE: i64 = 60_000;

/// Until when, and how long that is. It counts down where there is script, is read out at five minutes and at one, and
/// loads the page again when the time is over, because the server has decided then.
#[component]
pub(super) fn Clock(
    /// The time there is.
    clock: ClockView,
) -> impl IntoView {
    let ClockView { now, deadline, until } = clock;
    let left = RwSignal::new(deadline - now);
    let spoken = RwSignal::new("");
    Effect::new(move |_| {
        // How far the server's clock is ahead of this one; the way here took a moment, so it is never too little.
        let ahead = now - here();
        let over = StoredValue::new(false);
        let tick = move || {
            let (before, after) = (left.get_untracked(), deadline - here() - ahead);
            left.set(after);
            if let Some(words) = crossed(before, after) {
                spoken.set(words);
            }
            if after <= 0 && !over.get_value() {
                over.set_value(true);
                drop(location().reload());
            }
        };
        if let Ok(interval) = set_interval_with_handle(tick, Duration::from_secs(1)) {
            on_cleanup(move || interval.clear());
        }
    });
    view! {
        <p class="exam-clock" role="timer">
            <Icon name=IconName::Clock class="size-4.5" />
            <span>{format!("until {until}, ")} {move || words(left.get())}</span>
        </p>
        <p class="sr-only" role="status">
            {move || spoken.get()}
        </p>
    }
    .into_any()
}

/// The browser's clock in milliseconds since 1970.
#[expect(clippy::cast_possible_truncation, reason = "milliseconds are whole, and fit for 292 million years")]
fn here() -> i64 {
    Date::now() as i64
}

/// What to read out when the time left goes from `before` to `after`.
fn crossed(before: i64, after: i64) -> Option<&'static str> {
    let crossed = |mark| before > mark && after <= mark;
    if crossed(MINUTE) {
        Some("1 minute left")
    } else if crossed(5 * MINUTE) {
        Some("5 minutes left")
    } else {
        None
    }
}

/// The time left in words: whole minutes, and seconds in the last one.
fn words(left: i64) -> String {
    match left {
        ..=0 => "time is over".to_owned(),
        1..MINUTE => format!("{} s left", (left + 999) / 1_000),
        _ => format!("{} min left", left / MINUTE),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_told_in_minutes_then_in_seconds() {
        assert_eq!(words(43 * MINUTE + 59_999), "43 min left");
        assert_eq!(words(MINUTE), "1 min left");
        assert_eq!(words(MINUTE - 1), "60 s left");
        assert_eq!(words(1), "1 s left");
        assert_eq!(words(0), "time is over");
        assert_eq!(words(-5), "time is over");
    }

    #[test]
    fn two_marks_are_read_out_once() {
        assert_eq!(crossed(5 * MINUTE + 1, 5 * MINUTE), Some("5 minutes left"));
        assert_eq!(crossed(5 * MINUTE, 5 * MINUTE - 1_000), None);
        // A computer that slept over both says the one that matters.
        assert_eq!(crossed(9 * MINUTE, MINUTE), Some("1 minute left"));
    }
}
