//! Runs of jobs: one for each occasion, on whichever node comes first.

use domain::authz::{OperateSystem, Permit};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::entity::job_run as table;
use crate::rows::time;
use crate::{Error, Source, Tx};

/// A run of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobRun {
    /// The job's word.
    pub job: String,
    /// What it runs for once: a day, say.
    pub occasion: String,
    /// The last sign of life of whoever runs it.
    pub beat_at: Timestamp,
    /// When it ended; none while it runs, or where whoever ran it is gone.
    pub finished_at: Option<Timestamp>,
    /// How far it is, in the job's own words.
    pub progress: String,
}

/// The run for this occasion; none where nobody has begun it.
///
/// # Errors
/// What the database says.
pub async fn job_run(
    source: &impl Source,
    _: &Permit<OperateSystem>,
    job: &str,
    occasion: &str,
) -> Result<Option<JobRun>, Error> {
    let row = table::Entity::find_by_id((job.to_owned(), occasion.to_owned())).one(source.connection()).await?;
    Ok(row.map(|row| JobRun {
        job: row.job,
        occasion: row.occasion,
        beat_at: time(row.beat_at),
        finished_at: row.finished_at.map(time),
        progress: row.progress,
    }))
}

/// Begins a run.
///
/// # Errors
/// [`Error::Conflict`] where another node was faster.
pub async fn begin_run(tx: &Tx<OperateSystem>, job: &str, occasion: &str) -> Result<(), Error> {
    table::ActiveModel {
        job: Set(job.to_owned()),
        occasion: Set(occasion.to_owned()),
        started_at: Set(tx.now().as_millis()),
        beat_at: Set(tx.now().as_millis()),
        finished_at: Set(None),
        progress: Set(String::new()),
    }
    .insert(tx.connection())
    .await?;
    Ok(())
}

/// Gives a sign of life, and says how far it is; with `done` the run ends. Says whether the run is still this node's: it is not where
/// somebody else gave a sign after `since`.
///
/// # Errors
/// What the database says.
pub async fn beat(
    tx: &Tx<OperateSystem>,
    (job, occasion): (&str, &str),
    since: Timestamp,
    progress: &str,
    done: bool,
) -> Result<bool, Error> {
    let now = tx.now().as_millis();
    let updated = table::Entity::update_many()
        .col_expr(table::Column::BeatAt, Expr::value(now))
        .col_expr(table::Column::Progress, Expr::value(progress))
        .col_expr(table::Column::FinishedAt, Expr::value(done.then_some(now)))
        .filter(table::Column::Job.eq(job))
        .filter(table::Column::Occasion.eq(occasion))
        .filter(table::Column::BeatAt.eq(since.as_millis()))
        .filter(table::Column::FinishedAt.is_null())
        .exec(tx.connection())
        .await?;
    Ok(updated.rows_affected == 1)
}
