//! What the pages of question health show. For admins alone: the key is among it.

mod correction;

pub use correction::{ChangeView, CorrectionView, PreviewView};
use serde::{Deserialize, Serialize};

use crate::learning::view::LinkView;
use crate::paths;

/// What somebody wants to see, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionFilter {
    /// Whose answers: `exam:outbound` or `quiz:halyard/offering`; empty for the first exam.
    #[serde(default)]
    pub answers: String,
    /// Only questions of this module: `halyard/offering`; empty for all.
    #[serde(default)]
    pub module: String,
    /// `look`, `suspended` or `objected`; empty for all.
    #[serde(default)]
    pub show: String,
    /// `facility`, `discrimination`, `exposure` or `material`; empty for what needs a look first.
    #[serde(default)]
    pub sort: String,
    /// The page, from 1; anything else is the first.
    #[serde(default)]
    pub page: String,
}

impl QuestionFilter {
    /// Whether it leaves any question out.
    #[must_use]
    pub fn narrows(&self) -> bool {
        !(self.module.is_empty() && self.show.is_empty())
    }

    /// The same in another order, from the first page.
    #[must_use]
    pub fn sorted(&self, sort: &str) -> Self {
        Self { sort: sort.to_owned(), page: String::new(), ..self.clone() }
    }

    /// The same on another page.
    #[must_use]
    pub fn page(&self, page: u32) -> Self {
        Self { page: if page > 1 { page.to_string() } else { String::new() }, ..self.clone() }
    }

    /// Where an address with this filter leads.
    #[must_use]
    pub fn href(&self, path: &str) -> String {
        let pairs = [
            ("answers", &self.answers),
            ("module", &self.module),
            ("show", &self.show),
            ("sort", &self.sort),
            ("page", &self.page),
        ];
        let given: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", paths::encoded(value)))
            .collect();
        if given.is_empty() { path.to_owned() } else { format!("{path}?{}", given.join("&")) }
    }
}

/// A figure in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeasureView {
    /// The figure: "78 %"; none where it is not told.
    pub value: Option<String>,
    /// Its interval: "64 to 88 %".
    pub range: Option<String>,
    /// Why it is not told: "7 of 30 answers".
    pub missing: Option<String>,
    /// Whether it will be told once there are more answers.
    pub waits: bool,
    /// Answers it is from.
    pub n: u32,
}

/// Why to look at a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagView {
    /// The flag's word: `probably-wrong`, `distractor-over-key`, `worse-than-expected`, `lesson-first`, `weak`, `inefficient`.
    pub flag: String,
    /// Short: "Probably wrong".
    pub label: String,
    /// What it means, in a sentence.
    pub meaning: String,
}

/// All questions of an exam or a quiz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionsView {
    /// What was asked for.
    pub filter: QuestionFilter,
    /// Exams and quizzes to choose from: word and title.
    pub subjects: Vec<(String, String)>,
    /// Title of what is shown: "Exam: Outbound calls"; none where nothing is taught.
    pub title: Option<String>,
    /// Whether it is an exam.
    pub exam: bool,
    /// Modules to choose from: reference and title.
    pub modules: Vec<(String, String)>,
    /// The figures of the whole.
    pub whole: Option<WholeView>,
    /// The most exposed question of each exam.
    pub highest: Vec<HighestView>,
    /// Questions with open objections, and how many there are.
    pub objections: Vec<(LinkView, u32)>,
    /// The rows of this page.
    pub rows: Vec<QuestionRowView>,
    /// The points of the picture: all rows that have both figures.
    pub points: Vec<PointView>,
    /// Rows on all pages.
    pub matching: u32,
    /// Rows without the filter.
    pub all: u32,
    /// How many of these need a look.
    pub need_look: u32,
    /// Number of the first row of this page, from 1.
    pub first: u32,
    /// This page, from 1.
    pub page: u32,
    /// Pages there are.
    pub pages: u32,
}

