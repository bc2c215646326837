//! The parameters of an exam's model: what an attempt is decided with, and replayed with for ever after.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::calibrate::{Weighted, ability_at, rated_difficulty, shrink};
use super::learn::prior_after;
use super::{Ability, Curve, Normal};
use crate::assessment::{Mark, panel_cut, probability_of_mastery};
use crate::catalog::{Catalog, Module, Question, QuestionRef};
use crate::certification::ExamPolicy;

/// One version of the parameters of an exam.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExamParameters {
    /// The panel's standard: the share of right answers of a minimally competent rep, 0 to 1. Answers never move it.
    pub cut: f64,
    /// How answers become a probability of mastery.
    pub model: Model,
}

/// How answers become a probability of mastery.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// By counts alone, because a module of the blueprint has no ratings.
    Counts,
    /// By the difficulty of each question.
    Curves {
        /// What is known about anybody before the first answer.
        prior: Normal,
        /// Each version of a question that may be asked.
        items: BTreeMap<String, ItemParameters>,
    },
}

/// What the model knows of one version of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemParameters {
    /// The question.
    pub question: QuestionRef,
    /// Its share in the standard; 0 where nobody rated it.
    pub weight: f64,
    /// The chance of a right answer by guessing, c.
    pub guessing: f64,
    /// The difficulty that the panel's ratings stand for, in logits from the panel's standard.
    pub panel: f64,
    /// The difficulty that answers tell, on the same scale; none before there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learned: Option<f64>,
    /// The difficulty that decides, in logits from the standard.
    pub difficulty: f64,
}

/// A question was answered that these parameters do not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the version {0} of a question has no parameters")]
pub struct NotCalibrated(pub String);

/// A question of the blueprint with its mean rating and its share in the standard.
struct Rated<'a> {
    question: &'a Question,
    rating: f64,
    weight: f64,
}

impl ExamParameters {
    /// The parameters before any answer: difficulties from the panel's ratings, on a scale on which the standard is 0.
    ///
    /// A question that nobody rated counts as one of average difficulty in its module, and has no share in the standard. Where a whole
    /// module has no ratings, the model goes by counts.
    #[must_use]
    pub fn from_panel(policy: &ExamPolicy, catalog: &Catalog) -> Self {
        let cut = panel_cut(policy, catalog).cut;
        let model = rated_questions(policy, catalog).map_or(Model::Counts, |rated| {
            let difficulties: Vec<f64> =
                rated.iter().map(|rated| rated_difficulty(rated.rating, rated.question.guessing())).collect();
            let items = rated.iter().zip(shrink(&difficulties)).map(|(rated, panel)| {
                let item = ItemParameters {
                    question: rated.question.reference.clone(),
                    weight: rated.weight,
                    guessing: rated.question.guessing(),
                    panel,
                    learned: None,
                    difficulty: panel,
                };
                (rated.question.version.clone(), item)
            });
            let mut items = items.collect();
            centre(cut, &mut items);
            items.values_mut().for_each(|item| item.panel = item.difficulty);
            Model::Curves { prior: Normal::PRIOR, items }
        });
        Self { cut, model }
    }

    /// These parameters with what earlier ones had learned about the versions that both have.
    #[must_use]
    pub fn keeping(self, earlier: &Self) -> Self {
        let Model::Curves { prior, items: known } = &earlier.model else { return self };
        let learned = known.iter().filter_map(|(version, item)| Some((version.clone(), item.learned? - item.panel)));
        let learned: BTreeMap<String, f64> = learned.collect();
        if learned.is_empty() { self } else { self.shifted(&learned, |_| *prior) }
    }

    /// These parameters with what answers have shown: how far off the panel's difficulties are, by version, in logits, and how able `people`
    /// people are on the panel's scale. The standard is found anew among the new difficulties, for the cut stays the panel's.
    #[must_use]
    pub fn learning(self, shifts: &BTreeMap<String, f64>, people: usize, ability: Normal) -> Self {
        self.shifted(shifts, |standard| prior_after(people, Normal { mean: ability.mean - standard, ..ability }))
    }

    fn shifted(self, shifts: &BTreeMap<String, f64>, prior: impl FnOnce(f64) -> Normal) -> Self {
        let Model::Curves { mut items, .. } = self.model else { return self };
        for (version, item) in &mut items {
            item.learned = shifts.get(version).map(|shift| item.panel + shift);
            item.difficulty = item.learned.unwrap_or(item.panel);
        }
        let standard = centre(self.cut, &mut items);
        Self { cut: self.cut, model: Model::Curves { prior: prior(standard), items } }
    }

    /// What the model knows of each version of a question; none where it goes by counts.
    #[must_use]
    pub fn items(&self) -> Option<&BTreeMap<String, ItemParameters>> {
        match &self.model {
            Model::Counts => None,
            Model::Curves { items, .. } => Some(items),
        }
    }

