//! What the board and a rep's page show.

use serde::{Deserialize, Serialize};

use crate::certification::view::HeldView;
use crate::clearance::view::{ClearanceView, OverridesView};
use crate::paths;

/// What somebody wants to see of the board, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilterView {
    /// Id of a team; empty for all.
    #[serde(default)]
    pub team: String,
    /// `cleared`, `close` or `blocked`; empty for all.
    #[serde(default)]
    pub standing: String,
    /// Part of a name or an address.
    #[serde(default)]
    pub q: String,
    /// The page, from 1; anything else is the first.
    #[serde(default)]
    pub page: String,
}

impl FilterView {
    /// Whether it leaves anybody out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !(self.team.is_empty() && self.standing.is_empty() && self.q.trim().is_empty())
    }

    /// The same with another standing, from the first page.
    #[must_use]
    pub fn standing(&self, standing: &str) -> Self {
        Self { standing: standing.to_owned(), page: String::new(), ..self.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn page(&self, page: u32) -> Self {
        Self { page: if page > 1 { page.to_string() } else { String::new() }, ..self.clone() }
    }

    /// Where the board is with this filter.
    #[must_use]
    pub fn href(&self) -> String {
        let pairs = [("team", &self.team), ("standing", &self.standing), ("q", &self.q), ("page", &self.page)];
        let given: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", paths::encoded(value)))
            .collect();
        if given.is_empty() { paths::BOARD.to_owned() } else { format!("{}?{}", paths::BOARD, given.join("&")) }
    }
}

/// The board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BoardView {
    /// What was asked for.
    pub filter: FilterView,
    /// Teams to choose from: id and name.
    pub teams: Vec<(String, String)>,
    /// Reps who can take calls alone, among those that team and search leave.
    pub cleared: u32,
    /// Reps who are close.
    pub close: u32,
    /// Reps who are not.
    pub blocked: u32,
    /// Of those of each standing, the best first, reps who take supervised calls and none alone.
    pub supervised: [u32; 3],
    /// The time at which a large board was counted and put in order, where that was some time ago.
    pub counted: Option<String>,
    /// Requests for an override that wait for the reader.
    pub overrides_waiting: u32,
    /// What to know before the rows, in a sentence.
    pub lede: String,
    /// The rows of this page.
    pub rows: Vec<RowView>,
    /// Rows on all pages.
    pub matching: u32,
    /// Number of the first row of this page, from 1.
    pub first: u32,
    /// This page, from 1.
    pub page: u32,
    /// Pages there are.
    pub pages: u32,
}

/// One rep on the board.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RowView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Names of their teams, with commas.
    pub teams: String,
    /// `cleared`, `close` or `blocked`.
    pub standing: String,
    /// Which calls they may take.
    pub clearances: Vec<CallsView>,
    /// The first reason, in words.
    pub why: String,
    /// How many reasons there are beside it.
    pub more: u32,
    /// Steps done.
    pub done: u32,
    /// Steps in all; 0 where no path is assigned.
    pub steps: u32,
    /// When it is due, where something is left to do.
    pub due: Option<DueView>,
    /// When they will be through at the pace so far, in words.
    pub forecast: Option<String>,
    /// Whether that is after the due date.
    pub late: bool,
    /// When they last read something, in words.
    pub learned: String,
}

/// Whether a rep on the board may take the calls of a scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallsView {
    /// The scope, where there are several.
    pub scope: Option<String>,
    /// The level, or `close` for one that is nearly reached.
    pub level: String,
    /// When the override ends that lifts the level, if one does.
    pub lifted: Option<String>,
}

/// A due date and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueView {
    /// The day: "3 Dec".
    pub day: String,
    /// `on-time`, `soon` or `over`.
    pub state: String,
    /// How it stands, where that needs saying: "3 days left", "2 days over".
    pub words: Option<String>,
}

/// One person, as their manager sees them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PersonView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// `Rep`, `Manager` or `Admin`.
    pub role: String,
    /// Names of their teams, with commas.
    pub teams: String,
    /// Their id in another system.
    pub external_id: Option<String>,
    /// Whether whoever looks may change their name, their address and that id.
    pub may_change: bool,
    /// Their time zone.
    pub time_zone: String,
    /// `invited`, `active` or `closed`.
    pub state: String,
    /// Since when, in words.
    pub since: String,
    /// Whether they may take calls, by scope.
    pub clearances: Vec<ClearanceView>,
    /// The paths they are on.
    pub paths: Vec<PathView>,
    /// Their attempts, newest first.
    pub attempts: Vec<AttemptRow>,
    /// Their certificates, newest first.
    pub certificates: Vec<HeldView>,
    /// Overrides of their clearance.
    pub overrides: OverridesView,
    /// The time they have in exams.
    pub exam_time: ExamTimeView,
    /// The lessons they have read, the latest first.
    pub lessons: Vec<LessonReadRow>,
}

/// The time that a person has in exams, as far as the reader may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamTimeView {
    /// How much more they have, in per cent; none where it is as for everybody.
    pub percent: Option<u32>,
    /// Since when.
    pub since: String,
    /// Why, for those who may grant it.
    pub reason: Option<String>,
    /// Whether the reader may grant it.
    pub may_grant: bool,
}

/// A lesson that somebody has read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonReadRow {
    /// Its title.
    pub title: String,
    /// Where it stands as they read it.
    pub href: String,
    /// When they read it, and whether it has changed since.
    pub words: String,
}

/// A lesson as somebody read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsReadView {
    /// Who read it.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Its title then.
    pub title: String,
    /// Sanitised HTML from the content renderer.
    pub html: String,
    /// When, and whether it has changed since.
    pub words: String,
}

/// A path somebody is on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PathView {
    /// Its title.
    pub title: String,
    /// Steps done.
    pub done: u32,
    /// Steps in all.
    pub steps: u32,
    /// When it is due, and how that stands.
    pub due: DueView,
    /// What is left, in words: "about 40 min left".
    pub left: String,
    /// Its modules in order.
    pub modules: Vec<ModuleRow>,
}

/// A module of a path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleRow {
    /// Its title.
    pub title: String,
    /// `done`, `open` or `locked`.
    pub state: String,
    /// Steps done: lessons and the quiz.
    pub done: u32,
    /// Steps in all.
    pub steps: u32,
    /// The same in words: "3 of 5 lessons".
    pub words: String,
}

/// An attempt at a quiz or an exam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptRow {
    /// Where its result is; none while it is open.
    pub href: Option<String>,
    /// `Quiz` or `Exam`.
    pub kind: String,
    /// What was attempted.
    pub title: String,
    /// `open`, `passed` or `not-yet`.
    pub state: String,
    /// When it was decided, or began.
    pub at: String,
}

#[cfg(test)]
mod tests {
    use super::FilterView;

    #[test]
    fn the_filter_stands_in_the_address() {
        assert_eq!(FilterView::default().href(), "/board");
        let filter = FilterView { q: "Ana & Zoë".to_owned(), page: "3".to_owned(), ..FilterView::default() };
        assert_eq!(filter.href(), "/board?q=Ana%20%26%20Zo%C3%AB&page=3");
        assert_eq!(filter.standing("close").href(), "/board?standing=close&q=Ana%20%26%20Zo%C3%AB");
        assert_eq!(filter.page(1).page, "");
        assert!(filter.narrows() && !FilterView::default().page(2).narrows());
    }
}
