//! Attempts and their items.

use std::fmt;
use std::str::FromStr;

use super::{Drawn, Mark, Response, Seed};
use crate::catalog::{ModuleRef, Slug, SlugError};
use crate::id::{AttemptId, PersonId};
use crate::time::Timestamp;

/// What is attempted, in general.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptKind {
    /// A module's quiz.
    Quiz,
    /// A scope's exam.
    Exam,
}

/// Where an attempt stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttemptState {
    /// Being answered.
    Open,
    /// Finished and passed.
    Passed,
    /// Finished and not passed.
    NotYet,
}

/// A word names no kind or state of an attempt.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is no kind or state of an attempt")]
pub struct UnknownWord(pub String);

/// A finished attempt stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This attempt is finished.")]
pub struct AlreadyFinished;

impl AttemptKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Quiz, Self::Exam];

    /// The kind's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Quiz => "quiz",
            Self::Exam => "exam",
        }
    }
}

impl AttemptState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Open, Self::Passed, Self::NotYet];

    /// The state's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Passed => "passed",
            Self::NotYet => "not-yet",
        }
    }

    /// The state after a decision.
    ///
    /// # Errors
    /// [`AlreadyFinished`] unless it is open.
    pub const fn finish(self, passed: bool) -> Result<Self, AlreadyFinished> {
        match (self, passed) {
            (Self::Open, true) => Ok(Self::Passed),
            (Self::Open, false) => Ok(Self::NotYet),
            (Self::Passed | Self::NotYet, _) => Err(AlreadyFinished),
        }
    }
}

impl fmt::Display for AttemptKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AttemptKind {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

impl fmt::Display for AttemptState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for AttemptState {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// What exactly is attempted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The quiz of this module.
    Quiz(ModuleRef),
    /// The exam of this scope.
    Exam(Slug),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.reference())
    }
}

impl Subject {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> AttemptKind {
        match self {
            Self::Quiz(_) => AttemptKind::Quiz,
            Self::Exam(_) => AttemptKind::Exam,
        }
    }

    /// What it names without its kind, as the database keeps it: `halyard/offering` or `outbound`.
    #[must_use]
    pub fn reference(&self) -> String {
        match self {
            Self::Quiz(module) => module.to_string(),
            Self::Exam(scope) => scope.to_string(),
        }
    }

    /// The subject from the database.
    ///
    /// # Errors
    /// [`SlugError`] where the reference does not fit the kind.
    pub fn from_stored(kind: AttemptKind, reference: &str) -> Result<Self, SlugError> {
        match kind {
            AttemptKind::Quiz => reference.parse().map(Self::Quiz),
            AttemptKind::Exam => reference.parse().map(Self::Exam),
        }
    }
}

/// One sitting of a quiz or an exam.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// Its id.
    pub id: AttemptId,
    /// Who sits it.
    pub person: PersonId,
    /// The quiz or exam.
    pub subject: Subject,
    /// Where it stands, corrections of its questions included.
    pub state: AttemptState,
    /// State and probability as they were decided, where a correction came after; none where nothing did.
    pub decided: Option<(AttemptState, Option<f64>)>,
    /// What its draw was made from.
    pub seed: Seed,
    /// When it was started.
    pub started_at: Timestamp,
    /// The first moment at which no answer is taken any more; none for a quiz.
    pub deadline: Option<Timestamp>,
    /// When it was decided; none while open.
    pub finished_at: Option<Timestamp>,
    /// Questions in its frozen draw.
    pub drawn: u32,
    /// Questions answered for good so far.
    pub asked: u32,
    /// Probability of mastery at the decision; none while open and for a quiz.
    pub probability: Option<f64>,
    /// The standard at the start, 0 to 1: an exam's panel cut, or the share of right answers that passes a quiz.
    pub cut: Option<f64>,
    /// Number of the certification's version, as in `outbound@3`; none for a quiz.
    pub policy_number: Option<u32>,
    /// Number of the version of the exam's parameters; none for a quiz, and for exams of before there were any, which go by counts.
    pub parameters_number: Option<u32>,
}

/// One place of an attempt's draw, with its answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its place, from 0.
    pub position: u32,
    /// The question and the order of its options.
    pub drawn: Drawn,
    /// The answer as last saved, in the author's order.
    pub response: Option<Response>,
    /// When it was last saved.
    pub saved_at: Option<Timestamp>,
    /// When it was given for good; nothing changes afterwards.
    pub answered_at: Option<Timestamp>,
    /// What it was worth; none before it is graded.
    pub mark: Option<Mark>,
}

/// Why an answer is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AnswerRefusal {
    /// The attempt is decided.
    #[error("This attempt is finished.")]
    Finished,
    /// The time is over.
    #[error("The time for this attempt is over.")]
    PastDeadline,
    /// The draw has no such place.
    #[error("This attempt has no such question.")]
    NotDrawn,
    /// Another question comes first.
    #[error("Another question comes first.")]
    NotCurrent {
        /// The place of the question that is to be answered now.
        current: u32,
    },
    /// The question was answered for good.
    #[error("This question is already answered.")]
    AlreadyAnswered,
}

impl Attempt {
    /// Whether its time is over at `now`.
    #[must_use]
    pub fn is_past_deadline(&self, now: Timestamp) -> bool {
        self.deadline.is_some_and(|deadline| now >= deadline)
    }
}

