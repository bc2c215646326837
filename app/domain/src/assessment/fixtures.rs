//! Small modules, catalogs and policies for tests.

use crate::catalog::{
    Catalog, Choice, Key, Lesson, Matching, Module, ModuleRef, Numeric, Objective, Pack, Question, QuizRule,
    RevisionChange, ShortText, Slug, Step,
};
use crate::certification::{Certification, ExamPolicy, Validity};

/// A slug from a text that is one.
pub fn slug(text: &str) -> Slug {
    text.parse().unwrap()
}

/// A module of the pack `pack`.
pub fn module_ref(name: &str) -> ModuleRef {
    ModuleRef { pack: slug("pack"), module: slug(name) }
}

/// Options of which those at `right` are right.
pub fn choices(count: usize, right: &[usize]) -> Vec<Choice> {
    (0..count).map(|n| Choice { html: format!("Option {n}"), right: right.contains(&n), feedback_html: None }).collect()
}

/// A single-choice question with four options, the first one right.
pub fn question(module: &ModuleRef, name: &str, objective: &str) -> Question {
    Question {
        reference: module.question(&slug(name)),
        version: format!("version-of-{name}"),
        source: String::new(),
        prompt_html: String::new(),
        situation_html: String::new(),
        objective: slug(objective),
        key: Key::Single(choices(4, &[0])),
        ratings: Vec::new(),
        critical: false,
        shuffle: true,
        partial: false,
        explanation_html: None,
    }
}

/// A numeric question.
pub fn numeric(value: f64, tolerance: f64) -> Question {
    let key = Key::Numeric(Numeric { value, tolerance, unit: None, feedback_html: None });
    Question { key, ..question(&module_ref("m"), "n", "o") }
}

/// So many items in the right order.
pub fn steps(count: usize) -> Key {
    Key::Ordering((0..count).map(|n| Step { html: format!("Step {n}"), feedback_html: None }).collect())
}

/// Rows with these of so many options.
pub fn matching(options: u8, rows: &[u8]) -> Key {
    Key::Matching(Matching {
        heads: ["What".to_owned(), "Whose".to_owned()],
        rows: rows.iter().enumerate().map(|(n, &option)| (format!("Row {n}"), option)).collect(),
        options: (0..options).map(|n| format!("Option {n}")).collect(),
    })
}

/// Accepted words.
pub fn short_text(accepted: &[&str]) -> Key {
    let accepted = accepted.iter().map(|&words| words.to_owned()).collect();
    Key::ShortText(ShortText { accepted, feedback_html: None })
}

/// A question with this key, which may give partial credit.
pub fn keyed(key: Key, partial: bool) -> Question {
    Question { key, partial, ..question(&module_ref("m"), "q", "o") }
}

/// A module with so many questions for each objective, named `<objective>-<number>`.
pub fn module(name: &str, objectives: &[(&str, usize)]) -> Module {
    let reference = module_ref(name);
    let bank = &reference;
    let questions = objectives
        .iter()
        .flat_map(|(objective, count)| (0..*count).map(move |n| question(bank, &format!("{objective}-{n}"), objective)))
        .collect();
    Module {
        title: format!("Module {name}"),
        summary: String::new(),
        revision: 1,
        change: RevisionChange::Editorial,
        grace_days: 0,
        requires: Vec::new(),
        objectives: objectives.iter().map(|(id, _)| Objective { id: slug(id), title: format!("Do {id}") }).collect(),
        lessons: Vec::new(),
        questions,
        quiz: QuizRule::default(),
        authors: Vec::new(),
        reference,
    }
}

/// A lesson of a module that serves these objectives.
pub fn lesson(module: &str, name: &str, objectives: &[&str]) -> Lesson {
    Lesson {
        reference: module_ref(module).lesson(&slug(name)),
        title: format!("Lesson {name}"),
        minutes: 5,
        objectives: objectives.iter().map(|objective| slug(objective)).collect(),
        html: String::new(),
        headings: Vec::new(),
        version: format!("version-of-{name}"),
        source: String::new(),
    }
}

/// A catalog of one pack with these modules.
pub fn catalog(modules: Vec<Module>) -> Catalog {
    let pack = Pack {
        name: slug("pack"),
        title: String::new(),
        owner: String::new(),
        language: "en".to_owned(),
        judges: Vec::new(),
        glossary: Vec::new(),
        paths: Default::default(),
        modules: modules.into_iter().map(|module| (module.reference.module.clone(), module)).collect(),
        certifications: Default::default(),
    };
    Catalog { packs: [(slug("pack"), pack)].into() }
}

/// A certification with this blueprint and the design's usual thresholds.
pub fn certification(blueprint: &[(&str, f64)]) -> Certification {
    Certification {
        title: "Outbound calls".to_owned(),
        scope: slug("outbound"),
        pack: slug("pack"),
        requires: blueprint.iter().map(|(name, _)| module_ref(name)).collect(),
        exam: ExamPolicy {
            blueprint: blueprint.iter().map(|(name, weight)| (module_ref(name), *weight)).collect(),
            min_items: 12,
            max_items: 40,
            certify_at: 0.975,
            refuse_at: 0.05,
            final_at: 0.80,
            time_limit_minutes: 60,
            attempts: 3,
            cooldown_hours: 24,
        },
        observed_calls: None,
        validity: Validity { days: 365, renew_window_days: 60 },
        recall: None,
        version: "version".to_owned(),
        source: String::new(),
    }
}
