//! A path of three modules, walked from the first lesson to the end.

use std::collections::BTreeSet;

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::assessment::fixtures::{self, module_ref};
use crate::catalog::{Lesson, LessonRef, Module, ModuleRef};

fn module(name: &str, requires: &[&str], lessons: &[(&str, u32)]) -> Module {
    let lesson = |&(lesson, minutes): &(&str, u32)| Lesson { minutes, ..fixtures::lesson(name, lesson, &[]) };
    Module {
        requires: requires.iter().map(|name| module_ref(name)).collect(),
        lessons: lessons.iter().map(lesson).collect(),
        ..fixtures::module(name, &[("o", 5)])
    }
}

/// `a` with two lessons; `b` and `c`, with one each, both need `a`.
fn path() -> [Module; 3] {
    [
        module("a", &[], &[("10-x", 6), ("20-y", 7)]),
        module("b", &["a"], &[("10-x", 8)]),
        module("c", &["a"], &[("10-x", 9)]),
    ]
}

fn lesson(text: &str) -> LessonRef {
    format!("pack/{text}").parse().unwrap()
}

fn progress(read: &[&str], passed: &[&str]) -> Progress {
    Progress {
        read: read.iter().map(|text| lesson(text)).collect(),
        passed: passed.iter().map(|name| module_ref(name)).collect(),
    }
}

fn locked(missing: Vec<Missing>) -> Access {
    Access::Locked { missing }
}

#[test]
fn lessons_open_in_order() {
    let [a, ..] = path();
    assert_eq!(lesson_access(&a, &lesson("a/10-x"), &progress(&[], &[])), Access::Open);
    let first = Missing::Lesson(lesson("a/10-x"));
    assert_eq!(lesson_access(&a, &lesson("a/20-y"), &progress(&[], &[])), locked(vec![first]));
    assert_eq!(lesson_access(&a, &lesson("a/20-y"), &progress(&["a/10-x"], &[])), Access::Open);
}

#[test]
fn a_module_opens_when_those_it_requires_are_passed() {
    let [_, b, _] = path();
    let needs_a = || locked(vec![Missing::Module(module_ref("a"))]);
    let read_only = progress(&["a/10-x", "a/20-y"], &[]);
    assert_eq!(module_access(&b, &read_only), needs_a());
    assert_eq!(lesson_access(&b, &lesson("b/10-x"), &read_only), needs_a());
    assert_eq!(module_access(&b, &progress(&[], &["a"])), Access::Open);
}

#[test]
fn a_quiz_opens_when_all_lessons_are_read() {
    let [a, b, _] = path();
    let second = Missing::Lesson(lesson("a/20-y"));
    assert_eq!(quiz_access(&a, &progress(&["a/10-x"], &[])), locked(vec![second]));
    assert!(quiz_access(&a, &progress(&["a/10-x", "a/20-y"], &[])).is_open());
    let everything = vec![Missing::Module(module_ref("a")), Missing::Lesson(lesson("b/10-x"))];
    assert_eq!(quiz_access(&b, &progress(&[], &[])), locked(everything));
}

#[test]
fn what_was_opened_once_stays_open() {
    let [a, b, _] = path();
    assert!(lesson_access(&a, &lesson("a/20-y"), &progress(&["a/20-y"], &[])).is_open(), "a lesson was put before it");
    assert!(lesson_access(&b, &lesson("b/10-x"), &progress(&["b/10-x"], &[])).is_open(), "a requirement was added");
    let passed = progress(&[], &["b"]);
    assert!(module_access(&b, &passed).is_open());
    assert!(lesson_access(&b, &lesson("b/10-x"), &passed).is_open() && quiz_access(&b, &passed).is_open());
}

#[test]
fn a_lesson_of_another_module_is_locked() {
    let [a, ..] = path();
    assert!(!lesson_access(&a, &lesson("b/10-x"), &progress(&["b/10-x"], &["a"])).is_open());
}

#[test]
fn the_next_step_leads_from_the_first_lesson_to_the_end() {
    let modules = path();
    let modules: Vec<&Module> = modules.iter().collect();
    let mut progress = Progress::default();
    let mut walked = Vec::new();
    loop {
        match next_step(&modules, &progress) {
            NextStep::Lesson(lesson) => {
                walked.push(lesson.to_string());
                progress.read.insert(lesson);
            }
            NextStep::Quiz(module) => {
                walked.push(module.to_string());
                progress.passed.insert(module);
            }
            NextStep::Locked { .. } | NextStep::Done => break,
        }
    }
    assert_eq!(walked, ["pack/a/10-x", "pack/a/20-y", "pack/a", "pack/b/10-x", "pack/b", "pack/c/10-x", "pack/c"]);
    assert_eq!(next_step(&modules, &progress), NextStep::Done);
    assert_eq!(minutes_left(&modules, &progress), 0);
}

