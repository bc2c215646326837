//! Properties of draws.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::{Strategy, prop_assert, prop_assert_eq, proptest};
use rstest::rstest;

use super::{DrawError, Drawn, Met, draw_changed, draw_exam, draw_quiz};
use crate::assessment::Seed;
use crate::assessment::fixtures::{
    catalog, certification, choices, matching, module, module_ref, numeric, slug, steps,
};
use crate::catalog::{Catalog, Key, Module, Question, QuestionRef};
use crate::certification::Certification;

const BLUEPRINT: [(&str, f64); 4] = [("offering", 0.25), ("process", 0.35), ("nurturing", 0.25), ("customers", 0.15)];

fn bank(per_cell: usize) -> Catalog {
    catalog(BLUEPRINT.map(|(name, _)| module(name, &[("one", per_cell)])).to_vec())
}

fn edit(catalog: &mut Catalog, name: &str, edit: impl Fn(&mut Vec<Question>)) {
    edit(&mut catalog.packs.get_mut(&slug("pack")).unwrap().modules.get_mut(&slug(name)).unwrap().questions);
}

fn names(draw: &[Drawn]) -> Vec<&str> {
    draw.iter().map(|drawn| drawn.question.question.as_str()).collect()
}

fn references(draw: &[Drawn]) -> BTreeSet<QuestionRef> {
    draw.iter().map(|drawn| drawn.question.clone()).collect()
}

fn fresh(certification: &Certification, catalog: &Catalog, seed: u64) -> Vec<Drawn> {
    draw_exam(certification, catalog, Seed(seed), &Met::default(), &BTreeSet::new()).unwrap()
}

fn in_exams(in_exams: BTreeSet<QuestionRef>) -> Met {
    Met { in_exams, ..Met::default() }
}

