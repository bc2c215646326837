//! Answers of first attempts, made into a sheet for analysis.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::assessment::analysis::{Answered, ItemFigures, Sheet, Whole, items, whole};
use domain::assessment::{Response, Subject};
use domain::authz::{Permit, ReadQuestions};
use domain::id::AttemptId;
use domain::time::Timestamp;
use store::questions::{self as table, AnswerRow, CHUNK};

use crate::{Error, Result, Services};

/// Most first attempts that are analysed. At 5,000 the interval of a facility is 3 points wide and that of a discrimination
/// index 6, so older ones would change nothing that anybody acts on; their answers take some 20 MB while they are counted.
pub const MOST_ATTEMPTS: u64 = 5_000;

/// What an analysis rests on: see [`table::analysis_state`].
type State = [i64; 4];

/// The last analysis of each exam and quiz, with what it rests on.
#[derive(Debug, Default)]
pub(crate) struct Analyses(Mutex<HashMap<Subject, (State, Arc<Analysis>)>>);

impl Analyses {
    fn get(&self, subject: &Subject, state: State) -> Option<Arc<Analysis>> {
        let made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(subject).filter(|(of, _)| *of == state).map(|(_, analysis)| Arc::clone(analysis))
    }

    fn put(&self, subject: &Subject, state: State, analysis: &Arc<Analysis>) {
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.insert(subject.clone(), (state, Arc::clone(analysis)));
    }
}

/// The figures of an exam or a quiz.
#[derive(Debug)]
pub(crate) struct Analysis {
    /// Of the whole.
    pub whole: Whole,
    /// By version.
    pub items: HashMap<String, ItemFigures>,
    /// Whether there are more attempts than were analysed.
    pub cut: bool,
}

/// The analysis of an exam or a quiz; the one made before, where nothing was decided or corrected since.
pub(super) async fn analyse(
    services: &Services,
    permit: &Permit<ReadQuestions>,
    subject: &Subject,
) -> Result<Arc<Analysis>> {
    // Asked first: what is decided meanwhile makes this analysis an old one, never a new one of old answers.
    let state = table::analysis_state(services.store(), permit, subject).await?;
    if let Some(made) = services.analyses().get(subject, state) {
        return Ok(made);
    }
    let analysis = Arc::new(analyse_anew(services, permit, subject).await?);
    services.analyses().put(subject, state, &analysis);
    Ok(analysis)
}

async fn analyse_anew(services: &Services, permit: &Permit<ReadQuestions>, subject: &Subject) -> Result<Analysis> {
    let store = services.store();
    let mut attempts = table::first_attempts(store, permit, subject, MOST_ATTEMPTS + 1).await?;
    let most = usize::try_from(MOST_ATTEMPTS).unwrap_or(usize::MAX);
    let cut = attempts.len() > most;
    attempts.truncate(most);
    let mut columns = Columns::default();
    for chunk in attempts.chunks(CHUNK) {
        let ids: Vec<AttemptId> = chunk.iter().map(|(id, _)| *id).collect();
        let started: HashMap<AttemptId, Timestamp> = chunk.iter().copied().collect();
        let rows = table::answers_of(store, permit, &ids).await?;
        for answers in rows.chunk_by(|a, b| a.attempt == b.attempt) {
            columns.add(answers, answers.first().and_then(|answer| started.get(&answer.attempt).copied()));
        }
    }
    let Columns { places, sheet } = columns;
    // Up to some 200,000 answers: not on a thread that others wait for.
    let counted = tokio::task::spawn_blocking(move || (whole(&sheet), items(&sheet))).await;
    let (whole, figures) = counted.map_err(|error| Error::Internal(format!("the analysis ended early: {error}")))?;
    let place = |(version, at): (String, u32)| {
        let figures = usize::try_from(at).ok().and_then(|at| figures.get(at))?;
        Some((version, figures.clone()))
    };
    Ok(Analysis { whole, items: places.into_iter().filter_map(place).collect(), cut })
}

/// Attempts by versions, as they come in.
#[derive(Default)]
struct Columns {
    places: HashMap<String, u32>,
    sheet: Sheet,
}

impl Columns {
    fn add(&mut self, answers: &[AnswerRow], started: Option<Timestamp>) {
        let mut before = started;
        let mut attempt = Vec::with_capacity(answers.len());
        for answer in answers {
            let item = self.place(&answer.version);
            let took = before.zip(answer.given_at).map(|(before, given)| (given - before).as_millis());
            let millis = took.and_then(|millis| u32::try_from(millis).ok());
            before = answer.given_at;
            attempt.push(Answered {
                item,
                mark: answer.mark.value(),
                chosen: chosen(answer.response.as_ref()),
                millis,
            });
        }
        self.sheet.attempts.push(attempt);
    }

    fn place(&mut self, version: &str) -> u32 {
        if let Some(&place) = self.places.get(version) {
            return place;
        }
        let place = self.sheet.items;
        self.sheet.items += 1;
        self.places.insert(version.to_owned(), place);
        place
    }
}

/// The chosen options, a bit a position; 0 where the answer is no choice.
fn chosen(response: Option<&Response>) -> u32 {
    let Some(Response::Choices(chosen)) = response else { return 0 };
    chosen.iter().filter(|&&position| position < 32).fold(0, |bits, &position| bits | 1 << position)
}

#[cfg(test)]
mod tests {
    use domain::assessment::Mark;

    use super::*;

    fn answer(version: &str, given: Option<i64>) -> AnswerRow {
        AnswerRow {
            attempt: AttemptId::default(),
            position: 0,
            version: version.to_owned(),
            response: Some(Response::Choices(vec![0, 3, 40])),
            given_at: given.map(Timestamp::from_millis),
            mark: Mark::RIGHT,
        }
    }

    #[test]
    fn an_answer_takes_as_long_as_from_the_one_before() {
        let mut columns = Columns::default();
        let answers = [answer("a", Some(1_500)), answer("b", Some(1_800)), answer("c", None), answer("a", Some(9_000))];
        columns.add(&answers, Some(Timestamp::from_millis(1_000)));
        let attempt = &columns.sheet.attempts[0];
        assert_eq!(attempt.iter().map(|answer| answer.item).collect::<Vec<_>>(), [0, 1, 2, 0]);
        // What was graded when the time was over took nobody knows how long, and so did what follows it.
        assert_eq!(attempt.iter().map(|answer| answer.millis).collect::<Vec<_>>(), [Some(500), Some(300), None, None]);
        assert_eq!(attempt[0].chosen, 0b1001);
    }
}
