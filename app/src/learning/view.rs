//! What the learning pages show.

use serde::{Deserialize, Serialize};

use crate::clearance::view::ClearanceView;

/// Where the result of a quiz that was not passed is linked.
pub const READ_AGAIN: &str = "What to read again";

/// Somewhere to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkView {
    /// Where it leads.
    pub href: String,
    /// What it says.
    pub label: String,
}

/// What somebody sees first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// Their first name.
    pub name: String,
    /// What to do now; none where nothing is assigned.
    pub now: Option<NowView>,
    /// Whether they may take calls, by scope.
    pub clearances: Vec<ClearanceView>,
    /// The paths they are on, soonest due first.
    pub paths: Vec<PathView>,
    /// What they have been told and not put away, the latest first.
    pub notices: Vec<NoticeView>,
}

/// Something somebody is told once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeView {
    /// Its id.
    pub id: String,
    /// What is told.
    pub words: String,
    /// When it was written.
    pub at: String,
    /// The page it is about.
    pub link: Option<LinkView>,
}

/// The one thing to do now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NowView {
    /// What kind of thing it is.
    pub kind: NowKind,
    /// A short line above it.
    pub eyebrow: String,
    /// What it is.
    pub title: String,
    /// What it is part of, or why it is so.
    pub about: Vec<String>,
    /// How long it takes, such as `about 8 min`.
    pub time: Option<String>,
    /// Where it is done; none where nothing is to be done.
    pub action: Option<LinkView>,
    /// What else helps.
    pub beside: Option<LinkView>,
}

/// What kind of thing there is to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NowKind {
    /// Something to read.
    Lesson,
    /// A quiz.
    Quiz,
    /// An exam.
    Exam,
    /// Nothing: they take calls.
    Cleared,
    /// Nothing: it takes time, or somebody else.
    Waiting,
}

/// A path as a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PathView {
    /// Its title.
    pub title: String,
    /// When it is due and how much is left, in a sentence.
    pub due: String,
    /// Modules, exams and calls in order.
    pub stops: Vec<StopView>,
}

/// One stop of a route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StopView {
    /// Where it leads; none where it may not be opened yet.
    pub href: Option<String>,
    /// Its name.
    pub title: String,
    /// How far it is, in a few words.
    pub detail: String,
    /// How far it is.
    pub state: StopState,
    /// What kind of stop it is.
    pub kind: StopKind,
}

/// How far a stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StopState {
    /// Behind.
    Done,
    /// Here.
    Current,
    /// Free to go to.
    Open,
    /// Needs another first.
    Locked,
}

/// What a stop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StopKind {
    /// A module.
    Module,
    /// The exam of a scope.
    Exam,
    /// The calls themselves.
    Calls,
}

/// A module with one's own progress in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleView {
    /// Its reference, as forms send it.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// What it gives.
    pub summary: String,
    /// What one can do afterwards.
    pub objectives: Vec<String>,
    /// Its lessons in order.
    pub lessons: Vec<LessonRow>,
    /// Lessons read.
    pub read: u32,
    /// How long the lessons take, and what of it is left.
    pub time: String,
    /// The lesson to go on with; none where all are read.
    pub next: Option<LinkView>,
    /// Its quiz.
    pub quiz: QuizCardView,
}

/// A lesson in a module's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonRow {
    /// Where it is.
    pub href: String,
    /// Its title.
    pub title: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Whether it is read.
    pub read: bool,
    /// Title of the unread lesson right before it, where it may not be opened yet.
    pub after: Option<String>,
}

/// A module's quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuizCardView {
    /// Whether it may be taken.
    pub open: bool,
    /// Whether it is passed.
    pub passed: bool,
    /// `8 questions, 6 right to pass`.
    pub rule: String,
    /// Lessons to read before it opens.
    pub lessons_left: u32,
    /// Where it goes on, where it is begun: `Go on: question 5 of 8`.
    pub resume: Option<LinkView>,
    /// How the last try went, while it is not passed: `Last try: 4 of 8`, and where its result is.
    pub last_try: Option<LinkView>,
    /// What has changed since it was passed, and until when that is to be proven, in a sentence or two.
    pub changed: Option<String>,
    /// The open exam for which it rests.
    pub rests_for: Option<String>,
}

/// A lesson to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonView {
    /// Its reference, as forms send it.
    pub reference: String,
    /// Its title.
    pub title: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Sanitised HTML from the content renderer.
    pub html: String,
    /// Headings, by their anchors.
    pub headings: Vec<LinkView>,
    /// Its module.
    pub module: LinkView,
    /// Its place in the module, from 1.
    pub place: u32,
    /// Lessons of the module.
    pub of: u32,
    /// Whether it is read.
    pub read: bool,
    /// The lesson before it.
    pub previous: Option<LinkView>,
    /// Where to go on once it is read: the next lesson, or the module after the last.
    pub onward: String,
    /// Whether a lesson follows that is open already.
    pub fetch_ahead: bool,
    /// The exam for which it is to be read again.
    pub again: Option<ReadAgainView>,
}

/// An exam that waits until lessons are read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadAgainView {
    /// The exam's page.
    pub exam: String,
    /// How many lessons are left, this one included, in words.
    pub left: String,
}