    /// The curve of a version of a question; none where it has none.
    #[must_use]
    pub fn curve(&self, version: &str) -> Option<Curve> {
        self.items()?.get(version).map(|item| Curve::new(item.difficulty, item.guessing))
    }

    /// What is known about anybody before the first answer; none where the model goes by counts.
    #[must_use]
    pub fn prior(&self) -> Option<Ability> {
        match &self.model {
            Model::Counts => None,
            Model::Curves { prior, .. } => Some(Ability::normal(*prior)),
        }
    }

    /// What is known after these answers, each the version of a question and its mark; none where the model goes by counts. `prior` is
    /// a retake's own; without one it is everybody's.
    ///
    /// # Errors
    /// [`NotCalibrated`] where a version has no parameters.
    pub fn ability(&self, prior: Option<&Ability>, answers: &[(&str, Mark)]) -> Result<Option<Ability>, NotCalibrated> {
        let Some(mut ability) = self.prior() else { return Ok(None) };
        if let Some(own) = prior {
            ability.clone_from(own);
        }
        for (version, mark) in answers {
            let curve = self.curve(version).ok_or_else(|| NotCalibrated((*version).to_owned()))?;
            ability.observe(&curve, *mark);
        }
        Ok(Some(ability))
    }

    /// The probability of mastery after these answers, 0 to 1.
    ///
    /// # Errors
    /// [`NotCalibrated`] where a version has no parameters.
    pub fn mastery(&self, prior: Option<&Ability>, answers: &[(&str, Mark)]) -> Result<f64, NotCalibrated> {
        let by_counts = || {
            let right = answers.iter().map(|(_, mark)| mark.value()).sum();
            probability_of_mastery(right, u32::try_from(answers.len()).unwrap_or(u32::MAX), self.cut)
        };
        Ok(self.ability(prior, answers)?.map_or_else(by_counts, |ability| ability.mastery()))
    }
}

/// Moves the difficulties that decide so that the standard is 0; says where it was.
fn centre(cut: f64, items: &mut BTreeMap<String, ItemParameters>) -> f64 {
    let weighted: Vec<Weighted> = items
        .values()
        .map(|item| Weighted { weight: item.weight, curve: Curve::new(item.difficulty, item.guessing) })
        .collect();
    let standard = ability_at(cut, &weighted);
    items.values_mut().for_each(|item| item.difficulty -= standard);
    standard
}

/// The questions of the blueprint; none where one of its modules has no ratings.
fn rated_questions<'a>(policy: &ExamPolicy, catalog: &'a Catalog) -> Option<Vec<Rated<'a>>> {
    let mut all = Vec::new();
    for (reference, weight) in policy.blueprint.iter().filter(|(_, weight)| *weight > 0.0) {
        all.extend(rated_module(catalog.module(reference)?, *weight)?);
    }
    (!all.is_empty()).then_some(all)
}

