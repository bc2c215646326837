//! Revisions of modules that went live, and what they ask of people who finished the module before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Module, ModuleRef, Question, RevisionChange, Slug};
use crate::time::{Span, Timestamp};

/// The versions of a module's questions, by their names in the bank.
pub type Manifest = BTreeMap<Slug, String>;

/// A revision of a module that went live.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The module.
    pub module: ModuleRef,
    /// Its number.
    pub number: u32,
    /// What it asks. The first that was seen of a module asks nothing, whatever its file says.
    pub change: RevisionChange,
    /// Days from its publication until it lowers the level of whoever has not proven it.
    pub grace_days: u32,
    /// When it went live.
    pub published_at: Timestamp,
    /// Questions that are new or have another text than at the revision before. None where the whole bank asks for it.
    pub changed: Vec<Slug>,
}

/// The last revision of a module that went live, as far as the next is compared with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastRevision {
    /// Its number.
    pub number: u32,
    /// The questions it had.
    pub questions: Manifest,
}

impl RevisionChange {
    /// The change's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Editorial => "editorial",
            Self::Material => "material",
            Self::Critical => "critical",
        }
    }

    /// Days of grace where the module says nothing else.
    #[must_use]
    pub const fn usual_grace_days(self) -> u32 {
        match self {
            Self::Editorial => 0,
            Self::Material => 14,
            Self::Critical => 3,
        }
    }
}

/// A word names no kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Choose editorial, material or critical.")]
pub struct UnknownChange;

impl std::str::FromStr for RevisionChange {
    type Err = UnknownChange;

    fn from_str(text: &str) -> Result<Self, UnknownChange> {
        let all = [Self::Editorial, Self::Material, Self::Critical];
        all.into_iter().find(|change| change.as_str() == text).ok_or(UnknownChange)
    }
}

impl Revision {
    /// What a module's revision is where it goes live at `now`; none where it is the one that is live, or an older one.
    #[must_use]
    pub fn going_live(module: &Module, last: Option<&LastRevision>, now: Timestamp) -> Option<Self> {
        let revision = |change, grace_days, changed| Self {
            module: module.reference.clone(),
            number: module.revision,
            change,
            grace_days,
            published_at: now,
            changed,
        };
        let Some(last) = last else { return Some(revision(RevisionChange::Editorial, 0, Vec::new())) };
        if module.revision <= last.number {
            return None;
        }
        Some(revision(module.change, module.grace_days, changed(module, &last.questions)))
    }

    /// The moment from which it lowers the level of whoever has not proven it.
    #[must_use]
    pub fn due(&self) -> Timestamp {
        self.published_at + Span::days(i64::from(self.grace_days))
    }

    /// Whether somebody who finished the module has yet to prove this revision; `proof` is the start of the last attempt in which they showed
    /// that they know the module.
    #[must_use]
    pub fn is_open(&self, proof: Option<Timestamp>) -> bool {
        self.change != RevisionChange::Editorial && proof.is_none_or(|proof| proof < self.published_at)
    }
}

/// The questions of a module that are new or have another version than in a manifest, in the order of the bank.
#[must_use]
pub fn changed(module: &Module, before: &Manifest) -> Vec<Slug> {
    let other = |found: &&Question| before.get(&found.reference.question) != Some(&found.version);
    module.questions.iter().filter(other).map(|found| found.reference.question.clone()).collect()
}

/// The versions of a module's questions now.
#[must_use]
pub fn manifest(module: &Module) -> Manifest {
    module.questions.iter().map(|found| (found.reference.question.clone(), found.version.clone())).collect()
}

