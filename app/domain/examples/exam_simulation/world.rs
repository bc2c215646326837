//! What is true in the simulation, and what the exam gets to know of it.

use std::collections::BTreeMap;

use domain::assessment::mastery::{Curve, ExamParameters};
use domain::catalog::{
    Catalog, Choice, Key, Module, ModuleRef, Objective, Pack, Question, QuestionRef, QuizRule, RevisionChange, Slug,
};
use domain::certification::{Certification, ExamPolicy, Validity};

use crate::dice::Dice;

const CELLS: [(&str, f64); 4] = [("process", 0.35), ("offering", 0.25), ("nurturing", 0.25), ("customers", 0.15)];
const QUESTIONS: usize = 30;
const OPTIONS: usize = 5;
const JUDGES: usize = 5;

/// A bank with its truth.
pub struct World {
    pub catalog: Catalog,
    pub certification: Certification,
    /// What the exam believes, from the panel's ratings alone.
    pub parameters: ExamParameters,
    truth: BTreeMap<QuestionRef, Curve>,
}

impl World {
    pub fn new(dice: &mut Dice) -> Self {
        let judges: Vec<f64> = (0..JUDGES).map(|_| 0.2 * dice.normal()).collect();
        let mut truth = BTreeMap::new();
        let modules = CELLS.map(|(name, _)| {
            let reference = ModuleRef { pack: slug("pack"), module: slug(name) };
            let questions = (0..QUESTIONS).map(|n| {
                let curve =
                    Curve { slope: (0.3 * dice.normal()).exp(), difficulty: -0.7 + 0.9 * dice.normal(), guessing: 0.2 };
                let question = question(&reference, n, ratings(&curve, &judges, dice));
                truth.insert(question.reference.clone(), curve);
                question
            });
            (reference.module.clone(), module(reference.clone(), questions.collect()))
        });
        let pack = Pack {
            name: slug("pack"),
            title: String::new(),
            owner: String::new(),
            language: "en".to_owned(),
            judges: Vec::new(),
            glossary: Vec::new(),
            paths: BTreeMap::new(),
            modules: modules.into_iter().collect(),
            certifications: BTreeMap::new(),
        };
        let catalog = Catalog { packs: [(slug("pack"), pack)].into() };
        let certification = certification();
        let parameters = ExamParameters::from_panel(&certification.exam, &catalog);
        Self { catalog, certification, parameters, truth }
    }

    /// Whether somebody of this ability gets a question right.
    pub fn answers_right(&self, question: &QuestionRef, ability: f64, dice: &mut Dice) -> bool {
        self.truth.get(question).is_some_and(|curve| dice.share() < curve.probability(ability))
    }
}

/// "Of 100 minimally competent reps, how many get this right?", asked of judges who are not quite sure.
fn ratings(curve: &Curve, judges: &[f64], dice: &mut Dice) -> Vec<f64> {
    let p = curve.probability(0.0);
    let logit = (p / (1.0 - p)).ln();
    judges.iter().map(|bias| (1.0 / (1.0 + (-(logit + bias + 0.8 * dice.normal())).exp())).clamp(0.01, 0.99)).collect()
}

fn question(module: &ModuleRef, n: usize, ratings: Vec<f64>) -> Question {
    let reference = module.question(&slug(&format!("q-{n}")));
    let choice = |n| Choice { html: String::new(), right: n == 0, feedback_html: None };
    Question {
        version: reference.to_string(),
        reference,
        source: String::new(),
        prompt_html: String::new(),
        situation_html: String::new(),
        objective: slug("objective"),
        key: Key::Single((0..OPTIONS).map(choice).collect()),
        ratings,
        critical: false,
        shuffle: true,
        partial: false,
        explanation_html: None,
    }
}

fn module(reference: ModuleRef, questions: Vec<Question>) -> Module {
    Module {
        reference,
        title: String::new(),
        summary: String::new(),
        revision: 1,
        change: RevisionChange::Editorial,
        grace_days: 0,
        requires: Vec::new(),
        objectives: vec![Objective { id: slug("objective"), title: String::new() }],
        lessons: Vec::new(),
        questions,
        quiz: QuizRule::default(),
        authors: Vec::new(),
    }
}

/// The shipped policy's exam.
fn certification() -> Certification {
    let module = |name| ModuleRef { pack: slug("pack"), module: slug(name) };
    Certification {
        title: String::new(),
        scope: slug("outbound"),
        pack: slug("pack"),
        requires: Vec::new(),
        exam: ExamPolicy {
            blueprint: CELLS.map(|(name, weight)| (module(name), weight)).to_vec(),
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
        version: String::new(),
        source: String::new(),
    }
}

#[expect(clippy::panic, reason = "the names above are the only ones")]
fn slug(name: &str) -> Slug {
    name.parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}
