//! The nightly job: what the answers of first attempts say about difficulties becomes a new version of an exam's parameters. Attempts that
//! are open keep theirs.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::assessment::Subject;
use domain::assessment::mastery::ExamParameters;
use domain::assessment::mastery::learn::{Answers, Assumptions, Before, Learned, Learning};
use domain::authz::{Actor, Installation, ReadQuestions, permit};
use domain::catalog::Slug;
use domain::certification::Certification;
use domain::id::AttemptId;
use domain::time::{Span, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::assessment::{self as table, StoredParameters};
use store::questions::{CHUNK, answers_of, first_attempts};
use store::{Tx, jobs};

use super::model::basis_of;
use crate::{Error, Result, Services, operate};

/// The job's word in the database.
const JOB: &str = "learn-difficulties";
/// People whose answers are learned from, the latest first: more would change the second decimal of nothing.
const MOST_PEOPLE: u64 = 20_000;
/// Iterations between two signs of life.
const STRIDE: u32 = 10;
/// Silence after which a run is somebody else's to go on with.
const SILENCE: Span = Span::minutes(5);

/// What a night came to for one exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Night {
    /// A new version of the parameters, with this number.
    Learned(u32),
    /// There were no answers that the present version has not seen, or it goes by counts.
    NothingNew,
    /// It has run for this occasion, or somebody else runs it.
    Elsewhere,
}

/// Learns from the answers of all exams, once for each day; it may be called as often as one likes, on any number of nodes.
///
/// # Errors
/// [`Error::Unavailable`] where the database cannot answer; the next call goes on where this one ended.
pub async fn learn_overnight(services: &Services) -> Result<BTreeMap<Slug, Night>> {
    let day: String = services.now().to_string().chars().take(10).collect();
    let material = services.material();
    let mut nights = BTreeMap::new();
    for certification in material.catalog.certifications() {
        let night = match learn(services, certification, &format!("{} {day}", certification.scope)).await {
            Ok(night) => night,
            Err(Error::Refused { code: Error::CONFLICT, .. }) => Night::Elsewhere,
            Err(error @ Error::Unavailable(_)) => return Err(error),
            Err(error) => {
                // One exam holds up no other.
                tracing::error!(scope = %certification.scope, %error, "nothing could be learned");
                continue;
            }
        };
        nights.insert(certification.scope.clone(), night);
    }
    Ok(nights)
}

/// A run that this node holds.
struct Run {
    occasion: String,
    beat: Timestamp,
    progress: Option<Progress>,
}

/// How far a run is. Difficulties are in the order of the material's versions, so they mean something for this material alone.
#[derive(Serialize, Deserialize)]
struct Progress {
    basis: String,
    learned: Learned,
}

async fn learn(services: &Services, certification: &Certification, occasion: &str) -> Result<Night> {
    let Some(mut run) = take(services, occasion).await? else { return Ok(Night::Elsewhere) };
    let scope = &certification.scope;
    let panel = ExamParameters::from_panel(&certification.exam, &services.material().catalog);
    let basis = basis_of(&panel)?;
    let Some(items) = panel.items() else { return end(services, run, Night::NothingNew).await };
    let versions: Vec<&str> = items.keys().map(String::as_str).collect();
    // Marks by a wrong key teach nothing but the wrong key.
    let wrong = store::questions::standing_corrections(services.store(), &operate()?).await?;
    let sound = versions.iter().map(|version| (!wrong.contains_key(*version)).then_some(*version)).collect::<Vec<_>>();
    let people = Arc::new(people(services, scope, &sound).await?);
    let answers = count(people.iter().map(Vec::len).sum());
    let latest = table::latest_parameters_for(services.store(), &operate()?, scope, &basis).await?;
    let seen = (answers, count(people.len()));
    if people.is_empty() || latest.as_ref().is_some_and(|latest| (latest.answers, latest.reps) == seen) {
        return end(services, run, Night::NothingNew).await;
    }
    let before: Arc<Vec<Before>> =
        Arc::new(items.values().map(|item| Before { difficulty: item.panel, guessing: item.guessing }).collect());
    let kept = run.progress.take().filter(|kept| kept.basis == basis).map(|kept| kept.learned);
    let mut learned = kept.unwrap_or_else(|| Learning::new(&before, &people, Assumptions::default()).begin());
    while !learned.settled {
        learned = stride(&before, &people, learned).await?;
        tracing::info!(%scope, iterations = learned.iterations, settled = learned.settled, "learning difficulties");
        if !beat(services, &mut run, &basis, &learned).await? {
            return Ok(Night::Elsewhere);
        }
    }
    let shifts = versions.iter().zip(&learned.difficulties).zip(before.iter());
    let asked = asked(&people, versions.len());
    let shifts: BTreeMap<String, f64> = shifts
        .zip(asked)
        .filter(|(_, asked)| *asked)
        .map(|(((version, difficulty), before), _)| ((*version).to_owned(), difficulty - before.difficulty))
        .collect();
    let parameters = panel.clone().learning(&shifts, people.len(), learned.ability);
    let new =
        StoredParameters { scope: scope.clone(), number: 0, basis, parameters, answers, reps: count(people.len()) };
    store_learned(services, certification, run, new, &learned).await
}

/// Which questions anybody answered; of the others nothing is learned.
fn asked(people: &[Answers], questions: usize) -> Vec<bool> {
    let mut asked = vec![false; questions];
    for (place, _) in people.iter().flatten() {
        if let Some(asked) = asked.get_mut(*place) {
            *asked = true;
        }
    }
    asked
}