/// The questions that prove these revisions, those that changed last first. None where the whole bank does: where a revision changed no
/// question, or the bank has none of them any more.
#[must_use]
pub fn to_prove<'a>(module: &'a Module, open: &[&Revision]) -> Vec<&'a Question> {
    let mut latest_first: Vec<&Revision> = open.to_vec();
    latest_first.sort_by_key(|revision| std::cmp::Reverse((revision.published_at, revision.number)));
    if latest_first.iter().any(|revision| revision.changed.is_empty()) {
        return Vec::new();
    }
    let mut seen = BTreeSet::new();
    let names = latest_first.into_iter().flat_map(|revision| &revision.changed).filter(|name| seen.insert(*name));
    let find = |name: &Slug| module.questions.iter().find(|found| &found.reference.question == name);
    names.filter_map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixtures::{module, slug};

    const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);

    fn raised(to: u32, change: RevisionChange) -> Module {
        let grace_days = change.usual_grace_days();
        Module { revision: to, change, grace_days, ..module("offering", &[("a", 3)]) }
    }

    fn last(of: &Module) -> LastRevision {
        LastRevision { number: of.revision, questions: manifest(of) }
    }

    #[test]
    fn the_first_revision_of_a_module_asks_nothing() {
        let first = Revision::going_live(&raised(7, RevisionChange::Critical), None, NOON).unwrap();
        assert_eq!((first.number, first.change, first.changed.len()), (7, RevisionChange::Editorial, 0));
        assert!(!first.is_open(None));
    }

    #[test]
    fn a_revision_goes_live_where_its_number_rises() {
        let before = last(&raised(2, RevisionChange::Editorial));
        let mut edited = raised(2, RevisionChange::Material);
        edited.questions[1].version = "another".to_owned();
        assert_eq!(Revision::going_live(&edited, Some(&before), NOON), None, "the same number");
        assert_eq!(Revision::going_live(&raised(1, RevisionChange::Critical), Some(&before), NOON), None);
        edited.revision = 4;
        let next = Revision::going_live(&edited, Some(&before), NOON).unwrap();
        assert_eq!((next.number, next.due()), (4, NOON + Span::days(14)));
        assert_eq!(next.changed, [edited.questions[1].reference.question.clone()]);
    }

    #[test]
    fn only_what_was_started_since_proves_a_revision() {
        let before = last(&raised(1, RevisionChange::Editorial));
        let next = Revision::going_live(&raised(2, RevisionChange::Critical), Some(&before), NOON).unwrap();
        assert!(next.is_open(None) && next.is_open(Some(NOON - Span::seconds(1))));
        assert!(!next.is_open(Some(NOON)));
        let wording = Revision::going_live(&raised(2, RevisionChange::Editorial), Some(&before), NOON).unwrap();
        assert!(!wording.is_open(None));
    }

    #[test]
    fn what_changed_last_is_asked_first_and_nothing_twice() {
        let bank = raised(3, RevisionChange::Material);
        let name = |n: usize| bank.questions[n].reference.question.clone();
        let revision = |number, days, changed| Revision {
            module: bank.reference.clone(),
            number,
            change: RevisionChange::Material,
            grace_days: 14,
            published_at: NOON + Span::days(days),
            changed,
        };
        let (old, new) = (revision(2, 0, vec![name(0), name(1)]), revision(3, 1, vec![name(1), slug("gone")]));
        let asked: Vec<Slug> =
            to_prove(&bank, &[&old, &new]).into_iter().map(|found| found.reference.question.clone()).collect();
        assert_eq!(asked, [name(1), name(0)]);
        assert!(to_prove(&bank, &[&old, &revision(4, 2, Vec::new())]).is_empty(), "the whole bank");
        assert!(to_prove(&bank, &[&revision(4, 2, vec![slug("gone")])]).is_empty(), "the whole bank");
    }

    #[test]
    fn kinds_of_change_read_back() {
        for change in [RevisionChange::Editorial, RevisionChange::Material, RevisionChange::Critical] {
            assert_eq!(change.as_str().parse(), Ok(change));
            assert_eq!(serde_json::to_value(change).unwrap(), change.as_str());
        }
        assert_eq!("big".parse::<RevisionChange>(), Err(UnknownChange));
    }
}