/// The place of the question that is to be answered now: the first one without a final answer, or the number of items
/// where all have one. Items are in the order of their positions.
#[must_use]
pub fn current_position(items: &[Item]) -> u32 {
    let answered = items.iter().take_while(|item| item.answered_at.is_some()).count();
    u32::try_from(answered).unwrap_or(u32::MAX)
}

/// Whether an answer to the question at `position` is taken at `now`, be it to save or for good. Quiz and exam alike
/// ask one question at a time, in the order of the draw; `current` is [`current_position`].
///
/// # Errors
/// [`AnswerRefusal`], with a message for the person.
pub fn may_answer(attempt: &Attempt, position: u32, current: u32, now: Timestamp) -> Result<(), AnswerRefusal> {
    if attempt.state != AttemptState::Open {
        Err(AnswerRefusal::Finished)
    } else if attempt.is_past_deadline(now) {
        Err(AnswerRefusal::PastDeadline)
    } else if position >= attempt.drawn {
        Err(AnswerRefusal::NotDrawn)
    } else if position < current {
        Err(AnswerRefusal::AlreadyAnswered)
    } else if position > current {
        Err(AnswerRefusal::NotCurrent { current })
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::{module_ref, slug};
    use crate::time::Span;

    const START: Timestamp = Timestamp::from_millis(1_000_000);
    const DEADLINE: Timestamp = Timestamp::from_millis(1_000_000 + 3_600_000);

    fn attempt() -> Attempt {
        Attempt {
            id: AttemptId(uuid::Uuid::nil()),
            person: PersonId(uuid::Uuid::nil()),
            subject: Subject::Exam(slug("outbound")),
            state: AttemptState::Open,
            seed: Seed(1),
            started_at: START,
            deadline: Some(DEADLINE),
            finished_at: None,
            drawn: 5,
            asked: 2,
            probability: None,
            cut: Some(0.8),
            policy_number: Some(1),
            parameters_number: None,
            decided: None,
        }
    }

    fn item(position: u32, answered: bool) -> Item {
        let question = module_ref("m").question(&slug("q"));
        let drawn = Drawn { question, version: String::new(), cell: module_ref("m"), option_order: Vec::new() };
        let answered_at = answered.then_some(START);
        Item { position, drawn, response: None, saved_at: Some(START), answered_at, mark: None }
    }

    #[rstest]
    #[case::the_current_one(2, Ok(()))]
    #[case::an_earlier_one(1, Err(AnswerRefusal::AlreadyAnswered))]
    #[case::a_later_one(3, Err(AnswerRefusal::NotCurrent { current: 2 }))]
    #[case::one_beyond_the_draw(5, Err(AnswerRefusal::NotDrawn))]
    fn takes_one_answer_at_a_time(#[case] position: u32, #[case] expected: Result<(), AnswerRefusal>) {
        assert_eq!(may_answer(&attempt(), position, 2, START), expected);
    }

    #[test]
    fn takes_no_answer_from_the_deadline_on() {
        assert_eq!(may_answer(&attempt(), 2, 2, DEADLINE - Span::seconds(1)), Ok(()));
        assert_eq!(may_answer(&attempt(), 2, 2, DEADLINE), Err(AnswerRefusal::PastDeadline));
        let quiz = Attempt { deadline: None, ..attempt() };
        assert_eq!(may_answer(&quiz, 2, 2, DEADLINE + Span::days(100)), Ok(()));
    }

    #[rstest]
    fn takes_no_answer_once_decided(#[values(AttemptState::Passed, AttemptState::NotYet)] state: AttemptState) {
        assert_eq!(may_answer(&Attempt { state, ..attempt() }, 2, 2, START), Err(AnswerRefusal::Finished));
    }

    #[test]
    fn takes_no_answer_when_all_are_given() {
        assert_eq!(may_answer(&attempt(), 4, 5, START), Err(AnswerRefusal::AlreadyAnswered));
    }

    #[test]
    fn the_first_question_without_a_final_answer_is_the_current_one() {
        assert_eq!(current_position(&[]), 0);
        assert_eq!(current_position(&[item(0, true), item(1, true), item(2, false)]), 2);
        assert_eq!(current_position(&[item(0, true), item(1, true)]), 2);
    }

    #[test]
    fn is_decided_once() {
        assert_eq!(AttemptState::Open.finish(true), Ok(AttemptState::Passed));
        assert_eq!(AttemptState::Open.finish(false), Ok(AttemptState::NotYet));
        assert_eq!(AttemptState::NotYet.finish(true), Err(AlreadyFinished));
        assert_eq!(AttemptState::Passed.finish(false), Err(AlreadyFinished));
    }

    #[test]
    fn words_read_back() {
        for state in AttemptState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
        }
        for subject in [Subject::Quiz(module_ref("offering")), Subject::Exam(slug("outbound"))] {
            let kind: AttemptKind = subject.kind().as_str().parse().unwrap();
            assert_eq!(Subject::from_stored(kind, &subject.reference()), Ok(subject));
        }
        assert!("closed".parse::<AttemptState>().is_err());
        assert!("test".parse::<AttemptKind>().is_err());
        assert!(Subject::from_stored(AttemptKind::Exam, "pack/offering").is_err());
        assert!(Subject::from_stored(AttemptKind::Quiz, "outbound").is_err());
    }
}
