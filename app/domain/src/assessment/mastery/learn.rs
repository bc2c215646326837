//! Learning difficulties from answers.
//!
//! Source: R. D. Bock and M. Aitkin, "Marginal maximum likelihood estimation of item parameters: application of an EM algorithm",
//! Psychometrika 46(4), 1981, with a normal prior on each difficulty around what the panel said (R. J. Mislevy, "Bayes modal estimation
//! in item response models", Psychometrika 51(2), 1986).

use serde::{Deserialize, Serialize};

use super::{Curve, Normal};

/// How far a difficulty may be from what the panel said: the standard deviation, in logits.
pub const PANEL_SPREAD: f64 = 0.7;
/// People whose first attempts it takes before the prior of an exam follows them.
pub const REPS_FOR_PRIOR: usize = 30;
/// Standard deviation of that prior, in logits.
const LEARNED_SD: f64 = 1.2;
/// Longest step of a difficulty in one iteration, in logits.
const LONGEST_STEP: f64 = 1.0;
/// Change below which it has settled, in logits.
const SETTLED: f64 = 1e-4;
/// Iterations after which it ends without having settled.
const MOST_ITERATIONS: u32 = 500;
/// Narrowest ability of a group, in logits: with a handful of people, or all alike, it would collapse.
const NARROWEST: f64 = 0.2;

/// The abilities over which people are spread: −6, −5.95 … 6. Further than an exam's own grid, because a few strong or weak people in a
/// thousand would otherwise be counted as less so.
fn grid() -> impl Iterator<Item = f64> + Clone {
    (-120_i32..=120).map(|point| f64::from(point) * 0.05)
}

/// A question before it is learned about.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Before {
    /// The difficulty that the panel's ratings stand for, in logits.
    pub difficulty: f64,
    /// The chance of a right answer by guessing.
    pub guessing: f64,
}

/// What one person answered: the place of the question, and the mark, 0 to 1.
pub type Answers = Vec<(usize, f64)>;

/// What is assumed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Assumptions {
    /// Standard deviation of a difficulty around what the panel said, in logits; none asks the answers alone.
    pub spread: Option<f64>,
    /// How able people are, where that is known; else it is learned too.
    pub ability: Option<Normal>,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self { spread: Some(PANEL_SPREAD), ability: None }
    }
}

/// How far learning has come; it can be kept and gone on with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// Difficulties in the order of the questions, in logits.
    pub difficulties: Vec<f64>,
    /// How able the people are.
    pub ability: Normal,
    /// Iterations so far.
    pub iterations: u32,
    /// Whether the last one changed nothing to speak of, or it has gone on long enough.
    pub settled: bool,
}

/// Learning from the answers of some people to some questions.
#[derive(Debug)]
pub struct Learning<'a> {
    questions: &'a [Before],
    people: &'a [Answers],
    assumptions: Assumptions,
}

/// What is expected at each grid point, for one question.
struct Expected {
    answered: Vec<f64>,
    right: Vec<f64>,
}

impl<'a> Learning<'a> {
    /// Answers name questions by their places; those to questions that are not there are left out.
    #[must_use]
    pub fn new(questions: &'a [Before], people: &'a [Answers], assumptions: Assumptions) -> Self {
        Self { questions, people, assumptions }
    }

    /// Where it begins: with what the panel said.
    #[must_use]
    pub fn begin(&self) -> Learned {
        Learned {
            difficulties: self.questions.iter().map(|question| question.difficulty).collect(),
            ability: self.assumptions.ability.unwrap_or(Normal { mean: 0.0, sd: 1.0 }),
            iterations: 0,
            settled: self.people.is_empty(),
        }
    }

    /// Goes on until it has settled.
    #[must_use]
    pub fn run(&self, mut learned: Learned) -> Learned {
        while !learned.settled {
            learned = self.step(&learned);
        }
        learned
    }

    /// One iteration: how able each person is under the difficulties so far, then the difficulties under that.
    #[must_use]
    pub fn step(&self, learned: &Learned) -> Learned {
        let (expected, ability, _) = self.expect(learned);
        let difficulties: Vec<f64> = self
            .questions
            .iter()
            .zip(&learned.difficulties)
            .zip(&expected)
            .map(|((question, difficulty), expected)| self.maximise(question, *difficulty, expected))
            .collect();
        let moved = difficulties.iter().zip(&learned.difficulties).map(|(new, old)| (new - old).abs());
        let of_ability = [(ability.mean - learned.ability.mean).abs(), (ability.sd - learned.ability.sd).abs()];
        let change = moved.chain(of_ability).fold(0.0, f64::max);
        let iterations = learned.iterations + 1;
        Learned { difficulties, ability, iterations, settled: change < SETTLED || iterations >= MOST_ITERATIONS }
    }

    /// The logarithm of the answers' probability under what is learned, abilities averaged over.
    #[must_use]
    pub fn log_likelihood(&self, learned: &Learned) -> f64 {
        self.expect(learned).2
    }

