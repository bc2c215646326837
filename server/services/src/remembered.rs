//! What was read from the database, kept for as long as nothing is committed to it.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::time::{Span, Timestamp};
use store::{Backend, DataVersion, Store};

use crate::Result;
use crate::rounds::Rounds;

/// Most answers that are kept of one kind.
const MOST: usize = 100_000;

/// Tells moments of the database apart.
///
/// Whoever wants an answer that was read before asks for a [`Moment`] first. It comes from a question to the database that begins after theirs,
/// so an answer that is right at that moment is as good as one that is read now: what is committed before they ask counts, whichever process
/// has written it, and a database that does not answer gives no moment, and so no answer either.
#[derive(Default)]
pub(crate) struct Moments {
    rounds: Arc<Rounds<(), Moment>>,
    now: Arc<Now>,
    /// For how long a moment may be used again; zero where nobody has asked for that.
    staleness: Span,
    last: Mutex<Option<(Timestamp, Moment)>>,
}

/// A moment at which the database was asked for its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Raised with every other version: nothing was committed between two moments of one era.
    era: u64,
    /// Number of the question that found it out.
    question: u64,
}

#[derive(Default)]
struct Now {
    version: Mutex<(u64, Option<DataVersion>)>,
    questions: AtomicU64,
}

impl Moments {
    /// Moments that may be used again for so long: what is committed meanwhile does not count for those who ask.
    pub(crate) fn stale_for(staleness: Span) -> Self {
        Self { staleness, ..Self::default() }
    }

    /// A moment after the call, or one that is not older at `now` than is allowed.
    ///
    /// # Errors
    /// [`crate::Error::Unavailable`] where the database does not say which.
    pub(crate) async fn now(&self, store: &Store, now: Timestamp) -> Result<Moment> {
        if self.staleness == Span::millis(0) {
            return self.ask(store).await;
        }
        let last = *self.last();
        if let Some((_, moment)) = last.filter(|(at, _)| *at <= now && now < *at + self.staleness) {
            return Ok(moment);
        }
        let moment = self.ask(store).await?;
        *self.last() = Some((now, moment));
        Ok(moment)
    }

    fn last(&self) -> MutexGuard<'_, Option<(Timestamp, Moment)>> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn ask(&self, store: &Store) -> Result<Moment> {
        if store.backend() == Backend::Sqlite {
            // It answers sooner than a round could be arranged.
            return self.now.ask(store).await;
        }
        let (store, now) = (store.clone(), Arc::clone(&self.now));
        let ask = move |asked: Vec<()>| {
            let (store, now) = (store.clone(), Arc::clone(&now));
            async move { Ok(vec![now.ask(&store).await?; asked.len()]) }
        };
        self.rounds.ask((), ask).await
    }

    /// Number of the last question that was begun.
    fn last_question(&self) -> u64 {
        self.now.questions.load(Ordering::SeqCst)
    }
}

impl Now {
    async fn ask(&self, store: &Store) -> Result<Moment> {
        let question = self.questions.fetch_add(1, Ordering::SeqCst) + 1;
        let version = store.data_version().await?;
        let mut known = self.version.lock().unwrap_or_else(PoisonError::into_inner);
        if known.1.as_ref() != Some(&version) {
            *known = (known.0 + 1, Some(version));
        }
        Ok(Moment { era: known.0, question })
    }
}

/// Answers of one kind.
pub(crate) struct Remembered<Q, A> {
    kept: Mutex<Kept<Q, A>>,
}

struct Kept<Q, A> {
    era: u64,
    answers: HashMap<Q, Answer<A>>,
}

struct Answer<A> {
    /// Number of the question to the database after which it was read.
    after: u64,
    /// Number of the last question that was begun when it had been read.
    before: u64,
    answer: A,
}

impl<Q, A> Default for Remembered<Q, A> {
    fn default() -> Self {
        Self { kept: Mutex::new(Kept { era: 0, answers: HashMap::new() }) }
    }
}

impl<Q: Eq + Hash, A: Clone> Remembered<Q, A> {
    /// What was answered to this, where it is right at that moment or later: read after it, or after another one of its era and before its question.
    pub(crate) fn at(&self, moment: Moment, question: &Q) -> Option<A> {
        let kept = self.of(moment)?;
        let Answer { after, before, answer } = kept.answers.get(question)?;
        (*after == moment.question || *before < moment.question).then(|| answer.clone())
    }

    /// Keeps what was read after that moment.
    pub(crate) fn keep(&self, moments: &Moments, moment: Moment, question: Q, answer: A) {
        let before = moments.last_question();
        if let Some(mut kept) = self.of(moment) {
            if kept.answers.len() >= MOST {
                kept.answers.clear();
            }
            kept.answers.insert(question, Answer { after: moment.question, before, answer });
        }
    }

    /// The answers of that era; none where a later one has begun.
    fn of(&self, moment: Moment) -> Option<MutexGuard<'_, Kept<Q, A>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.era < moment.era {
            kept.era = moment.era;
            kept.answers.clear();
        }
        (kept.era == moment.era).then_some(kept)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(era: u64, question: u64) -> Moment {
        Moment { era, question }
    }

    fn asked(questions: u64) -> Moments {
        let moments = Moments::default();
        moments.now.questions.store(questions, Ordering::SeqCst);
        moments
    }

    #[test]
    fn an_answer_counts_once_a_later_question_has_found_nothing_committed() {
        let remembered: Remembered<&str, u32> = Remembered::default();
        // While it was read, the second question was begun: what that one finds may be older than the answer.
        remembered.keep(&asked(2), moment(1, 1), "ada", 1);
        assert_eq!(remembered.at(moment(1, 2), &"ada"), None);
        // Whoever asked before that moment is answered with what was read after it.
        assert_eq!(remembered.at(moment(1, 1), &"ada"), Some(1));
        assert_eq!(remembered.at(moment(1, 3), &"ada"), Some(1));
        assert_eq!(remembered.at(moment(1, 3), &"bo"), None);
    }

    #[test]
    fn no_answer_outlives_a_commit() {
        let remembered: Remembered<&str, u32> = Remembered::default();
        remembered.keep(&asked(1), moment(1, 1), "ada", 1);
        assert_eq!(remembered.at(moment(2, 2), &"ada"), None);
        // Somebody who asked before the commit, and is slow, neither gets nor leaves anything.
        assert_eq!(remembered.at(moment(1, 3), &"ada"), None);
        remembered.keep(&asked(3), moment(1, 1), "ada", 1);
        assert_eq!(remembered.at(moment(2, 4), &"ada"), None);
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let remembered: Remembered<usize, usize> = Remembered::default();
        for n in 0..=MOST {
            remembered.keep(&asked(1), moment(1, 1), n, n);
        }
        assert!(remembered.kept.lock().unwrap().answers.len() <= MOST);
    }
}
