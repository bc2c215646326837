//! What shows that somebody knows a module as it stands.

use std::collections::{BTreeMap, BTreeSet};

use domain::assessment::{AttemptKind, AttemptState};
use domain::authz::{Permit, Verb};
use domain::catalog::ModuleRef;
use domain::id::{AttemptId, PersonId};
use domain::time::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{attempt, attempt_item};
use crate::rows::{CHUNK, read, time};
use crate::{Error, Source};

/// When each of these people started the last quiz of each module that they passed, of those started at `since` or later. Callers hold a permit
/// for every person they ask about.
///
/// # Errors
/// What the database says.
pub async fn last_quiz_passes<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    people: &[PersonId],
    since: Timestamp,
) -> Result<BTreeMap<PersonId, BTreeMap<ModuleRef, Timestamp>>, Error> {
    let mut found: BTreeMap<PersonId, BTreeMap<ModuleRef, Timestamp>> = BTreeMap::new();
    for chunk in people.chunks(CHUNK) {
        let rows: Vec<(Uuid, String, i64)> = attempt::Entity::find()
            .select_only()
            .columns([attempt::Column::PersonId, attempt::Column::Subject])
            .column_as(Expr::col(attempt::Column::StartedAt).max(), "started_at")
            .filter(attempt::Column::PersonId.is_in(chunk.iter().map(|id| id.0)))
            .filter(attempt::Column::Kind.eq(AttemptKind::Quiz.as_str()))
            .filter(attempt::Column::State.eq(AttemptState::Passed.as_str()))
            .filter(attempt::Column::StartedAt.gte(since.as_millis()))
            .group_by(attempt::Column::PersonId)
            .group_by(attempt::Column::Subject)
            .into_tuple()
            .all(source.connection())
            .await?;
        for (person, module, started_at) in rows {
            let module = read("attempt", "subject", &module)?;
            found.entry(PersonId(person)).or_default().insert(module, time(started_at));
        }
    }
    Ok(found)
}

/// The modules that each of these attempts drew questions for.
///
/// # Errors
/// What the database says.
pub async fn modules_drawn<V: Verb>(
    source: &impl Source,
    _: &Permit<V>,
    attempts: &[AttemptId],
) -> Result<BTreeMap<AttemptId, BTreeSet<ModuleRef>>, Error> {
    let mut found: BTreeMap<AttemptId, BTreeSet<ModuleRef>> = BTreeMap::new();
    for chunk in attempts.chunks(CHUNK) {
        let rows: Vec<(Uuid, String)> = attempt_item::Entity::find()
            .select_only()
            .columns([attempt_item::Column::AttemptId, attempt_item::Column::Cell])
            .distinct()
            .filter(attempt_item::Column::AttemptId.is_in(chunk.iter().map(|id| id.0)))
            .into_tuple()
            .all(source.connection())
            .await?;
        for (attempt, cell) in rows {
            found.entry(AttemptId(attempt)).or_default().insert(read("attempt_item", "cell", &cell)?);
        }
    }
    Ok(found)
}
