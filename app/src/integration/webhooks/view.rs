//! What pages show of webhooks.

use serde::{Deserialize, Serialize};

use crate::integration::view::NamedView;
use crate::paths;

/// A webhook, without its secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookView {
    /// Its id.
    pub id: String,
    /// Where messages are sent.
    pub url: String,
    /// What it is for.
    pub description: String,
    /// The words of the kinds it wants to hear of; empty for everything.
    pub kinds: Vec<String>,
    /// Since when it is disabled, if it is.
    pub disabled: Option<String>,
    /// Why.
    pub why: String,
    /// When something arrived there last.
    pub delivered: Option<String>,
    /// Since when nothing has.
    pub failing: Option<String>,
    /// Until when its receiver has asked to be left alone, if it has.
    pub paused: Option<String>,
    /// Events on their way.
    pub pending: u32,
    /// Events that were given up.
    pub failed: u32,
}

/// Which deliveries somebody wants to see, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryFilter {
    /// `pending` or `failed`; empty for all.
    #[serde(default)]
    pub show: String,
    /// Number of the event that they are older than; empty for the newest.
    #[serde(default)]
    pub before: String,
}

impl DeliveryFilter {
    /// The address of what it asks for, at this webhook.
    #[must_use]
    pub fn href(&self, webhook: &str) -> String {
        let parts = [("show", &self.show), ("before", &self.before)];
        let parts = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let query: Vec<String> = parts.map(|(name, value)| format!("{name}={}", paths::encoded(value))).collect();
        let page = paths::webhook(webhook);
        if query.is_empty() { page } else { format!("{page}?{}", query.join("&")) }
    }
}

/// A webhook and a page of what it was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveriesView {
    /// The webhook.
    pub webhook: WebhookView,
    /// Id of the secret that a new one would take the place of.
    pub newest: String,
    /// Until when the secret before the present one signs, too.
    pub rotation_ends: Option<String>,
    /// What was told, the latest first.
    pub rows: Vec<DeliveryRow>,
    /// The filter, as it was understood.
    pub filter: DeliveryFilter,
    /// Where the next page begins; none on the last one.
    pub older: Option<String>,
    /// The day of a week ago, as a date field takes it.
    pub week_ago: String,
}

/// An event that a webhook is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRow {
    /// Its number.
    pub seq: String,
    /// What happened.
    pub kind: String,
    /// When.
    pub at: String,
    /// Whom it is about.
    pub person: Option<NamedView>,
    /// `pending`, `delivered` or `failed`.
    pub state: String,
    /// Whether its last try failed, since it was sent again if it was.
    pub failing: bool,
    /// All its tries so far.
    pub tries: u32,
    /// What came of the last try.
    pub last: Option<String>,
    /// When it is tried next, while it is on its way and waits for nothing else.
    pub next: Option<String>,
    /// Number of the earlier event about the same person that has to arrive first.
    pub waits_for: Option<String>,
}

/// An event that a webhook is told, with all tries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryView {
    /// The webhook's id.
    pub webhook: String,
    /// What the webhook is for.
    pub description: String,
    /// The event.
    pub row: DeliveryRow,
    /// The event's id, which the receiver knows it by.
    pub event: String,
    /// The body, set out to be read.
    pub body: String,
    /// The tries, the latest first.
    pub attempts: Vec<AttemptView>,
}

/// A try to deliver an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptView {
    /// When it began.
    pub at: String,
    /// Whether the receiver took it.
    pub taken: bool,
    /// What came of it.
    pub result: String,
    /// How long it took, in milliseconds.
    pub millis: i64,
    /// The answer's beginning.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_the_log_has_an_address() {
        let filter = DeliveryFilter { show: "failed".to_owned(), before: "7".to_owned() };
        assert_eq!(filter.href("0190"), "/webhooks/0190?show=failed&before=7");
        assert_eq!(DeliveryFilter::default().href("0190"), "/webhooks/0190");
    }
}
