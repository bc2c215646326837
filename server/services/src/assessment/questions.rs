//! The questions of a draw, in the version that was drawn.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::assessment::{GradedItem, Item, ObjectiveRef};
use domain::authz::{Permit, Verb};
use domain::catalog::{ModuleRef, Question};

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
    let missing: Vec<&str> =
        items.iter().map(|item| item.drawn.version.as_str()).filter(|version| cache.get(version).is_none()).collect();
    if !missing.is_empty() {
        let material = services.material();
        for (version, stored) in store::catalog::stored_questions(source, permit, &missing).await? {
            let parsed =
                content::parse_question(&stored.question, &stored.source, &material.files).map_err(|faults| {
                    Error::Internal(format!("the stored question {version} cannot be read: {faults:?}"))
                })?;
            cache.put(Arc::new(parsed));
        }
    }
    let find = |item: &Item| {
        cache
            .get(&item.drawn.version)
            .ok_or_else(|| Error::Internal(format!("the question {} is not stored", item.drawn.version)))
    };
    items.iter().map(find).collect()
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

/// The objective that a question tests.
pub(crate) fn objective_of(question: &Question) -> ObjectiveRef {
    let module = ModuleRef { pack: question.reference.pack.clone(), module: question.reference.module.clone() };
    ObjectiveRef { module, objective: question.objective.clone() }
}
