//! What is shown of quizzes and exams.

use domain::catalog::QuestionKind;
use serde::{Deserialize, Serialize};

use crate::clearance::view::ClearanceView;

/// What to know before an exam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BriefView {
    /// The scope.
    pub scope: String,
    /// Title of the certification.
    pub title: String,
    /// What is covered.
    pub covered: Vec<CoveredView>,
    /// Fewest questions.
    pub min_items: u32,
    /// Most questions.
    pub max_items: u32,
    /// Time in minutes, with what they have more.
    pub minutes: u32,
    /// How much more time they have than others, in per cent; 0 where they have none.
    pub extra: u32,
    /// How sure it has to be for a pass before the last question: "97.5 %".
    pub certify_at: String,
    /// Whether a panel set the standard.
    pub panel: bool,
    /// How sure it has to be after the last question: "80 %".
    pub final_at: String,
    /// The day on which the certificate that it renews ends, while that holds.
    pub renews: Option<String>,
    /// Attempts in all.
    pub attempts: u32,
    /// Attempts left.
    pub attempts_left: u32,
    /// Hours between attempts.
    pub cooldown_hours: u32,
    /// Days a certificate holds.
    pub valid_days: u32,
    /// Whether there are questions that have to be right.
    pub critical: bool,
    /// Observed calls that have to go well after the exam; 0 where none are asked for.
    pub observed_calls: u32,
    /// Whether it may be started.
    pub standing: StandingView,
    /// Whether their certificate is suspended.
    pub suspended: bool,
    /// What was decided about their certificate, why, and what helps, in sentences; none where it was not.
    pub against: Vec<String>,
    /// What was given to read before the next try.
    pub to_read: Vec<ToReadView>,
    /// The last attempt, where it was not passed.
    pub missed: Option<String>,
}

/// A lesson to read again before an exam is taken again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToReadView {
    /// Its title.
    pub title: String,
    /// Where it is.
    pub href: String,
    /// Reading time in minutes.
    pub minutes: u32,
    /// Whether it was read again.
    pub read: bool,
}

/// A module that an exam covers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CoveredView {
    /// Its title.
    pub title: String,
    /// Its share of the questions, 0 to 1.
    pub share: f64,
    /// The share in words: "35 %".
    pub words: String,
}

/// A module that comes before an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstView {
    /// Its title.
    pub title: String,
    /// Where it is; none while it is locked itself.
    pub link: Option<String>,
    /// When it opens: "Opens after “Offering”"; none where it is open.
    pub opens: Option<String>,
}

/// Whether an exam may be started.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StandingView {
    /// These modules come first.
    Locked(Vec<FirstView>),
    /// It may.
    Open,
    /// This attempt is open.
    InProgress(String),
    /// Lessons come first; then it may, from this moment on where there is one.
    Remedial(Option<String>),
    /// It may from this moment on.
    CoolingDown(String),
    /// All attempts are used.
    NoAttemptsLeft,
    /// It is passed; with a certificate, the day from which it can be renewed.
    Passed(Option<String>),
}

/// What an attempt shows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AttemptPageView {
    /// It is open.
    Open(Box<AttemptView>),
    /// It is decided.
    Finished(Box<OutcomeView>),
}

/// An open attempt at one question. It travels to the browser, so it holds no key, no other question of the draw, and
/// feedback only on an answer that was given for good.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttemptView {
    /// Which.
    pub id: String,
    /// Whether it is an exam.
    pub exam: bool,
    /// What is attempted: "Quiz: Sales process".
    pub title: String,
    /// Place of the question, from 0.
    pub position: u32,
    /// Questions in a quiz; none where nobody knows yet, as in an exam.
    pub of: Option<u32>,
    /// How far it is: "Question 3 of 8".
    pub progress: String,
    /// Kind of the question.
    pub kind: QuestionKind,
    /// The situation before what is asked, as HTML; may be empty.
    pub situation_html: String,
    /// What is asked, as HTML.
    pub prompt_html: String,
    /// Options in the order shown, as HTML.
    pub options: Vec<String>,
    /// The form's controls of an order or of pairs, or what came of them, as HTML of the app's own; empty for other kinds.
    pub parts_html: String,
    /// How to answer: "Choose one."
    pub how: String,
    /// Unit of a number.
    pub unit: Option<String>,
    /// The answer as saved so far.
    pub saved: AnswerDraft,
    /// The time there is; none for a quiz.
    pub clock: Option<ClockView>,
    /// Feedback on the answer, once it is given in a quiz.
    pub feedback: Option<FeedbackView>,
    /// Whether they have objected to this question.
    pub objected: bool,
}

/// An objection that was not taken: what was typed, and what was wrong.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDraft {
    /// The place of the question it is about, as the form sent it.
    pub position: String,
    /// What was typed.
    pub words: String,
    /// What is wrong with the words.
    pub error: Option<String>,
    /// What is wrong otherwise.
    pub alert: Option<String>,
}

/// An answer as it stands in the form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AnswerDraft {
    /// Positions of the chosen options, in the order shown.
    pub choices: Vec<u8>,
    /// The number, as typed.
    pub number: String,
    /// What is picked from each list, as the form sends it, empty where nothing is: for each item of an order, as shown, its
    /// place from 0; for each row of a matching question the position of its option in the order shown. No list at all where
    /// nothing is picked from any.
    pub picks: Vec<String>,
    /// The words, as typed.
    pub text: String,
}

