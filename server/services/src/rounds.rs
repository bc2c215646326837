//! Questions that are asked at the same moment share one query.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::{Error, Result};

/// Most questions of one round.
const MOST: usize = 256;
/// How long a round may take. A connection that hangs must not keep everybody waiting behind it: they are told that there is no answer.
pub const PATIENCE: Duration = Duration::from_secs(2);

/// Answers questions in rounds: whoever asks while a round is under way is answered by the next one. So every answer comes from a query that
/// began after its question was asked, which is as strong as a query for each, and the database sees one query where many ask at once.
pub struct Rounds<Q, A> {
    waiting: Mutex<Waiting<Q, A>>,
    patience: Duration,
}

struct Waiting<Q, A> {
    asked: Vec<(Q, oneshot::Sender<Result<A>>)>,
    under_way: bool,
}

impl<Q, A> Default for Rounds<Q, A> {
    fn default() -> Self {
        Self { waiting: Mutex::new(Waiting { asked: Vec::new(), under_way: false }), patience: PATIENCE }
    }
}

impl<Q: Send + 'static, A: Send + 'static> Rounds<Q, A> {
    /// Asks. `answer` gives the answers to questions in their order; of those who ask at once, one lends it to all.
    ///
    /// # Errors
    /// What `answer` says, to everybody of the round; [`Error::Unavailable`] where it takes longer than two seconds.
    pub async fn ask<F, Fut>(self: &Arc<Self>, question: Q, answer: F) -> Result<A>
    where
        F: Fn(Vec<Q>) -> Fut + Send + 'static,
        Fut: Future<Output = Result<Vec<A>>> + Send + 'static,
    {
        let (tell, told) = oneshot::channel();
        let first = {
            let mut waiting = self.waiting();
            waiting.asked.push((question, tell));
            !std::mem::replace(&mut waiting.under_way, true)
        };
        if first {
            // On a task of its own: the round goes on where whoever asked first has hung up.
            tokio::spawn(Round(Arc::clone(self)).run(answer));
        }
        told.await.unwrap_or_else(|_| Err(Error::Internal("a round of questions ended without an answer".to_owned())))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<Q, A>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn refuse<A>(tells: impl IntoIterator<Item = oneshot::Sender<Result<A>>>, error: &Error) {
    for tell in tells {
        let _ = tell.send(Err(error.clone()));
    }
}

/// The rounds that are under way; where one of them panics, the next question begins anew.
struct Round<Q: Send + 'static, A: Send + 'static>(Arc<Rounds<Q, A>>);

impl<Q: Send + 'static, A: Send + 'static> Round<Q, A> {
    async fn run<F, Fut>(self, answer: F)
    where
        F: Fn(Vec<Q>) -> Fut + Send,
        Fut: Future<Output = Result<Vec<A>>> + Send,
    {
        while let Some((questions, tells)) = self.next() {
            match timeout(self.0.patience, answer(questions)).await {
                Ok(Ok(answers)) => {
                    for (tell, answer) in tells.into_iter().zip(answers) {
                        // Whoever hung up wants no answer.
                        let _ = tell.send(Ok(answer));
                    }
                }
                Ok(Err(error)) => refuse(tells, &error),
                Err(_) => {
                    // Those who came meanwhile are told so, too, though they have waited for less: what hangs hangs for them as well, and each
                    // round with its own patience would keep the last of them for minutes.
                    let behind = std::mem::take(&mut self.0.waiting().asked).into_iter().map(|(_, tell)| tell);
                    refuse(tells.into_iter().chain(behind), &Error::Unavailable(store::Error::Slow));
                }
            }
        }
    }

    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    fn next(&self) -> Option<(Vec<Q>, Vec<oneshot::Sender<Result<A>>>)> {
        let mut waiting = self.0.waiting();
        waiting.asked.retain(|(_, tell)| !tell.is_closed());
        if waiting.asked.is_empty() {
            waiting.under_way = false;
            return None;
        }
        let most = waiting.asked.len().min(MOST);
        Some(waiting.asked.drain(..most).unzip())
    }
}

impl<Q: Send + 'static, A: Send + 'static> Drop for Round<Q, A> {
    fn drop(&mut self) {
        let mut waiting = self.0.waiting();
        if std::thread::panicking() {
            waiting.asked.clear();
            waiting.under_way = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn those_who_ask_during_a_round_share_the_next() {
        let (rounds, gate, queries) =
            (Arc::new(Rounds::default()), Arc::new(Semaphore::new(0)), Arc::new(AtomicUsize::new(0)));
        let ask = |n: usize| {
            let (rounds, gate, queries) = (Arc::clone(&rounds), Arc::clone(&gate), Arc::clone(&queries));
            async move {
                let answer = move |asked: Vec<usize>| {
                    let (gate, queries) = (Arc::clone(&gate), Arc::clone(&queries));
                    async move {
                        queries.fetch_add(1, Ordering::SeqCst);
                        gate.acquire().await.unwrap().forget();
                        Ok(asked.into_iter().map(|n| n * 2).collect())
                    }
                };
                rounds.ask(n, answer).await.unwrap()
            }
        };
        let all: Vec<_> = (0..50).map(|n| tokio::spawn(ask(n))).collect();
        tokio::task::yield_now().await;
        gate.add_permits(2);
        for (n, task) in all.into_iter().enumerate() {
            assert_eq!(task.await.unwrap(), n * 2);
        }
        assert!(queries.load(Ordering::SeqCst) <= 2, "one for the first, one for all others");
    }

    #[tokio::test]
    async fn an_error_is_everybody_s_and_the_next_round_begins_anew() {
        let rounds: Arc<Rounds<u32, u32>> = Arc::default();
        let fails = |_: Vec<u32>| async { Err(Error::NotFound("It")) };
        assert!(matches!(rounds.ask(1, fails).await, Err(Error::NotFound("It"))));
        assert!(rounds.ask(1, |_| async { panic!("as it may") }).await.is_err());
        assert_eq!(rounds.ask(3, |asked| async move { Ok(asked) }).await.unwrap(), 3);
    }

    #[tokio::test]
    async fn a_round_that_hangs_is_no_answer_and_keeps_nobody_waiting() {
        let rounds: Arc<Rounds<u32, u32>> =
            Arc::new(Rounds { patience: Duration::from_millis(20), ..Rounds::default() });
        let hangs = |_: Vec<u32>| std::future::pending();
        let slow = rounds.ask(1, hangs).await;
        assert!(matches!(slow, Err(Error::Unavailable(store::Error::Slow))), "{slow:?}");
        assert_eq!(rounds.ask(2, |asked| async move { Ok(asked) }).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn those_behind_a_round_that_hangs_wait_no_longer_than_it() {
        let rounds: Arc<Rounds<u32, u32>> =
            Arc::new(Rounds { patience: Duration::from_millis(20), ..Rounds::default() });
        let ask = |n| {
            let rounds = Arc::clone(&rounds);
            async move { rounds.ask(n, |_: Vec<u32>| std::future::pending()).await }
        };
        // More than one round holds, while the first hangs: ten rounds, each with its own patience, would take ten times as long.
        let all = futures::future::join_all((0..10 * u32::try_from(MOST).unwrap()).map(ask));
        let answered = timeout(Duration::from_millis(150), all).await.unwrap();
        assert!(answered.iter().all(|answer| matches!(answer, Err(Error::Unavailable(store::Error::Slow)))));
    }

    #[tokio::test]
    async fn a_round_goes_on_where_whoever_began_it_hung_up() {
        let rounds: Arc<Rounds<u32, u32>> = Arc::default();
        let gate = Arc::new(Semaphore::new(0));
        let slow = || {
            let gate = Arc::clone(&gate);
            move |asked: Vec<u32>| {
                let gate = Arc::clone(&gate);
                async move {
                    gate.acquire().await.unwrap().forget();
                    Ok(asked)
                }
            }
        };
        let first = tokio::spawn({
            let (rounds, slow) = (Arc::clone(&rounds), slow());
            async move { rounds.ask(1, slow).await }
        });
        tokio::task::yield_now().await;
        first.abort();
        let second = tokio::spawn({
            let (rounds, slow) = (Arc::clone(&rounds), slow());
            async move { rounds.ask(2, slow).await }
        });
        tokio::task::yield_now().await;
        gate.add_permits(2);
        assert_eq!(second.await.unwrap().unwrap(), 2);
    }
}
