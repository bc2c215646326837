//! Webhooks as pages show them.

use domain::integration::DeliveryState;
use domain::time::{Span, Timestamp};
use services::integration::webhook::{
    Asked, Attempt, DeliveriesPage, Delivery, DeliveryPage, Endpoint, EndpointRow, Replayed, waits_for,
};

use super::{day_input, moment, set_status};
use crate::integration::view::NamedView;
use crate::integration::webhooks::view::{
    AttemptView, DeliveriesView, DeliveryFilter, DeliveryRow, DeliveryView, WebhookView,
};
use crate::{ApiError, FieldMessage, paths};

/// A webhook without its secrets.
#[must_use]
pub fn webhook_view(row: &EndpointRow, now: Timestamp, time_zone: &str) -> WebhookView {
    let endpoint = &row.endpoint;
    WebhookView {
        id: endpoint.id.to_string(),
        url: endpoint.url.clone(),
        description: endpoint.description.clone(),
        kinds: endpoint.kinds.iter().map(ToString::to_string).collect(),
        disabled: endpoint.disabled.as_ref().map(|(at, _)| moment(*at, time_zone)),
        why: endpoint.disabled.as_ref().map(|(_, why)| why.clone()).unwrap_or_default(),
        delivered: endpoint.delivered_at.map(|at| moment(at, time_zone)),
        failing: endpoint.failing_since.map(|at| moment(at, time_zone)),
        paused: endpoint.not_before.filter(|until| now < *until).map(|until| moment(until, time_zone)),
        pending: row.tally.pending,
        failed: row.tally.failed,
    }
}

/// What the address asks for; what is not understood is as good as nothing.
#[must_use]
pub fn asked(filter: &DeliveryFilter) -> Asked {
    let state = filter.show.parse().ok().filter(|state| *state != DeliveryState::Delivered);
    Asked { state, before: filter.before.parse().ok() }
}

/// An event's number.
///
/// # Errors
/// There is nothing at the address of one that is none.
pub fn parse_seq(text: &str) -> Result<i64, ApiError> {
    text.parse().map_err(|_| {
        set_status(404);
        ApiError::not_found()
    })
}

/// When an event is sent that is to be sent once more.
#[must_use]
pub fn replay_words(replayed: Replayed) -> &'static str {
    match replayed {
        Replayed::Now => "It is on its way once more, under the same id.",
        Replayed::After(_) => {
            "It is sent once more, under the same id, as soon as the earlier event about the same person is through."
        }
        Replayed::WhenEnabled => "It is sent once more, under the same id, as soon as the webhook is enabled.",
    }
}

