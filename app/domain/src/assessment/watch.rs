//! The item watch: does a question do what its difficulty says?
//!
//! A wrong key looks like a question that able people get wrong. Each time somebody has answered it, what came is laid beside what was
//! to be expected of them, going by their other answers.

use super::Mark;
use super::mastery::{Ability, ExamParameters, NotCalibrated};

/// Answers from which on a question may be looked at.
pub const ANSWERS_TO_LOOK: u32 = 4;
/// Answers from which on a question may be suspended without anybody having looked. From four answers on, most sound banks would lose a
/// question to chance; from here on hardly one does (`--example item_watch`).
pub const ANSWERS_TO_SUSPEND: u32 = 30;
/// z below which a question does worse than it should.
pub const SUSPECT: f64 = -2.0;
/// How far off the chance of a right answer may be because its difficulty is not known exactly: the variance of a share, (0.17)².
const CALIBRATION: f64 = 0.03;

/// What has been seen of one version of a question.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Watch {
    /// People who answered it.
    pub answers: u32,
    /// Sum of their marks: O.
    pub observed: f64,
    /// Sum of the chances of a right answer: E.
    pub expected: f64,
    /// Sum of P (1 − P).
    pub variance: f64,
}

/// What to think of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Too few answers for anything.
    NotEnough,
    /// Nothing to say against it.
    Fine,
    /// Somebody should look at it.
    Look,
    /// It is not asked in exams until somebody has looked.
    Suspend,
}

impl Watch {
    /// One more answer; `chance` is that of a right one, 0 to 1, for the person who gave it.
    pub fn observe(&mut self, chance: f64, mark: Mark) {
        self.answers += 1;
        self.observed += mark.value();
        self.expected += chance;
        self.variance += chance * (1.0 - chance);
    }

    /// How many standard deviations right answers are above (or below) what was expected:
    /// z = (O − E) / √(ΣP(1 − P) + 0.03 n²); none without answers.
    ///
    /// The second term under the root grows with n², not with n: an error in a question's difficulty is the same in every answer, so it does
    /// not average out.
    #[must_use]
    pub fn z(&self) -> Option<f64> {
        let n = f64::from(self.answers);
        (self.answers > 0).then(|| (self.observed - self.expected) / (self.variance + CALIBRATION * n * n).sqrt())
    }

    /// What to think of it.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        match self.z() {
            Some(z) if z < SUSPECT && self.answers >= ANSWERS_TO_SUSPEND => Verdict::Suspend,
            Some(z) if z < SUSPECT && self.answers >= ANSWERS_TO_LOOK => Verdict::Look,
            Some(_) if self.answers >= ANSWERS_TO_LOOK => Verdict::Fine,
            _ => Verdict::NotEnough,
        }
    }
}

/// For each answer of an exam, the chance of a right one, going by everything else that the person answered. None where the exam goes
/// by counts, which know nothing of single questions.
///
/// # Errors
/// [`NotCalibrated`] where a version has no parameters.
pub fn chances(
    parameters: &ExamParameters,
    prior: Option<&Ability>,
    answers: &[(&str, Mark)],
) -> Result<Option<Vec<f64>>, NotCalibrated> {
    let Some(ability) = parameters.ability(prior, answers)? else { return Ok(None) };
    let chance = |(version, mark): &(&str, Mark)| {
        let curve = parameters.curve(version).ok_or_else(|| NotCalibrated((*version).to_owned()))?;
        Ok(ability.without(&curve, *mark).expected(&curve))
    };
    answers.iter().map(chance).collect::<Result<_, _>>().map(Some)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, proptest};

    use super::*;
    use crate::assessment::mastery::{Curve, Normal};

    fn seen(answers: u32, right: u32, chance: f64) -> Watch {
        let mut watch = Watch::default();
        (0..answers).for_each(|n| watch.observe(chance, if n < right { Mark::RIGHT } else { Mark::WRONG }));
        watch
    }

    #[test]
    fn z_can_be_worked_out_by_hand() {
        assert_eq!(Watch::default().z(), None);
        // 2 of 10 where 8 were expected: −6 / √(1.6 + 3).
        let z = seen(10, 2, 0.8).z().unwrap();
        assert!((z + 6.0 / 4.6_f64.sqrt()).abs() < 1e-12, "{z}");
    }

    #[test]
    fn a_question_that_the_able_get_wrong_is_looked_at_then_suspended() {
        assert_eq!(seen(3, 0, 0.8).verdict(), Verdict::NotEnough);
        assert_eq!(seen(4, 0, 0.8).verdict(), Verdict::Look);
        assert_eq!(seen(29, 5, 0.8).verdict(), Verdict::Look);
        assert_eq!(seen(30, 5, 0.8).verdict(), Verdict::Suspend);
        assert_eq!(seen(30, 22, 0.8).verdict(), Verdict::Fine);
        assert_eq!(seen(30, 30, 0.5).verdict(), Verdict::Fine, "too easy is no reason");
    }

    #[test]
    fn an_answer_does_not_speak_for_itself() {
        let curve = Curve::new(0.0, 0.2);
        let before = Ability::normal(Normal::PRIOR);
        let mut after = before.clone();
        after.observe(&curve, Mark::WRONG);
        let again = after.without(&curve, Mark::WRONG);
        assert!((again.mastery() - before.mastery()).abs() < 1e-12);
        assert!(after.expected(&curve) < before.expected(&curve));
    }

    proptest! {
        #[test]
        fn a_chance_lies_between_guessing_and_certainty(b in -3.0..3.0, c in 0.0..0.5, mean in -3.0..3.0, sd in 0.2..2.0) {
            let chance = Ability::normal(Normal { mean, sd }).expected(&Curve::new(b, c));
            prop_assert!(chance >= c && chance <= 1.0);
        }
    }
}