fn rated_module(module: &Module, weight: f64) -> Option<Vec<Rated<'_>>> {
    let ratings: Vec<f64> = module.questions.iter().filter_map(Question::mean_rating).collect();
    let rated = f64::from(u32::try_from(ratings.len()).ok().filter(|rated| *rated > 0)?);
    let average = ratings.iter().sum::<f64>() / rated;
    let questions = module.questions.iter().map(|question| match question.mean_rating() {
        Some(rating) => Rated { question, rating, weight: weight / rated },
        None => Rated { question, rating: average, weight: 0.0 },
    });
    Some(questions.collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::assessment::fixtures::{catalog, certification, module};
    use crate::certification::Certification;

    const BLUEPRINT: [(&str, f64); 2] = [("offering", 0.6), ("process", 0.4)];

    /// Two modules of five questions whose versions are their names, rated from 0.6 to 0.9.
    fn exam(rate: impl Fn(usize) -> Vec<f64>) -> (Certification, Catalog) {
        let modules = BLUEPRINT.map(|(name, _)| {
            let mut module = module(name, &[("o", 5)]);
            for (n, question) in module.questions.iter_mut().enumerate() {
                question.version = format!("{name}-{n}");
                question.ratings = rate(n);
            }
            module
        });
        (certification(&BLUEPRINT), catalog(modules.to_vec()))
    }

    fn rated() -> (Certification, Catalog) {
        exam(|n| vec![[0.60, 0.70, 0.75, 0.80, 0.90][n]])
    }

    fn items(parameters: &ExamParameters) -> &BTreeMap<String, ItemParameters> {
        parameters.items().unwrap()
    }

    fn expected_at_standard(parameters: &ExamParameters) -> f64 {
        items(parameters)
            .values()
            .map(|item| item.weight * Curve::new(item.difficulty, item.guessing).probability(0.0))
            .sum()
    }

    #[test]
    fn the_panel_s_difficulties_are_the_known_ones() {
        let (certification, catalog) = rated();
        let found = ExamParameters::from_panel(&certification.exam, &catalog);
        assert!((found.cut - 0.75).abs() < 1e-12);
        // As in vectors/panel.json: the shrunk difficulties, less the ability at the cut.
        let expected = [-0.137_437, -0.514_735, -0.716_112, -0.939_03, -1.541_171].map(|b| b + 0.038_947);
        for (n, expected) in expected.into_iter().enumerate() {
            let difficulty = items(&found)[&format!("process-{n}")].difficulty;
            assert!((difficulty - expected).abs() < 2e-6, "{n}: {difficulty} {expected}");
        }
        assert!((items(&found)["offering-0"].weight - 0.12).abs() < 1e-12);
    }

    #[test]
    fn a_module_without_ratings_makes_it_go_by_counts() {
        let (certification, mut catalog) = rated();
        let packs = &mut catalog.packs;
        let process = packs.values_mut().next().unwrap().modules.values_mut().last().unwrap();
        process.questions.iter_mut().for_each(|question| question.ratings.clear());
        let found = ExamParameters::from_panel(&certification.exam, &catalog);
        assert_eq!(found.model, Model::Counts);
        let answers = [("process-0", Mark::RIGHT), ("whatever", Mark::WRONG)];
        let expected = probability_of_mastery(1.0, 2, found.cut);
        assert!((found.mastery(None, &answers).unwrap() - expected).abs() < 1e-12);
        assert_eq!(found.ability(None, &answers), Ok(None));
    }

    #[test]
    fn an_unrated_question_is_an_average_one_and_moves_nothing() {
        let (certification, catalog) = exam(|n| if n == 4 { Vec::new() } else { vec![[0.60, 0.70, 0.75, 0.80][n]] });
        let found = ExamParameters::from_panel(&certification.exam, &catalog);
        let unrated = &items(&found)["process-4"];
        assert_eq!((unrated.weight, items(&found)["process-0"].weight), (0.0, 0.1));
        assert!(unrated.difficulty < items(&found)["process-0"].difficulty);
        assert!(unrated.difficulty > items(&found)["process-3"].difficulty);
    }

    #[test]
    fn what_was_learned_outlives_a_change_of_the_pack() {
        let (certification, catalog) = rated();
        let panel = ExamParameters::from_panel(&certification.exam, &catalog);
        let shifts = [("process-0".to_owned(), 1.5)].into();
        let learned = panel.clone().learning(&shifts, 40, Normal { mean: -0.2, sd: 0.9 });
        let mut changed = catalog.clone();
        let modules = &mut changed.packs.values_mut().next().unwrap().modules;
        modules.values_mut().next().unwrap().questions[1].version = "offering-1-mended".to_owned();
        let kept = ExamParameters::from_panel(&certification.exam, &changed).keeping(&learned);
        let shift = |item: &ItemParameters| item.learned.unwrap() - item.panel;
        assert!((shift(&items(&kept)["process-0"]) - 1.5).abs() < 1e-12);
        assert_eq!(items(&kept)["offering-1-mended"].learned, None);
        let prior = |parameters: &ExamParameters| match parameters.model {
            Model::Curves { prior, .. } => prior,
            Model::Counts => panic!("this exam goes by curves"),
        };
        assert_eq!(prior(&kept), prior(&learned));
        // The same share of a harder bank asks for more ability, so the people stand lower below the standard.
        assert!(prior(&learned).mean < -0.2 && prior(&learned).mean > -0.6, "{:?}", prior(&learned));
        assert_eq!(panel.clone().keeping(&panel), panel, "where nothing was learned nothing changes");
    }

    #[test]
    fn an_unknown_version_is_refused() {
        let (certification, catalog) = rated();
        let found = ExamParameters::from_panel(&certification.exam, &catalog);
        assert_eq!(found.mastery(None, &[("gone", Mark::RIGHT)]), Err(NotCalibrated("gone".to_owned())));
    }

    #[test]
    fn a_retake_goes_on_from_its_own_prior() {
        let (certification, catalog) = rated();
        let found = ExamParameters::from_panel(&certification.exam, &catalog);
        let low = Ability::normal(Normal { mean: -1.0, sd: 0.7 });
        let answers = [("process-0", Mark::RIGHT), ("offering-0", Mark::RIGHT)];
        assert!(found.mastery(Some(&low), &answers).unwrap() < found.mastery(None, &answers).unwrap());
    }

    proptest! {
        #[test]
        fn the_standard_stays_the_panel_s_whatever_is_learned(
            shifts in proptest::collection::btree_map("(offering|process)-[0-4]", -1.5..1.5, 0..10),
        ) {
            let (certification, catalog) = rated();
            let found = ExamParameters::from_panel(&certification.exam, &catalog).learning(&shifts, 10, Normal::PRIOR);
            prop_assert!((expected_at_standard(&found) - 0.75).abs() < 1e-9);
            let stored = serde_json::to_string(&found).unwrap();
            let again: ExamParameters = serde_json::from_str(&stored).unwrap();
            for (version, item) in items(&found) {
                prop_assert!((items(&again)[version].difficulty - item.difficulty).abs() < 1e-12);
            }
        }
    }
}