/// The figures of a whole exam or quiz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WholeView {
    /// First attempts analysed: "31 first attempts".
    pub attempts: String,
    /// What is still missing, where the figures are not told: "31 of 30 …".
    pub missing: Option<String>,
    /// Name, figure and what it says.
    pub figures: Vec<(String, String, String)>,
    /// Whether only the latest attempts were analysed, in words.
    pub cut: Option<String>,
}

/// The most exposed question of an exam.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HighestView {
    /// Title of the exam.
    pub title: String,
    /// The question; none where nobody sat the exam.
    pub question: Option<LinkView>,
    /// The share: "42 %"; "–" where nobody sat it.
    pub share: String,
    /// The count: "asked in 13 of 31 attempts of the last 90 days".
    pub words: String,
}

/// A question in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionRowView {
    /// Its page.
    pub href: String,
    /// Its id: "of-001".
    pub id: String,
    /// Title of its module.
    pub module: String,
    /// What is asked, as HTML.
    pub prompt_html: String,
    /// Facility.
    pub facility: MeasureView,
    /// Discrimination index.
    pub discrimination: MeasureView,
    /// Exposure over the last 90 days: share and count; none for a quiz.
    pub exposure: Option<(String, String)>,
    /// What to look at.
    pub flags: Vec<FlagView>,
    /// Whether exams do not draw it.
    pub suspended: bool,
    /// "Thrown out" or "Re-keyed", where that stands.
    pub corrected: Option<String>,
    /// Open objections.
    pub objections: u32,
    /// The lessons to look at first.
    pub lessons: Vec<LinkView>,
}

/// A point of the picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointView {
    /// The question: "of-001".
    pub id: String,
    /// Facility, 0 to 1.
    pub facility: f64,
    /// Discrimination index, −100 to 100.
    pub discrimination: f64,
    /// How it is drawn.
    pub mark: PointMark,
}

/// How a point is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PointMark {
    /// Nothing to look at.
    Fine,
    /// Worth a look.
    Look,
    /// Probably wrong.
    Wrong,
}

/// One question with everything there is to know about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuestionView {
    /// `halyard/offering/of-001`.
    pub reference: String,
    /// Its id: "of-001".
    pub id: String,
    /// Its module: where it is, and its title.
    pub module: LinkView,
    /// The objective it tests.
    pub objective: String,
    /// The version shown.
    pub version: String,
    /// Whether it is drawn today.
    pub current: bool,
    /// The situation, as HTML; may be empty.
    pub situation_html: String,
    /// What is asked, as HTML.
    pub prompt_html: String,
    /// The options with the key, in the author's order.
    pub options: Vec<KeyOptionView>,
    /// The items of an order in the right one, or the pairs of a matching question, as HTML.
    pub parts: Vec<String>,
    /// Whether exactly one option can be chosen.
    pub single: bool,
    /// Whether several may be chosen.
    pub several: bool,
    /// The right answer, where there are no options.
    pub answer: Option<String>,
    /// The correction of this version that stands; none where there is none.
    pub corrected: Option<CorrectionView>,
    /// Corrections of before, of this and other versions.
    pub corrections: Vec<CorrectionView>,
    /// The explanation, as HTML.
    pub explanation_html: Option<String>,
    /// Whether it is always asked, and one wrong answer refuses.
    pub critical: bool,
    /// The panel's mean rating: "72 %".
    pub rating: Option<String>,
    /// Its figures by exam and quiz.
    pub figures: Vec<FiguresView>,
    /// All versions.
    pub versions: Vec<VersionView>,
    /// Whether the version shown is suspended.
    pub suspended: bool,
    /// Suspensions of any version, the latest first.
    pub suspensions: Vec<SuspensionView>,
    /// Objections, open ones first.
    pub objections: Vec<ObjectionView>,
}

