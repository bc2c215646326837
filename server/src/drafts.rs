//! What was typed into a form and is too long for a cookie: kept for a short time under a key that the cookie carries.
//!
//! It lives in this node's memory. Whoever is answered by another node, or after a restart, finds their short fields, which
//! travel in the cookie, and is told about the rest.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use domain::time::{Span, Timestamp};

/// How long something is kept; as long as the cookie.
const KEPT_FOR: Span = Span::seconds(super::forms::FLASH_SECONDS);
/// The most that is kept, in bytes; the oldest makes room.
const LARGEST: usize = 16 * 1024 * 1024;

/// A form's fields: their names and what was typed.
pub type Typed = Vec<(String, String)>;

/// All that is kept.
#[derive(Default)]
pub struct Drafts(Mutex<VecDeque<Draft>>);

struct Draft {
    key: String,
    typed: Typed,
    until: Timestamp,
}

impl Draft {
    fn size(&self) -> usize {
        self.typed.iter().map(|(name, value)| name.len() + value.len()).sum()
    }
}

impl Drafts {
    /// Keeps what was typed under this key.
    pub fn keep(&self, key: String, typed: Typed, now: Timestamp) {
        let mut kept = self.lock();
        kept.push_back(Draft { key, typed, until: now + KEPT_FOR });
        kept.retain(|draft| draft.until > now);
        let mut size: usize = kept.iter().map(Draft::size).sum();
        while size > LARGEST
            && let Some(oldest) = kept.pop_front()
        {
            size -= oldest.size();
        }
    }

    /// What is kept under this key.
    pub fn find(&self, key: &str, now: Timestamp) -> Option<Typed> {
        self.lock().iter().find(|draft| draft.key == key && draft.until > now).map(|draft| draft.typed.clone())
    }

    /// Keeps it no longer.
    pub fn forget(&self, key: &str) {
        self.lock().retain(|draft| draft.key != key);
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<Draft>> {
        // Nothing in here can be left half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(length: usize) -> Typed {
        vec![("words".to_owned(), "x".repeat(length))]
    }

    #[test]
    fn a_draft_is_there_for_its_time_and_its_key() {
        let (drafts, now) = (Drafts::default(), Timestamp::from_millis(0));
        drafts.keep("a".to_owned(), typed(3), now);
        assert_eq!(drafts.find("a", now), Some(typed(3)));
        assert_eq!(drafts.find("b", now), None);
        assert_eq!(drafts.find("a", now + KEPT_FOR), None);
        drafts.forget("a");
        assert_eq!(drafts.find("a", now), None);
    }

    #[test]
    fn the_oldest_makes_room() {
        let (drafts, now) = (Drafts::default(), Timestamp::from_millis(0));
        for key in ["a", "b", "c"] {
            drafts.keep(key.to_owned(), typed(LARGEST / 2 - 100), now);
        }
        assert!(drafts.find("a", now).is_none() && drafts.find("b", now).is_some() && drafts.find("c", now).is_some());
    }
}