#[test]
fn a_route_that_needs_a_module_from_elsewhere_says_so() {
    let [_, b, c] = path();
    let missing = vec![Missing::Module(module_ref("a"))];
    assert_eq!(next_step(&[&b, &c], &progress(&[], &[])), NextStep::Locked { missing });
    assert_eq!(next_step(&[], &progress(&[], &[])), NextStep::Done);
}

#[test]
fn the_route_shows_one_current_module() {
    let modules = path();
    let modules: Vec<&Module> = modules.iter().collect();
    let states = |passed: &[&str]| module_states(&modules, &progress(&[], passed));
    assert_eq!(states(&[]), [ModuleState::Current, ModuleState::Locked, ModuleState::Locked]);
    assert_eq!(states(&["a"]), [ModuleState::Done, ModuleState::Current, ModuleState::Open]);
    assert_eq!(states(&["a", "b"]), [ModuleState::Done, ModuleState::Done, ModuleState::Current]);
    assert_eq!(states(&["a", "b", "c"]), [ModuleState::Done; 3]);
}

#[test]
fn steps_are_lessons_and_quizzes() {
    let modules = path();
    let modules: Vec<&Module> = modules.iter().collect();
    let at = |read: &[&str], passed: &[&str]| steps(&modules, &progress(read, passed));
    assert_eq!(at(&[], &[]), Steps { done: 0, total: 7 });
    assert_eq!(at(&["a/10-x", "gone/10-x"], &[]), Steps { done: 1, total: 7 });
    assert_eq!(at(&["a/10-x"], &["a"]), Steps { done: 3, total: 7 });
    assert_eq!((at(&[], &["a", "b"]).percent(), at(&[], &["a", "b"]).left()), (71, 2));
    assert_eq!(at(&[], &["a", "b", "c"]).percent(), 100);
    assert_eq!(Steps::default().percent(), 100);
    assert_eq!(Steps { done: 199, total: 200 }.percent(), 99);
}

#[test]
fn minutes_left_are_those_of_lessons_and_a_minute_a_question() {
    let modules = path();
    let modules: Vec<&Module> = modules.iter().collect();
    assert_eq!(minutes_left(&modules, &progress(&[], &[])), 30 + 3 * 5);
    assert_eq!(minutes_left(&modules, &progress(&["a/10-x"], &["b"])), 7 + 9 + 2 * 5);
}

proptest! {
    #[test]
    fn whatever_comes_next_is_open(
        read in proptest::collection::vec(any::<bool>(), 4), passed in proptest::collection::vec(any::<bool>(), 3),
    ) {
        let modules = path();
        let lessons = modules.iter().flat_map(|module| &module.lessons).map(|lesson| lesson.reference.clone());
        let read: BTreeSet<LessonRef> = lessons.zip(read).filter(|(_, read)| *read).map(|(lesson, _)| lesson).collect();
        let passed: BTreeSet<ModuleRef> =
            modules.iter().zip(passed).filter(|(_, passed)| *passed).map(|(module, _)| module.reference.clone()).collect();
        let progress = Progress { read, passed };
        let modules: Vec<&Module> = modules.iter().collect();
        let module_of = |reference: &ModuleRef| modules.iter().find(|module| &module.reference == reference).unwrap();
        let next = next_step(&modules, &progress);
        match &next {
            NextStep::Lesson(lesson) => {
                let module = module_of(&ModuleRef { pack: lesson.pack.clone(), module: lesson.module.clone() });
                prop_assert!(lesson_access(module, lesson, &progress).is_open());
                prop_assert!(!progress.read.contains(lesson));
            }
            NextStep::Quiz(module) => prop_assert!(quiz_access(module_of(module), &progress).is_open()),
            NextStep::Locked { missing } => prop_assert!(!missing.is_empty()),
            NextStep::Done => prop_assert_eq!(progress.passed.len(), 3),
        }
        let steps = steps(&modules, &progress);
        prop_assert!(steps.done <= steps.total);
        prop_assert_eq!(steps.percent() == 100, next == NextStep::Done);
        prop_assert_eq!(minutes_left(&modules, &progress) == 0, next == NextStep::Done);
        let current = module_states(&modules, &progress).into_iter().filter(|state| *state == ModuleState::Current).count();
        prop_assert_eq!(current == 1, matches!(next, NextStep::Lesson(_) | NextStep::Quiz(_)));
    }
}
