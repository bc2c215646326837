//! What an attempt was decided as, before any correction of its questions.

use domain::assessment::AttemptState;
use domain::authz::{Permit, Verb};
use domain::id::AttemptId;
use sea_orm::EntityTrait;

use crate::entity::attempt;
use crate::rows::read;
use crate::{Error, Source};

/// A decision as it is stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// Passed or not yet; open where there is no decision.
    pub state: AttemptState,
    /// Sum of the marks; none where there is no decision.
    pub right: Option<f64>,
    /// Probability of mastery; none for a quiz.
    pub probability: Option<f64>,
    /// Why not, as a stable word; none where passed.
    pub reason: Option<String>,
}

/// What this attempt was decided as, whatever corrections made of it since.
///
/// # Errors
/// What the database says.
pub async fn decision_of<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    id: AttemptId,
) -> Result<Option<Decided>, Error> {
    let Some(row) = attempt::Entity::find_by_id(id.0).one(source.connection()).await? else { return Ok(None) };
    Ok(Some(Decided {
        state: read("attempt", "state", &row.state)?,
        right: row.right_marks,
        probability: row.probability,
        reason: row.reason,
    }))
}
