//! Questions that turn out to be wrong after they were asked: thrown out, or given another key. What was stored stays as it is; what it
//! comes to is worked out again beside it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::exam::{Evidence, ExamDecision, NotYetReason, decide};
use super::mastery::{Ability, ExamParameters, NotCalibrated};
use super::{AttemptState, GradedItem, Mark, Response, UnknownWord};
use crate::certification::ExamPolicy;

/// What is done about a version of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Correction {
    /// It counts for nothing, as if it had not been asked.
    ThrowOut,
    /// This is right, and nothing else.
    ReKey(Response),
}

/// The kind of a correction, without what is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CorrectionKind {
    /// Thrown out.
    ThrowOut,
    /// Given another key.
    ReKey,
}

impl CorrectionKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::ThrowOut, Self::ReKey];

    /// The kind's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ThrowOut => "throw-out",
            Self::ReKey => "re-key",
        }
    }
}

impl fmt::Display for CorrectionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CorrectionKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl Correction {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> CorrectionKind {
        match self {
            Self::ThrowOut => CorrectionKind::ThrowOut,
            Self::ReKey(_) => CorrectionKind::ReKey,
        }
    }

    /// The mark of an answer under it; none where the question counts for nothing.
    #[must_use]
    pub fn mark(&self, response: Option<&Response>) -> Option<Mark> {
        match self {
            Self::ThrowOut => None,
            Self::ReKey(right) if response == Some(right) => Some(Mark::RIGHT),
            Self::ReKey(_) => Some(Mark::WRONG),
        }
    }
}

/// One place of a decided exam's draw, as it was graded.
#[derive(Debug, Clone, PartialEq)]
pub struct Place<'a> {
    /// The version of the question.
    pub version: &'a str,
    /// The answer; none where there is none.
    pub response: Option<&'a Response>,
    /// What it tests, and its mark; none where it was not answered.
    pub graded: GradedItem,
}

/// What a decided exam comes to under corrections.
#[derive(Debug, Clone, PartialEq)]
pub struct Corrected {
    /// Passed or not yet.
    pub state: AttemptState,
    /// Probability of mastery, 0 to 1.
    pub probability: f64,
    /// Why it is not passed, where it is not.
    pub why: Option<NotYetReason>,
    /// The places of the draw that count, as they count now.
    pub items: Vec<GradedItem>,
}