fn by_objective(module: &Module, draw: &[Drawn]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for question in module.questions.iter().filter(|q| draw.iter().any(|drawn| drawn.question == q.reference)) {
        *counts.entry(question.objective.to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn a_seed_gives_the_same_draw_for_ever() {
    let exam = fresh(&certification(&BLUEPRINT), &bank(30), 2026);
    let cells: Vec<&str> = exam.iter().take(8).map(|drawn| drawn.cell.module.as_str()).collect();
    assert_eq!(cells, ["process", "offering", "nurturing", "customers", "process", "offering", "nurturing", "process"]);
    // These, too, come from a second implementation of generator and rules.
    assert_eq!(names(&exam[..8]), ["one-22", "one-20", "one-18", "one-14", "one-21", "one-11", "one-23", "one-15"]);
    let orders: Vec<&[u8]> = exam.iter().take(4).map(|drawn| drawn.option_order.as_slice()).collect();
    assert_eq!(orders, [[1_u8, 3, 0, 2], [0, 2, 3, 1], [3, 1, 2, 0], [1, 2, 3, 0]]);
    let quiz = draw_quiz(&module("m", &[("a", 5), ("b", 5)]), Seed(2026), &BTreeSet::new());
    assert_eq!(names(&quiz), ["a-3", "b-3", "a-1", "b-2", "a-2", "b-4", "a-4", "b-0"]);
}

#[test]
fn options_are_shuffled_unless_the_author_says_no() {
    let mut m = module("m", &[("o", 4)]);
    m.questions[1].shuffle = false;
    m.questions[2].key = Key::TrueFalse(choices(2, &[0]));
    m.questions[3].key = numeric(7.0, 0.0).key;
    let mut orders = BTreeMap::<String, BTreeSet<Vec<u8>>>::new();
    for seed in 0..400 {
        for drawn in draw_quiz(&m, Seed(seed), &BTreeSet::new()) {
            orders.entry(drawn.question.question.to_string()).or_default().insert(drawn.option_order);
        }
    }
    assert_eq!(orders["o-0"].len(), 24);
    assert_eq!(orders["o-1"], [vec![0, 1, 2, 3]].into());
    assert_eq!(orders["o-2"], [vec![0, 1]].into());
    assert_eq!(orders["o-3"], [vec![]].into());
}

#[test]
fn a_quiz_takes_new_questions_first() {
    let m = module("m", &[("a", 6), ("b", 6)]);
    let first = draw_quiz(&m, Seed(1), &BTreeSet::new());
    let second = draw_quiz(&m, Seed(2), &references(&first));
    assert_eq!((first.len(), second.len()), (8, 8));
    assert_eq!(references(&second).difference(&references(&first)).count(), 4);
    assert!(references(&second[..4]).is_disjoint(&references(&first)), "the new ones come first");
}

#[test]
fn ten_thousand_exams_meet_the_blueprint_to_the_question() {
    let (certification, catalog) = (certification(&BLUEPRINT), bank(30));
    for seed in 0..10_000 {
        let exam = fresh(&certification, &catalog, seed);
        let count = |name| exam.iter().filter(|drawn| drawn.cell == module_ref(name)).count();
        assert_eq!(BLUEPRINT.map(|(name, _)| count(name)), [10, 14, 10, 6], "seed {seed}");
        assert_eq!(references(&exam).len(), 40, "no question twice, seed {seed}");
    }
}

#[test]
fn a_short_quiz_asks_what_changed_and_no_more_than_a_quiz_does() {
    let mut m = module("m", &[("a", 12)]);
    m.quiz.items = 8;
    let changed: Vec<&Question> = [7, 3, 9].into_iter().map(|n| &m.questions[n]).collect();
    assert_eq!(names(&draw_changed(&m, Seed(1), &changed)), ["a-7", "a-3", "a-9"]);
    let all: Vec<&Question> = m.questions.iter().collect();
    assert_eq!(draw_changed(&m, Seed(1), &all).len(), 8);
    assert_eq!(draw_changed(&m, Seed(1), &[]), []);
}

#[test]
fn a_small_bank_gives_a_short_quiz() {
    assert_eq!(draw_quiz(&module("m", &[("a", 3)]), Seed(1), &BTreeSet::new()).len(), 3);
    assert_eq!(draw_quiz(&module("m", &[]), Seed(1), &BTreeSet::new()), []);
}

#[test]
fn every_question_of_a_cell_is_equally_likely() {
    let certification = certification(&BLUEPRINT);
    let catalog = bank(12);
    let mut first = BTreeMap::<String, u32>::new();
    for seed in 0..12_000 {
        *first.entry(fresh(&certification, &catalog, seed)[0].question.to_string()).or_default() += 1;
    }
    assert_eq!(first.len(), 12);
    // Chi-squared with 11 degrees of freedom stays below 31.3 in 999 of 1,000 fair draws.
    let chi_squared: f64 = first.values().map(|&n| (f64::from(n) - 1_000.0).powi(2) / 1_000.0).sum();
    assert!(chi_squared < 31.3, "{first:?}");
}

#[rstest]
#[case::one_where_it_first_fits(1)]
#[case::more_than_the_cell_has_places_for(9)]
#[case::as_many_as_places(40)]
fn all_critical_questions_are_asked(#[case] critical: usize) {
    let mut catalog = bank(40);
    edit(&mut catalog, "customers", |questions| questions.iter_mut().take(critical).for_each(|q| q.critical = true));
    for seed in 0..50 {
        let exam = fresh(&certification(&BLUEPRINT), &catalog, seed);
        assert_eq!(exam.len(), 40);
        let asked = |drawn: &&Drawn| catalog.question(&drawn.question).unwrap().critical;
        assert_eq!(exam.iter().filter(asked).count(), critical);
        let of_cell = exam[..12].iter().filter(|drawn| drawn.cell == module_ref("customers"));
        assert_eq!(of_cell.clone().filter(asked).count(), critical.min(of_cell.count()), "in the part that all have");
    }
}

#[test]
fn no_place_tells_which_question_is_critical() {
    let mut catalog = bank(40);
    edit(&mut catalog, "process", |questions| questions[0].critical = true);
    let critical = module_ref("process").question(&slug("one-0"));
    let mut places: BTreeMap<usize, u32> = BTreeMap::new();
    for seed in 0..400 {
        let exam = fresh(&certification(&BLUEPRINT), &catalog, seed);
        let of_cell: Vec<&Drawn> = exam.iter().filter(|drawn| drawn.cell == module_ref("process")).collect();
        *places.entry(of_cell.iter().position(|drawn| drawn.question == critical).unwrap()).or_default() += 1;
    }
    let of_twelve = places.len();
    assert!((3..=5).contains(&of_twelve), "{places:?}");
    let expected = 400 / u32::try_from(of_twelve).unwrap();
    assert!(places.values().all(|&n| n > expected / 2 && n < expected * 2), "{places:?}");
}

#[test]
fn critical_questions_are_asked_again_although_seen() {
    let mut catalog = bank(30);
    edit(&mut catalog, "offering", |questions| questions[0].critical = true);
    let critical = module_ref("offering").question(&slug("one-0"));
    let exam = draw_exam(
        &certification(&BLUEPRINT),
        &catalog,
        Seed(5),
        &in_exams([critical.clone()].into()),
        &BTreeSet::new(),
    )
    .unwrap();
    assert!(references(&exam).contains(&critical));
}

#[test]
fn a_retake_is_made_of_unseen_questions_until_they_run_out() {
    let certification = certification(&BLUEPRINT);
    let catalog = bank(20);
    let first = references(&fresh(&certification, &catalog, 1));
    let second = draw_exam(&certification, &catalog, Seed(2), &in_exams(first.clone()), &BTreeSet::new()).unwrap();
    // 14 of 20 were used up in "process": 6 are new there, and 8 come again; elsewhere all are new.
    let again: Vec<&Drawn> = second.iter().filter(|drawn| first.contains(&drawn.question)).collect();
    assert_eq!(again.len(), 8);
    assert!(again.iter().all(|drawn| drawn.cell == module_ref("process")));
}

#[test]
fn a_suspended_question_is_not_asked() {
    let catalog = bank(30);
    let suspended: BTreeSet<String> = (0..25).map(|n| format!("version-of-one-{n}")).collect();
    let draw = |seed| draw_exam(&certification(&BLUEPRINT), &catalog, Seed(seed), &Met::default(), &suspended);
    for seed in 0..50 {
        let exam = draw(seed).unwrap();
        assert_eq!(exam.len(), 20, "five are left in each of four modules");
        assert!(exam.iter().all(|drawn| !suspended.contains(&drawn.version)));
    }
    let all: BTreeSet<String> = (0..28).map(|n| format!("version-of-one-{n}")).collect();
    let short = draw_exam(&certification(&BLUEPRINT), &catalog, Seed(1), &Met::default(), &all);
    assert_eq!(short, Err(DrawError::BankTooSmall { available: 8, needed: 12 }));
}

#[test]
fn an_exhausted_cell_gives_its_places_to_the_others() {
    let mut catalog = bank(30);
    edit(&mut catalog, "process", |questions| questions.truncate(3));
    let exam = fresh(&certification(&BLUEPRINT), &catalog, 1);
    assert_eq!(exam.len(), 40);
    assert_eq!(exam.iter().filter(|drawn| drawn.cell == module_ref("process")).count(), 3);
}

#[test]
fn a_bank_between_the_limits_is_asked_in_full() {
    let exam = fresh(&certification(&BLUEPRINT), &bank(4), 1);
    assert_eq!(references(&exam).len(), 16);
}

#[test]
fn refuses_what_cannot_be_an_exam() {
    let nothing = Met::default();
    let draw = |blueprint: &[(&str, f64)], catalog: &Catalog| {
        draw_exam(&certification(blueprint), catalog, Seed(1), &nothing, &BTreeSet::new())
    };
    assert_eq!(draw(&BLUEPRINT, &bank(2)), Err(DrawError::BankTooSmall { available: 8, needed: 12 }));
    assert_eq!(draw(&[("other", 1.0)], &bank(30)), Err(DrawError::UnknownModule(module_ref("other"))));
    assert_eq!(draw(&[], &bank(30)), Err(DrawError::BankTooSmall { available: 0, needed: 12 }));
    let mut critical = bank(30);
    for name in ["offering", "process"] {
        edit(&mut critical, name, |questions| questions.iter_mut().for_each(|question| question.critical = true));
    }
    assert_eq!(draw(&BLUEPRINT, &critical), Err(DrawError::TooManyCritical { critical: 60, room: 40 }));
}

/// Blueprints of two to five cells, the largest weight at most ten times the smallest.
fn blueprints() -> impl Strategy<Value = Vec<f64>> {
    proptest::collection::vec(1_u32..=10, 2..=5).prop_map(|parts| {
        let sum: u32 = parts.iter().sum();
        parts.iter().map(|&part| f64::from(part) / f64::from(sum)).collect()
    })
}

const CELLS: [&str; 5] = ["a", "b", "c", "d", "e"];

proptest! {
    #[test]
    fn an_exam_keeps_to_its_blueprint_at_every_place(weights in blueprints(), seed: u64) {
        let blueprint: Vec<(&str, f64)> = CELLS.into_iter().zip(weights).collect();
        let catalog = catalog(blueprint.iter().map(|(name, _)| module(name, &[("o", 45)])).collect());
        let exam = fresh(&certification(&blueprint), &catalog, seed);
        prop_assert_eq!(exam.len(), 40);
        prop_assert_eq!(references(&exam).len(), 40, "no question twice");
        for length in 1..=exam.len() {
            for (name, weight) in &blueprint {
                let count = exam[..length].iter().filter(|drawn| drawn.cell == module_ref(name)).count();
                let ahead = f64::from(u32::try_from(count).unwrap()) - weight * f64::from(u32::try_from(length).unwrap());
                prop_assert!(ahead < 1.0 && ahead > -1.0 - 1e-9, "{name}: {ahead} ahead after {length}");
            }
        }
    }

    #[test]
    fn an_order_is_never_shown_as_it_is_right(count in 1_usize..6, seed: u64) {
        let mut module = module("m", &[("a", 3)]);
        for question in &mut module.questions {
            question.key = steps(count);
            // Nothing but the right order would be left.
            question.shuffle = count % 2 == 0;
        }
        for drawn in draw_quiz(&module, Seed(seed), &BTreeSet::new()) {
            prop_assert_eq!(drawn.option_order.is_sorted(), count == 1);
            prop_assert_eq!(drawn.option_order.iter().copied().collect::<BTreeSet<u8>>().len(), count);
        }
    }

    #[test]
    fn the_options_of_a_matching_are_shuffled_and_not_its_rows(seed: u64) {
        let mut module = module("m", &[("a", 3)]);
        for question in &mut module.questions {
            question.key = matching(3, &[0, 1, 1, 2, 0]);
        }
        for drawn in draw_quiz(&module, Seed(seed), &BTreeSet::new()) {
            prop_assert_eq!(drawn.option_order.into_iter().collect::<BTreeSet<u8>>(), BTreeSet::from([0, 1, 2]));
        }
    }

    #[test]
    fn an_exam_is_made_of_the_bank_as_it_is(seed: u64, met in proptest::collection::vec(0_u8..4, 48)) {
        let catalog = bank(12);
        let all: Vec<&Question> = catalog.packs[&slug("pack")].modules.values().flat_map(|m| &m.questions).collect();
        let those = |bit: u8| -> BTreeSet<QuestionRef> {
            let marked = all.iter().zip(&met).filter(|(_, met)| **met & bit != 0);
            marked.map(|(question, _)| question.reference.clone()).collect()
        };
        let seen = Met { in_quizzes: those(1), in_exams: those(2) };
        let certification = certification(&BLUEPRINT);
        let exam = draw_exam(&certification, &catalog, Seed(seed), &seen, &BTreeSet::new()).unwrap();
        prop_assert_eq!(&exam, &draw_exam(&certification, &catalog, Seed(seed), &seen, &BTreeSet::new()).unwrap(), "the same again");
        prop_assert_eq!(references(&exam).len(), 40);
        for drawn in &exam {
            let question = catalog.question(&drawn.question).unwrap();
            prop_assert_eq!(&drawn.version, &question.version);
            let mut order = drawn.option_order.clone();
            order.sort_unstable();
            prop_assert_eq!(order, [0, 1, 2, 3]);
        }
        for (name, _) in BLUEPRINT {
            let places = exam.iter().filter(|drawn| drawn.cell == module_ref(name));
            let rank = |drawn: &Drawn| {
                (seen.in_exams.contains(&drawn.question), seen.in_quizzes.contains(&drawn.question))
            };
            let ranks: Vec<(bool, bool)> = places.map(rank).map(|(exam, quiz)| (exam, quiz && !exam)).collect();
            prop_assert!(ranks.is_sorted(), "new ones, then practised ones, then seen ones in {name}");
        }
    }

    #[test]
    fn a_quiz_is_spread_over_the_objectives(sizes in proptest::collection::vec(0_usize..8, 1..6), seed: u64) {
        let objectives: Vec<(&str, usize)> = CELLS.into_iter().zip(sizes).collect();
        let module = module("m", &objectives);
        let quiz = draw_quiz(&module, Seed(seed), &BTreeSet::new());
        prop_assert_eq!(&quiz, &draw_quiz(&module, Seed(seed), &BTreeSet::new()), "the same again");
        prop_assert_eq!(references(&quiz).len(), module.questions.len().min(8));
        let counts = by_objective(&module, &quiz);
        let most = counts.values().copied().max().unwrap_or(0);
        for (name, size) in objectives {
            let count = counts.get(name).copied().unwrap_or(0);
            prop_assert!(count + 1 >= most || count == size, "{name} has {count} of {size}, another {most}");
        }
    }
}