/// The beginning of a day, as a date field gives it, in a time zone.
///
/// # Errors
/// Where it is no day.
pub fn since(text: &str, time_zone: &str) -> Result<Timestamp, ApiError> {
    let zone = jiff::tz::TimeZone::get(time_zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let day = text.trim().parse::<jiff::civil::Date>().and_then(|day| day.to_zoned(zone));
    day.map(|at| Timestamp::from_millis(at.timestamp().as_millisecond())).map_err(|_| {
        set_status(422);
        let message = "Enter a day like 2026-12-01.".to_owned();
        let fields = vec![FieldMessage { field: "since".to_owned(), message }];
        ApiError { fields, ..ApiError::new(422, "invalid", "Please check what you entered.") }
    })
}

/// A webhook and a page of what it was told.
#[must_use]
pub fn deliveries_view(page: DeliveriesPage, asked: Asked, now: Timestamp, time_zone: &str) -> DeliveriesView {
    let row = |(delivery, tries): &(Delivery, Vec<Attempt>)| {
        let name = delivery.person.and_then(|id| page.names.get(&id).cloned());
        delivery_row(delivery, tries, name, (&page.row.endpoint, waits_for(delivery, &page.heads), now), time_zone)
    };
    DeliveriesView {
        rows: page.rows.iter().map(row).collect(),
        webhook: webhook_view(&page.row, now, time_zone),
        newest: page.newest_secret.map(|id| id.to_string()).unwrap_or_default(),
        rotation_ends: page.rotation_ends.map(|at| moment(at, time_zone)),
        filter: DeliveryFilter {
            show: asked.state.map(|state| state.to_string()).unwrap_or_default(),
            before: asked.before.map(|seq| seq.to_string()).unwrap_or_default(),
        },
        older: page.older.map(|seq| seq.to_string()),
        week_ago: day_input(now - Span::days(7), time_zone),
    }
}

/// One event that a webhook was told, with all tries.
#[must_use]
pub fn delivery_view(page: DeliveryPage, now: Timestamp, time_zone: &str) -> DeliveryView {
    let attempt = |attempt: &Attempt| AttemptView {
        at: moment(attempt.at, time_zone),
        taken: attempt.status.is_some_and(|status| (200..300).contains(&status)),
        result: result(attempt),
        millis: attempt.millis,
        answer: attempt.answer.clone(),
    };
    let about = (&page.endpoint, page.waits_for, now);
    DeliveryView {
        row: delivery_row(&page.delivery, &page.attempts, page.name, about, time_zone),
        webhook: page.endpoint.id.to_string(),
        description: page.endpoint.description,
        event: page.delivery.event.to_string(),
        body: page.body,
        attempts: page.attempts.iter().map(attempt).collect(),
    }
}

fn delivery_row(
    delivery: &Delivery,
    tries: &[Attempt],
    name: Option<String>,
    (endpoint, waits_for, now): (&Endpoint, Option<i64>, Timestamp),
    time_zone: &str,
) -> DeliveryRow {
    let enabled = endpoint.disabled.is_none();
    // Nothing moves while the webhook is disabled, whatever else it waits for.
    let waits_for = waits_for.filter(|_| enabled);
    let pending = delivery.state == DeliveryState::Pending && waits_for.is_none();
    let next_at = endpoint.not_before.map_or(delivery.next_at, |until| until.max(delivery.next_at));
    let next = pending.then(|| match (enabled, next_at > now) {
        (false, _) => "when it is enabled".to_owned(),
        (true, true) => moment(next_at, time_zone),
        (true, false) => "in a moment".to_owned(),
    });
    let person = delivery.person.map(|id| NamedView {
        name: name.unwrap_or_else(|| "Somebody".to_owned()),
        href: Some(paths::person(&id.to_string())),
    });
    DeliveryRow {
        seq: delivery.seq.to_string(),
        kind: delivery.kind.clone(),
        at: moment(delivery.at, time_zone),
        person,
        state: delivery.state.to_string(),
        failing: delivery.attempts > 0,
        // Those before it was sent again count, too, as on the event's own page.
        tries: u32::try_from(tries.len()).unwrap_or(u32::MAX),
        last: tries.first().map(result),
        next,
        waits_for: waits_for.map(|seq| seq.to_string()),
    }
}

/// What came of a try, in words.
fn result(attempt: &Attempt) -> String {
    match (attempt.status, &attempt.error) {
        (Some(status), _) if (300..400).contains(&status) => format!("Answered {status}; redirects are not followed."),
        (Some(status), _) => format!("Answered {status}."),
        (None, Some(error)) => error.clone(),
        (None, None) => "No answer.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_that_is_not_understood_is_none() {
        let filter =
            |show: &str, before: &str| asked(&DeliveryFilter { show: show.to_owned(), before: before.to_owned() });
        assert_eq!(filter("failed", "7"), Asked { state: Some(DeliveryState::Failed), before: Some(7) });
        assert_eq!(filter("delivered", "x"), Asked::default());
    }

    #[test]
    fn a_day_begins_where_its_reader_lives() {
        let at = since(" 2026-11-23 ", "Europe/Berlin").unwrap();
        assert_eq!(at.to_string(), "2026-11-22T23:00:00Z");
        assert_eq!(since("yesterday", "UTC").unwrap_err().field("since"), Some("Enter a day like 2026-12-01."));
    }
}
