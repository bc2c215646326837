//! What an attempt shows by objective: advice, not a decision.

use std::fmt;

use super::Mark;
use crate::catalog::{ModuleRef, Slug};

/// Names an objective across modules: `halyard/offering/services`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectiveRef {
    /// The module it belongs to.
    pub module: ModuleRef,
    /// Its name inside the module.
    pub objective: Slug,
}

impl fmt::Display for ObjectiveRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.module, self.objective)
    }
}

/// One place of a draw with what its question tests and what its answer was worth.
#[derive(Debug, Clone, PartialEq)]
pub struct GradedItem {
    /// The objective it tests.
    pub objective: ObjectiveRef,
    /// Whether one wrong refuses.
    pub critical: bool,
    /// The mark; none while it has not been graded.
    pub mark: Option<Mark>,
}

/// How an attempt went on one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strength {
    /// The objective.
    pub objective: ObjectiveRef,
    /// Questions answered right.
    pub right: u32,
    /// Questions graded.
    pub asked: u32,
}

/// Counts the graded items by objective, in the order in which the objectives first appear.
#[must_use]
pub fn strengths(items: &[GradedItem]) -> Vec<Strength> {
    let mut found: Vec<Strength> = Vec::new();
    for item in items {
        let Some(mark) = item.mark else { continue };
        let right = u32::from(mark.is_right());
        match found.iter_mut().find(|strength| strength.objective == item.objective) {
            Some(strength) => {
                strength.right += right;
                strength.asked += 1;
            }
            None => found.push(Strength { objective: item.objective.clone(), right, asked: 1 }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixtures::{module_ref, slug};

    fn objective(module: &str, name: &str) -> ObjectiveRef {
        ObjectiveRef { module: module_ref(module), objective: slug(name) }
    }

    #[test]
    fn counts_by_module_and_objective() {
        let item = |module, name, mark| GradedItem { objective: objective(module, name), critical: false, mark };
        let items = [
            item("b", "details", Some(Mark::RIGHT)),
            item("a", "details", Some(Mark::WRONG)),
            item("b", "details", Some(Mark::WRONG)),
            item("b", "states", None),
        ];
        let expected = [
            Strength { objective: objective("b", "details"), right: 1, asked: 2 },
            Strength { objective: objective("a", "details"), right: 0, asked: 1 },
        ];
        assert_eq!(strengths(&items), expected);
        assert_eq!(objective("a", "details").to_string(), "pack/a/details");
    }
}
