//! Modules and lessons.

use serde::{Deserialize, Serialize};

use super::{LessonRef, ModuleRef, Question, Slug};
use crate::identity::Email;

/// Lessons, a question bank and objectives on one subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Module {
    /// Where it stands.
    pub reference: ModuleRef,
    /// Title for people.
    pub title: String,
    /// One or two sentences on what it gives.
    pub summary: String,
    /// Goes up with every change that certified reps should know of.
    pub revision: u32,
    /// What the last revision asks of certified reps.
    pub change: RevisionChange,
    /// Days that certified reps have to prove it, from the moment it goes live; 0 for an editorial one.
    pub grace_days: u32,
    /// Modules to finish before this one.
    pub requires: Vec<ModuleRef>,
    /// What a rep can do afterwards.
    pub objectives: Vec<Objective>,
    /// Lessons in reading order.
    pub lessons: Vec<Lesson>,
    /// The bank.
    pub questions: Vec<Question>,
    /// How the quiz is drawn and passed.
    pub quiz: QuizRule,
    /// Who wrote the questions, where the module says so: they do not decide about objections to them.
    pub authors: Vec<Email>,
}

/// One thing a rep can do after a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objective {
    /// Name inside the module.
    pub id: Slug,
    /// In words: "Match a customer's situation to the right service".
    pub title: String,
}

/// What a revision of a module asks of reps who are certified on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RevisionChange {
    /// Nothing: wording only.
    #[default]
    Editorial,
    /// To prove the changed part again within the grace.
    Material,
    /// To prove it again within the grace; nobody calls without it afterwards.
    Critical,
}

/// How a module's quiz is drawn and passed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuizRule {
    /// Questions in one attempt; fewer where the bank has fewer.
    pub items: u32,
    /// Share right, 0 to 1, that finishes the module.
    pub pass: f64,
}

impl Default for QuizRule {
    fn default() -> Self {
        Self { items: 8, pass: 0.75 }
    }
}

/// One page of Markdown, rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct Lesson {
    /// Where it stands.
    pub reference: LessonRef,
    /// Title for people.
    pub title: String,
    /// Reading time in minutes, as its author states it.
    pub minutes: u32,
    /// Objectives it serves.
    pub objectives: Vec<Slug>,
    /// Sanitised HTML of the body.
    pub html: String,
    /// Headings of level 2 for the table of contents: anchor and text.
    pub headings: Vec<(String, String)>,
    /// SHA-256 in hex of the reference and the source file: the version.
    pub version: String,
    /// The source file's text, stored when the lesson is first served.
    pub source: String,
}

impl Module {
    /// The lesson of this name.
    #[must_use]
    pub fn lesson(&self, slug: &Slug) -> Option<&Lesson> {
        self.lessons.iter().find(|lesson| &lesson.reference.lesson == slug)
    }

    /// The title of an objective, or its id where the module does not list it.
    #[must_use]
    pub fn objective_title<'a>(&'a self, id: &'a Slug) -> &'a str {
        self.objectives.iter().find(|o| &o.id == id).map_or(id.as_str(), |o| &o.title)
    }
}
