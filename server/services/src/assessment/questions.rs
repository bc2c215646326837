//! The questions of a draw, in the version that was drawn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::assessment::{Attempt, GradedItem, Item, ObjectiveRef};
use domain::authz::{Permit, Verb};
use domain::catalog::{Catalog, ModuleRef, Question};

use crate::{Error, Result, Services};

/// Parsed versions that are kept; more than any open exams need at a time.
const KEPT: usize = 4_096;

/// Parsed question versions. A version never changes, so nothing here is ever stale.
#[derive(Debug, Default)]
pub struct QuestionCache(Mutex<HashMap<String, Arc<Question>>>);

impl QuestionCache {
    fn get(&self, version: &str) -> Option<Arc<Question>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(version).cloned()
    }

    fn put(&self, question: Arc<Question>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(question.version.clone(), question);
    }
}

/// The questions of these items, in their order, each in the version that was drawn.
pub(crate) async fn questions_of<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    items: &[Item],
) -> Result<Vec<Arc<Question>>> {
    let cache = services.questions();
    // Held here until all are together: another request may empty the cache meanwhile.
    let mut found: HashMap<&str, Arc<Question>> = HashMap::new();
    let versions = || items.iter().map(|item| item.drawn.version.as_str());
    found.extend(versions().filter_map(|version| Some((version, cache.get(version)?))));
    let missing: Vec<&str> = versions().filter(|version| !found.contains_key(version)).collect();
    if !missing.is_empty() {
        let material = services.material();
        let mut stored = store::catalog::stored_questions(source, permit, &missing).await?;
        for version in missing {
            let Some(stored) = stored.remove(version) else { continue };
            let parsed =
                content::parse_question(&stored.question, &stored.source, &material.files).map_err(|faults| {
                    Error::Internal(format!("the stored question {version} cannot be read: {faults:?}"))
                })?;
            let parsed = Arc::new(parsed);
            cache.put(Arc::clone(&parsed));
            found.insert(version, parsed);
        }
    }
    let find = |version| {
        let found = found.get(version).cloned();
        found.ok_or_else(|| Error::Internal(format!("the question {version} is not stored")))
    };
    versions().map(find).collect()
}

/// This version of a question; none where it was never shown.
pub(super) async fn question_of_version<V: Verb>(
    services: &Services,
    source: &impl store::Source,
    permit: &Permit<V>,
    version: &str,
) -> Result<Option<Arc<Question>>> {
    if let Some(kept) = services.questions().get(version) {
        return Ok(Some(kept));
    }
    let Some(stored) = store::catalog::stored_questions(source, permit, &[version]).await?.remove(version) else {
        return Ok(None);
    };
    let parsed = content::parse_question(&stored.question, &stored.source, &services.material().files);
    let unreadable = |faults| Error::Internal(format!("the stored question {version} cannot be read: {faults:?}"));
    Ok(Some(Arc::new(parsed.map_err(unreadable)?)))
}

/// What the decision rules need to know about each item.
pub(crate) fn graded(items: &[Item], questions: &[Arc<Question>]) -> Vec<GradedItem> {
    items
        .iter()
        .zip(questions)
        .map(|(item, question)| GradedItem {
            objective: objective_of(question),
            critical: question.critical,
            mark: item.mark,
        })
        .collect()
}

/// The share of right answers that passes a quiz: what it began with. Quizzes of before this was stored go by the module as it
/// stands.
pub(crate) fn quiz_standard(catalog: &Catalog, attempt: &Attempt, module: &ModuleRef) -> f64 {
    attempt.cut.unwrap_or_else(|| catalog.module(module).map(|module| module.quiz).unwrap_or_default().pass)
}

/// The objective that a question tests.
pub(crate) fn objective_of(question: &Question) -> ObjectiveRef {
    let module = ModuleRef { pack: question.reference.pack.clone(), module: question.reference.module.clone() };
    ObjectiveRef { module, objective: question.objective.clone() }
}