    fn expect(&self, learned: &Learned) -> (Vec<Expected>, Normal, f64) {
        let points = grid().count();
        let mut expected: Vec<Expected> =
            self.questions.iter().map(|_| Expected { answered: vec![0.0; points], right: vec![0.0; points] }).collect();
        let logs: Vec<Vec<(f64, f64)>> = self
            .questions
            .iter()
            .zip(&learned.difficulties)
            .map(|(question, difficulty)| {
                let curve = Curve::new(*difficulty, question.guessing);
                grid().map(|at| curve.log_probabilities(at)).collect()
            })
            .collect();
        let prior = log_prior(learned.ability);
        let (mut sum, mut squares, mut log_likelihood) = (0.0, 0.0, 0.0);
        for answers in self.people {
            let mut weights = prior.clone();
            for (logs, mark) in answers.iter().filter_map(|(place, mark)| Some((logs.get(*place)?, mark))) {
                for (weight, (right, wrong)) in weights.iter_mut().zip(logs) {
                    *weight += mark * right + (1.0 - mark) * wrong;
                }
            }
            log_likelihood += normalise(&mut weights);
            let mean: f64 = weights.iter().zip(grid()).map(|(weight, at)| weight * at).sum();
            sum += mean;
            squares += weights.iter().zip(grid()).map(|(weight, at)| weight * at * at).sum::<f64>();
            for (place, mark) in answers {
                let Some(expected) = expected.get_mut(*place) else { continue };
                for ((answered, right), weight) in expected.answered.iter_mut().zip(&mut expected.right).zip(&weights) {
                    *answered += weight;
                    *right += weight * mark;
                }
            }
        }
        let people = f64::from(u32::try_from(self.people.len()).unwrap_or(u32::MAX)).max(1.0);
        let ability = self.assumptions.ability.unwrap_or_else(|| {
            let mean = sum / people;
            Normal { mean, sd: (squares / people - mean * mean).max(0.0).sqrt().max(NARROWEST) }
        });
        (expected, ability, log_likelihood)
    }

    /// One step of Newton's method (Fisher scoring) towards the most likely difficulty, one logit at most.
    fn maximise(&self, question: &Before, difficulty: f64, expected: &Expected) -> f64 {
        let precision = self.assumptions.spread.map_or(0.0, |spread| spread.powi(-2));
        let curve = Curve::new(difficulty, question.guessing);
        let mut gradient = -(difficulty - question.difficulty) * precision;
        let mut information = precision;
        for ((answered, right), at) in expected.answered.iter().zip(&expected.right).zip(grid()) {
            let (knowing, p) = (curve.knowing(at), curve.probability(at));
            let slope = -(1.0 - question.guessing) * knowing * (1.0 - knowing);
            let variance = p * (1.0 - p);
            if variance > 0.0 {
                gradient += (right - answered * p) * slope / variance;
                information += answered * slope * slope / variance;
            }
        }
        if information > 0.0 {
            difficulty + (gradient / information).clamp(-LONGEST_STEP, LONGEST_STEP)
        } else {
            difficulty
        }
    }
}

/// What is known about anybody before the first answer, once so many people have been met: a strong team never buys a rep a
/// certificate, so the mean is never above the standard.
#[must_use]
pub fn prior_after(people: usize, ability: Normal) -> Normal {
    if people < REPS_FOR_PRIOR { Normal::PRIOR } else { Normal { mean: ability.mean.min(0.0), sd: LEARNED_SD } }
}

/// Logarithms of a normal distribution's weights on the grid, which add up to 1.
fn log_prior(normal: Normal) -> Vec<f64> {
    let mut logs: Vec<f64> = grid().map(|at| -0.5 * ((at - normal.mean) / normal.sd).powi(2)).collect();
    let sum = logs.iter().map(|log| log.exp()).sum::<f64>().ln();
    logs.iter_mut().for_each(|log| *log -= sum);
    logs
}

