//! Objections to questions: who may raise one where, and what becomes of it.

use std::fmt;
use std::str::FromStr;

use super::{Attempt, AttemptKind, AttemptState, UnknownWord};
use crate::time::Timestamp;

/// The most characters of an objection, of its answer, and of the reason for a suspension.
pub const MOST_WORDS: usize = 1_000;

/// What became of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The objection is right: something is done about the question.
    Upheld,
    /// The question stays as it is.
    Kept,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 2] = [Self::Upheld, Self::Kept];

    /// The verdict's word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Upheld => "upheld",
            Self::Kept => "kept",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Verdict {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == text).ok_or_else(|| UnknownWord(text.to_owned()))
    }
}

/// Why an objection is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AppealRefusal {
    /// The exam is decided, or its time is over.
    #[error("This exam is over. Tell whoever looks after the material which question you mean.")]
    ExamOver,
    /// The question has not been shown yet.
    #[error("This question has not been asked yet.")]
    NotShown,
}

/// Text that is 1 to [`MOST_WORDS`] characters when trimmed, on as many lines as it takes, without other control
/// characters. None where it is not.
#[must_use]
pub fn plain_words(text: &str) -> Option<String> {
    // Browsers send line breaks as two characters and count them as one.
    let text = text.replace("\r\n", "\n").trim().to_owned();
    let fits = (1..=MOST_WORDS).contains(&text.chars().count());
    let plain = text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t');
    (fits && plain).then_some(text)
}

/// Whether somebody may object at `now` to the question at `position`: to what they were shown, in an exam while it runs, in a
/// quiz afterwards too. `current` is [`super::current_position`].
///
/// # Errors
/// [`AppealRefusal`], with a message for the person.
pub fn may_object(attempt: &Attempt, position: u32, current: u32, now: Timestamp) -> Result<(), AppealRefusal> {
    let open = attempt.state == AttemptState::Open && !attempt.is_past_deadline(now);
    let shown = position < attempt.drawn && (position < current || position == current && open);
    match attempt.subject.kind() {
        AttemptKind::Exam if !open => Err(AppealRefusal::ExamOver),
        AttemptKind::Exam | AttemptKind::Quiz if shown => Ok(()),
        AttemptKind::Exam | AttemptKind::Quiz => Err(AppealRefusal::NotShown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixtures::{module_ref, slug};
    use crate::assessment::{Seed, Subject};
    use crate::id::{AttemptId, PersonId};
    use crate::time::Span;

    const START: Timestamp = Timestamp::from_millis(1_000_000);

    fn attempt(subject: Subject, state: AttemptState) -> Attempt {
        let deadline = matches!(subject, Subject::Exam(_)).then_some(START + Span::minutes(60));
        Attempt {
            id: AttemptId::default(),
            person: PersonId::default(),
            subject,
            state,
            seed: Seed(1),
            started_at: START,
            deadline,
            finished_at: None,
            drawn: 5,
            asked: 2,
            probability: None,
            cut: None,
            policy_number: None,
            parameters_number: None,
            decided: None,
        }
    }

    #[test]
    fn one_objects_to_what_one_was_shown() {
        let exam = attempt(Subject::Exam(slug("outbound")), AttemptState::Open);
        for (position, expected) in [(0, Ok(())), (2, Ok(())), (3, Err(AppealRefusal::NotShown))] {
            assert_eq!(may_object(&exam, position, 2, START), expected);
        }
        assert_eq!(may_object(&exam, 5, 5, START), Err(AppealRefusal::NotShown), "there is no such place");
        let late = START + Span::minutes(60);
        assert_eq!(may_object(&exam, 2, 2, late), Err(AppealRefusal::ExamOver));
        let over = Attempt { state: AttemptState::Passed, ..exam };
        assert_eq!(may_object(&over, 1, 2, START), Err(AppealRefusal::ExamOver));
        let quiz = attempt(Subject::Quiz(module_ref("m")), AttemptState::NotYet);
        assert_eq!(may_object(&quiz, 1, 2, late), Ok(()), "the feedback of a quiz is read afterwards");
        assert_eq!(may_object(&quiz, 2, 2, late), Err(AppealRefusal::NotShown));
    }

    #[test]
    fn words_are_trimmed_and_counted_as_people_count() {
        assert_eq!(plain_words(" Two of them\r\nare right. ").as_deref(), Some("Two of them\nare right."));
        assert!(plain_words(&"ä".repeat(MOST_WORDS)).is_some());
        for wrong in ["", " \r\n ", "a\u{7}b", &"ä".repeat(MOST_WORDS + 1)] {
            assert_eq!(plain_words(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn verdicts_read_back() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.to_string().parse(), Ok(verdict));
        }
        assert!("maybe".parse::<Verdict>().is_err());
    }
}