/// The time there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockView {
    /// The server's time when this was made, in milliseconds since 1970.
    pub now: i64,
    /// When no answer is taken any more, in milliseconds since 1970.
    pub deadline: i64,
    /// The same as a time of day: "14:05".
    pub until: String,
}

/// Feedback on an answered question of a quiz.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackView {
    /// Whether the answer was right in full.
    pub right: bool,
    /// That in words.
    pub title: String,
    /// What would have been right where something was typed, and how much of the answer was right.
    pub detail: Option<String>,
    /// For each option in the order shown.
    pub options: Vec<OptionFeedbackView>,
    /// Explanation of the question as a whole, as HTML.
    pub explanation_html: Option<String>,
    /// Whether it was the last question.
    pub last: bool,
}

/// Feedback on one option.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptionFeedbackView {
    /// Whether it is right.
    pub right: bool,
    /// Whether it was chosen.
    pub chosen: bool,
    /// What to tell, as HTML.
    pub html: Option<String>,
}

/// What comes after an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NextView {
    /// The next thing to show; none where the result waits.
    pub attempt: Option<AttemptView>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutcomeView {
    /// What was attempted: "Exam: Outbound calls".
    pub subject: String,
    /// When it was decided.
    pub finished: Option<String>,
    /// Whether it is passed.
    pub passed: bool,
    /// Whether it is the reader's own.
    pub own: bool,
    /// Whose it is, where it is somebody else's.
    pub owner: Option<OwnerView>,
    /// How it went: "7 of 8 right, 6 pass it." or how sure we are.
    pub score: String,
    /// Why it is not passed, sentence by sentence.
    pub reasons: Vec<String>,
    /// Strength by objective, weakest first.
    pub objectives: Vec<ObjectiveView>,
    /// The few lessons to read again, for the weakest objective first: title and address.
    pub reread: Vec<(String, String)>,
    /// What was given to read again with an exam that was not passed.
    pub to_read: Vec<ToReadView>,
    /// When it may be taken again, in a sentence, where this was the last try.
    pub opens: Option<String>,
    /// Whether the calls of the exam may be taken now; none for a quiz.
    pub clearance: Option<ClearanceView>,
    /// How to try again.
    pub again: AgainView,
    /// Where it can be read as it was shown; none for those who may not.
    pub transcript: Option<String>,
}

/// What a past attempt showed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptView {
    /// Which.
    pub id: String,
    /// "Quiz: Sales process, as it was shown", with whose it is before it where that is somebody else.
    pub title: String,
    /// Whose it is, where it is somebody else's.
    pub owner: Option<OwnerView>,
    /// When it was decided.
    pub eyebrow: String,
    /// Which versions decided it.
    pub lede: String,
    /// The questions that were answered, in order.
    pub seen: Vec<SeenView>,
}

/// A question as it was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenView {
    /// Its place on the page: "question-3".
    pub anchor: String,
    /// "Question 3".
    pub head: String,
    /// How right the answer was.
    pub mark: MarkView,
    /// What was done to the question since.
    pub corrected: Option<String>,
    /// "Version 1a2b3c4d".
    pub version: String,
    /// The situation, as HTML.
    pub situation_html: String,
    /// What was asked, as HTML.
    pub prompt_html: String,
    /// What was offered, and what came of it.
    pub lines: Vec<SeenLine>,
    /// Whether the lines stand in an order that counts.
    pub ordered: bool,
    /// What was typed, or that nothing was answered.
    pub answer: Option<String>,
    /// What would have been right where something was typed.
    pub right: Option<String>,
    /// Explanation of the question as a whole, as HTML.
    pub explanation_html: Option<String>,
}

/// How right an answer was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkView {
    /// In full.
    Right,
    /// In part: "Partly right: 0.67 of the point".
    Partly(String),
    /// Not.
    Wrong,
}

/// An option, an item or a row as it was shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenLine {
    /// What it said, as HTML.
    pub html: String,
    /// What stands beside a row, as text.
    pub beside: Option<String>,
    /// Whether it is to be coloured as right or as wrong.
    pub right: Option<bool>,
    /// What was done with it.
    pub words: Option<String>,
    /// What to tell about it, as HTML.
    pub why_html: Option<String>,
}

/// Whose attempt it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
}

/// How to try again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AgainView {
    /// By the quiz of this module.
    Quiz(String),
    /// By the exam of this scope, after its brief.
    Exam(String),
}

/// How one objective went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectiveView {
    /// The objective in words.
    pub title: String,
    /// Questions answered right.
    pub right: u32,
    /// Questions answered.
    pub asked: u32,
}

impl AttemptView {
    /// Whether there are options to choose from.
    #[must_use]
    pub const fn has_choices(&self) -> bool {
        matches!(self.kind, QuestionKind::Single | QuestionKind::Multiple | QuestionKind::TrueFalse)
    }
}

impl AnswerDraft {
    /// Whether there is nothing to save.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.choices.is_empty() && self.number.is_empty() && self.picks.is_empty() && self.text.is_empty()
    }
}
