//! What is read again before an exam is taken again.

use super::{ObjectiveRef, Strength};
use crate::catalog::{Catalog, LessonRef, Module};
use crate::time::Timestamp;

/// Most lessons that are given to read again. Those for critical objectives are always among them, however many there are.
pub const MOST_LESSONS: usize = 5;

/// A lesson to read again, given with the decision of an exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemedialLesson {
    /// The lesson.
    pub lesson: LessonRef,
    /// When it was marked as read again.
    pub read_at: Option<Timestamp>,
}

/// The lessons to read again after an exam that went so: first those for the objectives of critical questions that were answered wrong, then
/// those for the objectives of which a smaller share was answered right than `cut`, weakest first; in reading order for each objective, each
/// lesson once. Where no lesson of the module names an objective, those that name another one that was missed stand in for it; where there are
/// none of these either, nothing does.
#[must_use]
pub fn remedial_lessons(
    strengths: &[Strength],
    critical_wrong: &[ObjectiveRef],
    cut: f64,
    catalog: &Catalog,
) -> Vec<LessonRef> {
    let share = |strength: &Strength| f64::from(strength.right) / f64::from(strength.asked.max(1));
    let mut weak: Vec<&Strength> = strengths.iter().filter(|strength| share(strength) < cut).collect();
    // Among equals the order in which they were asked.
    weak.sort_by(|a, b| share(a).total_cmp(&share(b)));
    let mut found: Vec<LessonRef> = Vec::new();
    for objective in critical_wrong {
        add(&mut found, serving(objective, strengths, catalog), usize::MAX);
    }
    for strength in weak {
        add(&mut found, serving(&strength.objective, strengths, catalog), MOST_LESSONS);
    }
    found
}

fn add(found: &mut Vec<LessonRef>, lessons: Vec<LessonRef>, most: usize) {
    for lesson in lessons {
        if found.len() < most && !found.contains(&lesson) {
            found.push(lesson);
        }
    }
}

fn serving(objective: &ObjectiveRef, strengths: &[Strength], catalog: &Catalog) -> Vec<LessonRef> {
    let Some(module) = catalog.module(&objective.module) else { return Vec::new() };
    let lessons = naming(module, &[objective]);
    if !lessons.is_empty() {
        return lessons;
    }
    let missed = strengths.iter().filter(|strength| strength.right < strength.asked);
    let missed: Vec<&ObjectiveRef> = missed.map(|strength| &strength.objective).collect();
    naming(module, &missed)
}

fn naming(module: &Module, objectives: &[&ObjectiveRef]) -> Vec<LessonRef> {
    let wanted = objectives.iter().filter(|objective| objective.module == module.reference);
    let wanted: Vec<_> = wanted.map(|objective| &objective.objective).collect();
    let serves = |lesson: &&crate::catalog::Lesson| lesson.objectives.iter().any(|named| wanted.contains(&named));
    module.lessons.iter().filter(serves).map(|lesson| lesson.reference.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::fixtures::{catalog, lesson, module, module_ref, slug};

    /// Two modules: `a` with two lessons on `open` and one on `ask`, `b` with one on `close`; nothing is on `b`'s `price`.
    fn material() -> Catalog {
        let mut a = module("a", &[("open", 1), ("ask", 1)]);
        a.lessons = vec![lesson("a", "one", &["open"]), lesson("a", "two", &["ask"]), lesson("a", "three", &["open"])];
        let mut b = module("b", &[("close", 1), ("price", 1)]);
        b.lessons = vec![lesson("b", "one", &["close"])];
        catalog(vec![a, b])
    }

    fn objective(module: &str, name: &str) -> ObjectiveRef {
        ObjectiveRef { module: module_ref(module), objective: slug(name) }
    }

    fn strength(module: &str, name: &str, right: u32, asked: u32) -> Strength {
        Strength { objective: objective(module, name), right, asked }
    }

    fn names(strengths: &[Strength], critical: &[ObjectiveRef]) -> Vec<String> {
        remedial_lessons(strengths, critical, 0.8, &material()).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_weakest_come_first_and_what_is_met_does_not_come() {
        let strengths = [strength("b", "close", 4, 5), strength("a", "ask", 3, 4), strength("a", "open", 1, 4)];
        assert_eq!(names(&strengths, &[]), ["pack/a/one", "pack/a/three", "pack/a/two"]);
    }

    #[test]
    fn critical_objectives_come_before_all_even_where_their_share_is_met() {
        let strengths = [strength("a", "open", 0, 4), strength("b", "close", 9, 10)];
        assert_eq!(names(&strengths, &[objective("b", "close")]), ["pack/b/one", "pack/a/one", "pack/a/three"]);
    }

    #[test]
    fn another_missed_objective_of_the_module_stands_in() {
        let strengths = [strength("b", "price", 0, 2), strength("b", "close", 9, 10)];
        assert_eq!(names(&strengths, &[]), ["pack/b/one"]);
        assert_eq!(names(&[strength("b", "price", 0, 2)], &[]), Vec::<String>::new(), "nothing is nothing to wait for");
        assert_eq!(names(&[strength("gone", "open", 0, 2)], &[]), Vec::<String>::new());
    }

    #[test]
    fn there_are_never_more_than_a_few_but_for_critical_ones() {
        let mut long = module("a", &[("open", 1), ("ask", 1)]);
        let on = |from: usize, objective: &'static str| {
            (from..from + 6).map(move |n| lesson("a", &format!("l{n}"), &[objective]))
        };
        long.lessons = on(0, "open").chain(on(6, "ask")).collect();
        let material = catalog(vec![long]);
        let strengths = [strength("a", "open", 0, 4), strength("a", "ask", 1, 4)];
        assert_eq!(remedial_lessons(&strengths, &[], 0.8, &material).len(), MOST_LESSONS);
        let critical = remedial_lessons(&strengths, &[objective("a", "ask")], 0.8, &material);
        assert_eq!(critical.len(), 6, "all of the critical objective, and nothing more");
    }
}
