//! What changes of modules make of a level.

use std::cmp::Reverse;

use super::{Action, ContentChange, Level, Reason, ReasonCode, decide::in_words};
use crate::catalog::RevisionChange;
use crate::time::Timestamp;

/// The level that a change leaves to whoever is certified, once its grace is over.
fn leaves(kind: RevisionChange) -> Level {
    match kind {
        RevisionChange::Editorial => Level::Solo,
        RevisionChange::Material => Level::Supervised,
        RevisionChange::Critical => Level::Blocked,
    }
}

/// The level that unproven changes leave to whoever is certified.
pub(super) fn level(changes: &[ContentChange], now: Timestamp) -> Level {
    changes.iter().filter(|change| change.due <= now).map(|change| leaves(change.kind)).min().unwrap_or(Level::Solo)
}

/// The first moment after `now` at which one of them takes somebody below this level.
pub(super) fn next_fall(changes: &[ContentChange], below: Level, now: Timestamp) -> Option<Timestamp> {
    changes.iter().filter(|change| change.due > now && leaves(change.kind) < below).map(|change| change.due).min()
}

/// One reason for each, those that lower the level first, the most serious of them first.
pub(super) fn reasons(changes: &[ContentChange], now: Timestamp) -> impl Iterator<Item = Reason> {
    let mut changes: Vec<&ContentChange> = changes.iter().collect();
    changes.sort_by_key(|change| (Reverse(change.due <= now), leaves(change.kind), change.due));
    changes.into_iter().map(move |change| reason(change, now))
}

fn reason(change: &ContentChange, now: Timestamp) -> Reason {
    let title = &change.title;
    let over = change.due <= now;
    let message = match leaves(change.kind) {
        Level::Blocked if over => {
            format!("The module “{title}” has changed. Pass its short quiz; until then no calls.")
        }
        _ if over => {
            format!(
                "The module “{title}” has changed. Pass its short quiz; until then calls need an assessor on the line."
            )
        }
        _ => format!("The module “{title}” has changed. Pass its short quiz by {}.", in_words(change.due)),
    };
    Reason {
        code: ReasonCode::ContentChanged,
        message,
        at: (!over).then_some(change.due),
        action: Some(Action::ReadModule(change.module.clone())),
    }
}