/// Takes the run of this occasion: a new one, or one whose node has fallen silent.
async fn take(services: &Services, occasion: &str) -> Result<Option<Run>> {
    let permit = operate()?;
    let now = services.now();
    let tx = services.store().begin(&permit, now).await?;
    let progress = match jobs::job_run(&tx, &permit, JOB, occasion).await? {
        None => {
            jobs::begin_run(&tx, JOB, occasion).await?;
            None
        }
        Some(run) if run.finished_at.is_some() || now < run.beat_at + SILENCE => return Ok(None),
        Some(run) => {
            if !jobs::beat(&tx, (JOB, occasion), run.beat_at, &run.progress, false).await? {
                return Ok(None);
            }
            progress_of(occasion, &run.progress)
        }
    };
    services
        .commit(tx, services.event("job", JOB, json!({ "occasion": occasion, "resumed": progress.is_some() })))
        .await?;
    Ok(Some(Run { occasion: occasion.to_owned(), beat: now, progress }))
}

/// How far a run was when its node fell silent; none where it was at its beginning, or where that cannot be read: it begins anew then.
fn progress_of(occasion: &str, stored: &str) -> Option<Progress> {
    if stored.is_empty() {
        return None;
    }
    let read = serde_json::from_str(stored);
    read.inspect_err(|error| tracing::warn!(job = JOB, occasion, %error, "the progress of a run cannot be read")).ok()
}

/// The answers of each person's first attempt, by the places of these versions; where there is none, nothing is learned.
async fn people(services: &Services, scope: &Slug, versions: &[Option<&str>]) -> Result<Vec<Answers>> {
    let permit = permit::<ReadQuestions>(&Actor::System, &Installation)?;
    let places: BTreeMap<&str, usize> =
        versions.iter().enumerate().filter_map(|(place, version)| Some(((*version)?, place))).collect();
    let store = services.store();
    let first = first_attempts(store, &permit, &Subject::Exam(scope.clone()), MOST_PEOPLE).await?;
    let mut people = Vec::with_capacity(first.len());
    for chunk in first.chunks(CHUNK) {
        let ids: Vec<AttemptId> = chunk.iter().map(|(id, _)| *id).collect();
        let rows = answers_of(store, &permit, &ids).await?;
        people.extend(rows.chunk_by(|a, b| a.attempt == b.attempt).filter_map(|rows| {
            let known = rows.iter().filter_map(|row| Some((*places.get(row.version.as_str())?, row.mark.value())));
            let answers: Answers = known.collect();
            (!answers.is_empty()).then_some(answers)
        }));
    }
    Ok(people)
}

/// Some iterations, on a thread on which nobody waits.
async fn stride(before: &Arc<Vec<Before>>, people: &Arc<Vec<Answers>>, learned: Learned) -> Result<Learned> {
    let (before, people) = (Arc::clone(before), Arc::clone(people));
    let work = move || {
        let learning = Learning::new(&before, &people, Assumptions::default());
        let end = learned.iterations + STRIDE;
        let mut learned = learned;
        while !learned.settled && learned.iterations < end {
            learned = learning.step(&learned);
        }
        learned
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(format!("learning ended early: {error}")))
}

async fn beat(services: &Services, run: &mut Run, basis: &str, learned: &Learned) -> Result<bool> {
    let permit = operate()?;
    let now = services.now();
    let tx = services.store().begin(&permit, now).await?;
    let progress = Progress { basis: basis.to_owned(), learned: learned.clone() };
    let progress = serde_json::to_string(&progress).map_err(|error| Error::Internal(format!("progress: {error}")))?;
    let ours = jobs::beat(&tx, (JOB, &run.occasion), run.beat, &progress, false).await?;
    if ours {
        services
            .commit(
                tx,
                services.event("job", JOB, json!({ "occasion": run.occasion, "iterations": learned.iterations })),
            )
            .await?;
        run.beat = now;
    }
    Ok(ours)
}

async fn end(services: &Services, run: Run, night: Night) -> Result<Night> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    finish(&tx, &run).await?;
    services.commit(tx, services.event("job", JOB, json!({ "occasion": run.occasion, "learned": false }))).await?;
    Ok(night)
}

async fn finish(tx: &Tx<domain::authz::OperateSystem>, run: &Run) -> Result<bool> {
    Ok(jobs::beat(tx, (JOB, &run.occasion), run.beat, "", true).await?)
}

/// Stores the new version and ends the run, both or neither.
async fn store_learned(
    services: &Services,
    certification: &Certification,
    run: Run,
    new: StoredParameters,
    learned: &Learned,
) -> Result<Night> {
    let permit = operate()?;
    let tx = services.store().begin(&permit, services.now()).await?;
    if !finish(&tx, &run).await? {
        return Ok(Night::Elsewhere);
    }
    // Where the material has changed meanwhile, what was learned is for the material of before, and waits there for those who have it.
    let latest = table::latest_parameters(&tx, &permit, &certification.scope).await?;
    let new = StoredParameters { number: latest.map_or(0, |latest| latest.number) + 1, ..new };
    table::insert_parameters(&tx, &new).await?;
    let detail = json!({
        "occasion": run.occasion, "parameters": new.number, "answers": new.answers, "reps": new.reps,
        "iterations": learned.iterations, "mean": learned.ability.mean, "sd": learned.ability.sd,
    });
    services.commit(tx, services.event("exam", &certification.scope, detail)).await?;
    tracing::info!(scope = %certification.scope, number = new.number, reps = new.reps, "difficulties learned");
    Ok(Night::Learned(new.number))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