/// An option with whether it is right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyOptionView {
    /// Its letter: "A".
    pub letter: String,
    /// The option, as HTML.
    pub html: String,
    /// Whether it is right.
    pub right: bool,
    /// What somebody is told who chose it, as HTML.
    pub feedback_html: Option<String>,
}

/// The figures of a question in one exam or quiz.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FiguresView {
    /// "Exam: Outbound calls".
    pub title: String,
    /// First answers there are.
    pub answers: u32,
    /// Why nothing is told, where there are too few answers for any figure: "7 of 10 answers".
    pub missing: Option<String>,
    /// Name, figure and what it says, in the order shown.
    pub measures: Vec<(String, MeasureView, String)>,
    /// What to look at.
    pub flags: Vec<FlagView>,
    /// The letter of the wrong option that beats the key in the top third.
    pub beaten_by: Option<String>,
    /// The lessons to look at first.
    pub lessons: Vec<LinkView>,
    /// How often each option was chosen.
    pub options: Vec<ChosenView>,
    /// Answers of the top and of the bottom third; none where there are no thirds.
    pub thirds: Option<(u32, u32)>,
    /// Exposure: since when, the share, and of how many attempts.
    pub exposure: Vec<(String, String, String)>,
    /// Whether only the latest attempts were analysed, in words.
    pub cut: Option<String>,
}

/// How often an option was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChosenView {
    /// Its letter.
    pub letter: String,
    /// Whether it is right.
    pub right: bool,
    /// Share of everybody who chose it, 0 to 1.
    pub share: f64,
    /// The same in words: "12 of 30".
    pub all: String,
    /// The top third: "8 of 10".
    pub top: Option<String>,
    /// The bottom third.
    pub bottom: Option<String>,
}

/// A version of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    /// Its page; none for the one that is shown.
    pub href: Option<String>,
    /// Its first eight characters.
    pub short: String,
    /// When it was first shown.
    pub since: String,
    /// Whether it is drawn today.
    pub current: bool,
    /// Whether exams do not draw it.
    pub suspended: bool,
    /// First answers to it.
    pub answers: u32,
}

/// A suspension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuspensionView {
    /// Who and when: "Suspended by Ada Reyes on 3 Dec 2026".
    pub what: String,
    /// Why.
    pub reason: String,
    /// Of which version: its first eight characters.
    pub version: String,
    /// Who lifted it and when; none while it lasts.
    pub lifted: Option<String>,
    /// Why it was lifted.
    pub lift_reason: String,
}

/// An objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionView {
    /// Its id.
    pub id: String,
    /// Who raised it.
    pub who: String,
    /// When and where: "3 Dec 2026, 14:05, Exam: Outbound calls".
    pub about: String,
    /// What they say.
    pub words: String,
    /// What they answered, in plain words.
    pub answered: String,
    /// Whether it is about another version than the one shown: its first eight characters.
    pub version: Option<String>,
    /// What became of it; none while it is open.
    pub decision: Option<DecisionView>,
    /// Whether the reader may decide it.
    pub mine_to_decide: bool,
}

/// What became of an objection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionView {
    /// Whether it was upheld.
    pub upheld: bool,
    /// Who and when: "by Ada Reyes on 3 Dec 2026".
    pub by: String,
    /// What the person was told.
    pub answer: String,
}

#[cfg(test)]
mod tests {
    use super::QuestionFilter;

    #[test]
    fn the_filter_stands_in_the_address() {
        assert_eq!(QuestionFilter::default().href("/questions"), "/questions");
        let filter = QuestionFilter { answers: "quiz:halyard/offering".to_owned(), ..QuestionFilter::default() };
        assert_eq!(filter.sorted("facility").href("/q"), "/q?answers=quiz%3Ahalyard%2Foffering&sort=facility");
        assert_eq!(filter.page(2).sorted("").page, "", "another order begins at the first page");
        assert!(!filter.narrows() && QuestionFilter { show: "look".to_owned(), ..filter }.narrows());
    }
}