/// Turns logarithms into weights that add up to 1; gives the logarithm of what they added up to.
fn normalise(weights: &mut [f64]) -> f64 {
    let most = weights.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    weights.iter_mut().for_each(|weight| *weight = (*weight - most).exp());
    let sum: f64 = weights.iter().sum();
    weights.iter_mut().for_each(|weight| *weight /= sum);
    most + sum.ln()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};
    use serde_json::Value;

    use super::*;

    /// Bock and Lieberman's five questions of the Law School Admission Test: 1,000 people by pattern of answers.
    fn lsat6() -> (Value, Vec<Answers>) {
        let vectors: Value = serde_json::from_str(include_str!("../../../tests/vectors/lsat6.json")).unwrap();
        let people = vectors["patterns"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(pattern, count)| {
                let answers: Answers =
                    pattern.chars().enumerate().map(|(n, mark)| (n, f64::from(mark.to_digit(2).unwrap()))).collect();
                vec![answers; usize::try_from(count.as_u64().unwrap()).unwrap()]
            })
            .collect();
        (vectors, people)
    }

    #[test]
    fn agrees_with_what_is_published_about_lsat6() {
        let (vectors, people) = lsat6();
        assert_eq!(people.len(), 1_000);
        let questions = [Before { difficulty: 0.0, guessing: 0.0 }; 5];
        let assumptions = Assumptions { spread: None, ability: Some(Normal { mean: 0.0, sd: 1.0 }) };
        let learning = Learning::new(&questions, &people, assumptions);
        let learned = learning.run(learning.begin());
        assert!(learned.settled && learned.iterations < MOST_ITERATIONS, "{}", learned.iterations);
        let expected = vectors["rasch"]["b"].as_array().unwrap();
        for (found, expected) in learned.difficulties.iter().zip(expected) {
            assert!((found - expected.as_f64().unwrap()).abs() < 0.005, "{found} {expected}");
        }
        let found = learning.log_likelihood(&learned);
        assert!((found - vectors["rasch"]["log_likelihood"].as_f64().unwrap()).abs() < 0.005, "{found}");
    }

    #[test]
    fn without_answers_the_panel_is_right() {
        let questions = [Before { difficulty: -0.4, guessing: 0.25 }, Before { difficulty: 1.0, guessing: 0.0 }];
        let nobody = Learning::new(&questions, &[], Assumptions::default());
        assert_eq!(nobody.run(nobody.begin()).difficulties, [-0.4, 1.0]);
        let one_question = vec![vec![(0, 1.0)]; 50];
        let learning = Learning::new(&questions, &one_question, Assumptions::default());
        let learned = learning.run(learning.begin());
        assert!((learned.difficulties[1] - 1.0).abs() < 1e-9, "nobody answered it");
    }

    #[test]
    fn what_nobody_gets_right_becomes_difficult_but_not_without_end() {
        let questions = [Before { difficulty: -1.0, guessing: 0.25 }; 4];
        let people: Vec<Answers> = vec![vec![(0, 0.0), (1, 1.0), (2, 1.0), (3, 1.0)]; 40];
        let learning = Learning::new(&questions, &people, Assumptions::default());
        let learned = learning.run(learning.begin());
        assert!(learned.difficulties[0] > 0.0 && learned.difficulties[0] < 4.0, "{:?}", learned.difficulties);
        assert!(learned.difficulties[1] < -1.0);
    }

    #[test]
    fn it_can_be_interrupted_and_gone_on_with() {
        let (_, people) = lsat6();
        let some: Vec<Answers> = people.into_iter().step_by(20).collect();
        let questions = [Before { difficulty: -1.0, guessing: 0.1 }; 5];
        let learning = Learning::new(&questions, &some, Assumptions::default());
        let at_once = learning.run(learning.begin());
        let mut stepped = learning.begin();
        for _ in 0..7 {
            stepped = learning.step(&stepped);
        }
        let kept: Learned = serde_json::from_str(&serde_json::to_string(&stepped).unwrap()).unwrap();
        let resumed = learning.run(kept);
        assert!(resumed.difficulties.iter().zip(&at_once.difficulties).all(|(a, b)| (a - b).abs() < 1e-9));
        assert_eq!((resumed.iterations, resumed.settled), (at_once.iterations, true));
    }

    #[test]
    fn a_strong_team_buys_nobody_a_certificate() {
        let strong = Normal { mean: 1.3, sd: 0.6 };
        assert_eq!(prior_after(29, strong), Normal::PRIOR);
        assert_eq!(prior_after(30, strong), Normal { mean: 0.0, sd: 1.2 });
        assert_eq!(prior_after(30, Normal { mean: -0.5, sd: 2.0 }), Normal { mean: -0.5, sd: 1.2 });
    }

    proptest! {
        #[test]
        fn every_step_makes_the_answers_more_likely(
            marks in proptest::collection::vec(proptest::collection::vec(0_u8..=1, 6), 5..30),
        ) {
            let people: Vec<Answers> =
                marks.iter().map(|marks| marks.iter().map(|mark| f64::from(*mark)).enumerate().collect()).collect();
            let questions = [Before { difficulty: 0.0, guessing: 0.0 }; 6];
            // Without priors, so that likelihood alone is what must rise.
            let assumptions = Assumptions { spread: None, ability: Some(Normal { mean: 0.0, sd: 1.0 }) };
            let learning = Learning::new(&questions, &people, assumptions);
            let mut learned = learning.begin();
            let mut likelihood = learning.log_likelihood(&learned);
            for _ in 0..8 {
                learned = learning.step(&learned);
                let next = learning.log_likelihood(&learned);
                prop_assert!(next >= likelihood - 1e-9, "{next} after {likelihood}");
                likelihood = next;
            }
        }
    }
}
