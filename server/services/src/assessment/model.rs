//! What an exam is decided with: its parameters, in the version it began with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::assessment::exam::Evidence;
use domain::assessment::mastery::{Ability, ExamParameters, Model, NotCalibrated};
use domain::assessment::{Attempt, AttemptState, Item, Mark, Subject};
use domain::authz::{Permit, TakeAttempt, Verb};
use domain::catalog::{Catalog, Question, Slug};
use domain::certification::Certification;
use store::Tx;
use store::assessment as table;
use store::assessment::StoredParameters;

use super::questions::graded;
use crate::clearance::PersonFacts;
use crate::{Error, Result, Services, token};

/// Versions of parameters that are kept; more than any open exams need at a time.
const KEPT: usize = 64;

/// Parameters by scope and number. A version never changes, so nothing here is ever stale.
#[derive(Debug, Default)]
pub struct ParametersCache(Mutex<HashMap<(Slug, u32), Arc<ExamParameters>>>);

impl ParametersCache {
    fn get(&self, scope: &Slug, number: u32) -> Option<Arc<ExamParameters>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&(scope.clone(), number)).cloned()
    }

    fn put(&self, scope: &Slug, number: u32, parameters: ExamParameters) -> Arc<ExamParameters> {
        let parameters = Arc::new(parameters);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert((scope.clone(), number), Arc::clone(&parameters));
        parameters
    }
}

/// The number of the parameters that an exam begins with now, and the parameters. Where the material has changed since the last version, a
/// new one is made of the panel's ratings and of what answers have shown about the questions that stayed.
///
/// # Errors
/// [`Error::Refused`] with [`Error::CONFLICT`] where somebody else made the same version at the same moment.
pub(super) async fn current_parameters<V: table::MaySit>(
    services: &Services,
    tx: &Tx<V>,
    certification: &Certification,
    catalog: &Catalog,
) -> Result<(u32, Arc<ExamParameters>)> {
    let panel = ExamParameters::from_panel(&certification.exam, catalog);
    let basis = basis_of(&panel)?;
    let scope = &certification.scope;
    // While nodes change over to other packs, those of before go on with their own version.
    if let Some(own) = table::latest_parameters_for(tx, tx.permit(), scope, &basis).await? {
        return Ok((own.number, services.parameters().put(scope, own.number, own.parameters)));
    }
    let number = match table::latest_parameters(tx, tx.permit(), scope).await? {
        Some(latest) => {
            let parameters = panel.keeping(&latest.parameters);
            // As if nothing had been learned, so that the next night does: the standard may have moved against the people.
            let number = latest.number + 1;
            let new = StoredParameters { number, basis, parameters, answers: 0, reps: 0, scope: latest.scope };
            table::insert_parameters(tx, &new).await?;
            return Ok((new.number, Arc::new(new.parameters)));
        }
        None => 1,
    };
    let new = StoredParameters { scope: scope.clone(), number, basis, parameters: panel, answers: 0, reps: 0 };
    table::insert_parameters(tx, &new).await?;
    Ok((number, Arc::new(new.parameters)))
}

/// What parameters were made for, in short: the panel's, which hold every question's version, rating and share.
pub(super) fn basis_of(panel: &ExamParameters) -> Result<String> {
    let text = serde_json::to_string(panel).map_err(|error| Error::Internal(format!("parameters: {error}")))?;
    Ok(token::hash(&text))
}

/// The parameters that an exam began with. Exams of before there were any go by counts, under their own standard.
pub(super) async fn parameters_of<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    attempt: &Attempt,
) -> Result<Arc<ExamParameters>> {
    let (Subject::Exam(scope), Some(number)) = (&attempt.subject, attempt.parameters_number) else {
        return Ok(Arc::new(ExamParameters { cut: attempt.cut.unwrap_or(1.0), model: Model::Counts }));
    };
    if let Some(kept) = services.parameters().get(scope, number) {
        return Ok(kept);
    }
    let stored = table::parameters_by_number(source, permit, scope, number).await?;
    let missing =
        || Error::Internal(format!("the parameters {scope}@{number} of attempt {} are not stored", attempt.id));
    Ok(services.parameters().put(scope, number, stored.ok_or_else(missing)?.parameters))
}

/// The graded answers of an attempt, in the order in which they were asked.
pub(super) fn answers_of(items: &[Item]) -> Vec<(&str, Mark)> {
    items.iter().filter_map(|item| Some((item.drawn.version.as_str(), item.mark?))).collect()
}

/// What an exam has shown so far.
pub(super) async fn evidence_of<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    attempt: &Attempt,
    items: &[Item],
    questions: &[Arc<Question>],
) -> Result<Evidence> {
    let parameters = parameters_of(services, source, permit, attempt).await?;
    let prior = table::attempt_prior(source, permit, attempt.id).await?;
    let probability = parameters.mastery(prior.as_ref(), &answers_of(items)).map_err(|error| lost(attempt, &error))?;
    Ok(Evidence::gather(&graded(items, questions), probability))
}

pub(super) fn lost(attempt: &Attempt, error: &NotCalibrated) -> Error {
    Error::Internal(format!("attempt {}: {error}", attempt.id))
}

/// What is known when this person begins an exam under these parameters: none where it is what is known about anybody, because no attempt
/// counts towards the certificate yet.
pub(super) async fn prior_for(
    services: &Services,
    tx: &Tx<TakeAttempt>,
    facts: &PersonFacts,
    certification: &Certification,
    parameters: &ExamParameters,
) -> Result<Option<Ability>> {
    let Some(everybody) = parameters.prior() else { return Ok(None) };
    let counting = facts.attempts_towards_next(certification, tx.now());
    let last =
        counting.into_iter().filter(|exam| exam.state == AttemptState::NotYet).max_by_key(|exam| exam.finished_at);
    let Some(last) = last else { return Ok(None) };
    let items = table::items(tx, tx.permit(), last.id).await?;
    let before = table::attempt_prior(tx, tx.permit(), last.id).await?;
    let parameters = parameters_of(services, tx, tx.permit(), last).await?;
    // What is known to be marked by a wrong key says nothing about anybody.
    let standing = store::questions::standing_corrections(tx, tx.permit()).await?;
    let mark = |item: &Item| match standing.get(&item.drawn.version) {
        Some(correction) => item.mark.and_then(|_| correction.mark(item.response.as_ref())),
        None => item.mark,
    };
    let answers: Vec<(&str, Mark)> =
        items.iter().filter_map(|item| Some((item.drawn.version.as_str(), mark(item)?))).collect();
    let known = parameters.ability(before.as_ref(), &answers).map_err(|error| lost(last, &error))?;
    Ok(known.map(|known| known.for_retake(&everybody)))
}