/// What a decided exam comes to under corrections, by version of a question; none where they touch none of the questions that were drawn for
/// it, answered or not: a critical question nobody got to holds back like one that was missed.
///
/// It is decided as at its end: with P ≥ `final_at` it is passed. Questions that count for nothing are not missing from the fewest that there
/// must be.
///
/// # Errors
/// [`NotCalibrated`] where a version has no parameters.
pub fn corrected(
    policy: &ExamPolicy,
    parameters: &ExamParameters,
    prior: Option<&Ability>,
    draw: &[Place<'_>],
    corrections: &BTreeMap<String, Correction>,
) -> Result<Option<Corrected>, NotCalibrated> {
    if !draw.iter().any(|place| corrections.contains_key(place.version)) {
        return Ok(None);
    }
    let counting: Vec<(&str, GradedItem)> = draw
        .iter()
        .filter_map(|place| {
            let mark = match (corrections.get(place.version), place.graded.mark) {
                (Some(Correction::ThrowOut), _) => return None,
                (Some(correction), Some(_)) => correction.mark(place.response),
                (_, as_graded) => as_graded,
            };
            Some((place.version, GradedItem { mark, ..place.graded.clone() }))
        })
        .collect();
    let marks: Vec<(&str, Mark)> = counting.iter().filter_map(|(version, item)| Some((*version, item.mark?))).collect();
    let probability = parameters.mastery(prior, &marks)?;
    let items: Vec<GradedItem> = counting.into_iter().map(|(_, item)| item).collect();
    let answered = draw.iter().filter(|place| place.graded.mark.is_some()).count();
    let thrown_out = u32::try_from(answered - marks.len()).unwrap_or(u32::MAX);
    let policy = ExamPolicy { min_items: policy.min_items.saturating_sub(thrown_out), ..policy.clone() };
    let (state, why) = match decide(&policy, &Evidence::gather(&items, probability), true) {
        ExamDecision::Pass { .. } => (AttemptState::Passed, None),
        ExamDecision::NotYet { why, .. } => (AttemptState::NotYet, Some(why)),
        ExamDecision::Continue => (AttemptState::NotYet, None),
    };
    Ok(Some(Corrected { state, probability, why, items }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::assessment::ObjectiveRef;
    use crate::assessment::fixtures::{catalog, certification, module, module_ref, slug};

    const LETTERS: [&str; 20] =
        ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"];

    fn exam() -> (ExamPolicy, ExamParameters) {
        let mut module = module("m", &[("o", 20)]);
        for (question, letter) in module.questions.iter_mut().zip(LETTERS) {
            question.version = letter.to_owned();
            question.ratings = vec![0.75];
        }
        let policy = certification(&[("m", 1.0)]).exam;
        let parameters = ExamParameters::from_panel(&policy, &catalog(vec![module]));
        (policy, parameters)
    }

    /// Twenty answers by the first option; those in `wrong` were marked wrong.
    fn sat<'a>(response: &'a Response, wrong: &[&str], critical: &[&str]) -> Vec<Place<'a>> {
        LETTERS
            .iter()
            .map(|version| Place {
                version,
                response: Some(response),
                graded: GradedItem {
                    objective: ObjectiveRef { module: module_ref("m"), objective: slug("o") },
                    critical: critical.contains(version),
                    mark: Some(if wrong.contains(version) { Mark::WRONG } else { Mark::RIGHT }),
                },
            })
            .collect()
    }

    fn outcome(wrong: &[&str], critical: &[&str], corrections: &[(&str, Correction)]) -> Option<(AttemptState, f64)> {
        let (policy, parameters) = exam();
        let response = Response::choices([0]);
        let corrections = corrections.iter().map(|(version, made)| ((*version).to_owned(), made.clone())).collect();
        let found = corrected(&policy, &parameters, None, &sat(&response, wrong, critical), &corrections).unwrap();
        found.map(|found| (found.state, found.probability))
    }

    #[test]
    fn what_is_not_touched_stays() {
        assert_eq!(outcome(&["a"], &[], &[("elsewhere", Correction::ThrowOut)]), None);
    }

    #[test]
    fn a_wrong_key_that_cost_somebody_the_exam_gives_it_back() {
        let wrong = ["a", "b", "c", "d", "e"];
        let untouched = outcome(&wrong, &[], &[("t", Correction::ReKey(Response::choices([0])))]).unwrap();
        assert_eq!(untouched.0, AttemptState::NotYet, "{untouched:?}");
        let right = Correction::ReKey(Response::choices([0]));
        let re_keyed = outcome(&wrong, &[], &[("a", right.clone()), ("b", right.clone()), ("c", right)]).unwrap();
        assert_eq!(re_keyed.0, AttemptState::Passed, "{re_keyed:?}");
        let out = outcome(&wrong, &[], &[("a", Correction::ThrowOut)]).unwrap();
        assert!(untouched.1 < out.1 && out.1 < re_keyed.1);
    }

    #[test]
    fn a_critical_question_that_is_thrown_out_costs_nobody_anything() {
        assert_eq!(outcome(&["a"], &["a"], &[("b", Correction::ThrowOut)]).unwrap().0, AttemptState::NotYet);
        assert_eq!(outcome(&["a"], &["a"], &[("a", Correction::ThrowOut)]).unwrap().0, AttemptState::Passed);
    }

    #[test]
    fn a_critical_question_that_was_not_answered_still_is_not() {
        let (policy, parameters) = exam();
        let response = Response::choices([0]);
        let mut draw = sat(&response, &[], &["t"]);
        draw[19].graded.mark = None;
        let outcome = |corrections: &[(&str, Correction)]| {
            let corrections = corrections.iter().map(|(version, made)| ((*version).to_owned(), made.clone())).collect();
            corrected(&policy, &parameters, None, &draw, &corrections).unwrap().unwrap()
        };
        for made in [Correction::ThrowOut, Correction::ReKey(response.clone())] {
            let found = outcome(&[("a", made)]);
            assert_eq!((found.state, found.why), (AttemptState::NotYet, Some(NotYetReason::CriticalUnanswered)));
        }
        let found = outcome(&[("t", Correction::ThrowOut)]);
        assert_eq!((found.state, found.why, found.items.len()), (AttemptState::Passed, None, 19));
    }

    #[test]
    fn thrown_out_questions_are_not_missing() {
        let all_but_eleven: Vec<(&str, Correction)> =
            LETTERS[..9].iter().map(|version| (*version, Correction::ThrowOut)).collect();
        assert_eq!(outcome(&[], &[], &all_but_eleven).unwrap().0, AttemptState::Passed);
    }

    proptest! {
        #[test]
        fn throwing_out_what_was_wrong_never_hurts(wrong in proptest::sample::subsequence(LETTERS.to_vec(), 1..15)) {
            let nothing = [("t", Correction::ReKey(Response::choices([if wrong.contains(&"t") { 1 } else { 0 }])))];
            let before = outcome(&wrong, &[], &nothing).unwrap();
            let after = outcome(&wrong, &[], &[(wrong[0], Correction::ThrowOut)]).unwrap();
            prop_assert!(after.1 >= before.1 - 1e-12);
            prop_assert!(before.0 == AttemptState::NotYet || after.0 == AttemptState::Passed);
        }

        #[test]
        fn a_correction_that_changes_no_mark_changes_no_probability(
            wrong in proptest::sample::subsequence(LETTERS.to_vec(), 0..20), at in 0_usize..20,
        ) {
            let version = LETTERS[at];
            let same = Correction::ReKey(Response::choices([u8::from(wrong.contains(&version))]));
            let (_, parameters) = exam();
            let response = Response::choices([0]);
            let items = sat(&response, &wrong, &[]);
            let marks: Vec<_> = items.iter().map(|item| (item.version, item.graded.mark.unwrap())).collect();
            let expected = parameters.mastery(None, &marks).unwrap();
            prop_assert_eq!(outcome(&wrong, &[], &[(version, same)]).unwrap().1, expected);
        }
    }
}
