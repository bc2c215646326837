//! The figures of a fixed form against numbers computed independently with numpy (`corrcoef`, `cov`, `var` with `ddof=1`)
//! and with Fisher's k statistics written out; the same form with gaps; and what must hold whatever is answered.

use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, proptest};

use super::*;
use crate::assessment::AttemptKind;

const GAP: f64 = -1.0;
const FORM: [[f64; 6]; 10] = [
    [1.0, 1.0, 1.0, 0.0, 1.0, 0.5],
    [1.0, 1.0, 0.0, 0.0, 1.0, 0.0],
    [1.0, 0.0, 1.0, 0.0, 0.0, 1.0],
    [0.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 1.0, 1.0, 1.0],
    [0.0, 0.0, 0.0, 1.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 0.0, 1.0, 1.0],
    [1.0, 0.0, 0.0, 0.0, 1.0, 0.5],
    [0.0, 0.0, 1.0, 1.0, 0.0, 0.0],
    [1.0, 1.0, 1.0, 0.0, 0.0, 1.0],
];
/// Row and column of answers that are not there in the form with gaps.
const MISSING: [(usize, usize); 12] =
    [(0, 3), (1, 5), (1, 4), (3, 0), (3, 2), (5, 1), (7, 2), (7, 5), (8, 0), (9, 4), (9, 3), (9, 2)];

fn answered(item: u32, mark: f64, chosen: u32) -> Answered {
    Answered { item, mark, chosen, millis: None }
}

fn sheet(form: &[[f64; 6]]) -> Sheet {
    let attempt = |row: &[f64; 6]| {
        (0..).zip(row).filter(|(_, mark)| **mark != GAP).map(|(item, &mark)| answered(item, mark, 0)).collect()
    };
    Sheet { items: 6, attempts: form.iter().map(attempt).collect() }
}

fn gapped() -> Sheet {
    let mut form = FORM;
    for (row, column) in MISSING {
        form[row][column] = GAP;
    }
    sheet(&form)
}

fn close(found: Option<f64>, expected: Option<f64>) {
    match (found, expected) {
        (Some(found), Some(expected)) => assert!((found - expected).abs() < 1e-9, "{found}, not {expected}"),
        (found, expected) => assert_eq!(found, expected),
    }
}

#[test]
fn a_fixed_form_has_the_classical_figures() {
    let facility = [0.7, 0.6, 0.6, 0.3, 0.5, 0.5];
    let index = [
        60.380736442456,
        28.210908868533682,
        45.535386244046244,
        -34.96189359894777,
        37.68891807222046,
        61.679395474396124,
    ];
    let efficiency = [87.5, 35.18518518518518, 53.7037037037037, -46.55172413793104, 41.66666666666667, 70.0];
    let weight = [
        Some(20.898368278227224),
        Some(18.312708925075285),
        Some(20.330885733945504),
        None,
        Some(19.747101882582257),
        Some(20.71093518016973),
    ];
    let found = items(&sheet(&FORM));
    assert_eq!(found.len(), 6);
    for (at, found) in found.iter().enumerate() {
        close(found.facility.value, Some(facility[at]));
        close(found.discrimination.value, Some(index[at]));
        close(found.efficiency.value, Some(efficiency[at]));
        close(found.weight.value, weight[at]);
        assert_eq!((found.facility.n, found.discrimination.n), (10, 10));
    }
    let (low, high) = found[0].facility.interval.unwrap();
    close(Some(low), Some(0.39677814746114537));
    close(Some(high), Some(0.8922087325936989));
    let (low, high) = found[0].discrimination.interval.unwrap();
    close(Some(low), Some(-4.165506800964625));
    close(Some(high), Some(89.36804788132474));
}

#[test]
fn a_fixed_form_as_a_whole_has_the_classical_figures() {
    let found = whole(&sheet(&FORM));
    assert_eq!((found.attempts, found.answers), (10, 60));
    close(found.mean.value, Some(53.333333333333336));
    close(found.spread.value, Some(27.83327788861189));
    close(found.skewness.value, Some(0.2120265692717898));
    close(found.kurtosis.value, Some(-0.8486089789958));
    close(found.consistency.value, Some(55.4581673306773));
    close(found.error_ratio.value, Some(66.73966786651152));
    close(found.error.value, Some(18.575837219222766));
    assert_eq!(found.mean.told(), None, "ten attempts are not enough to tell it");
}

#[test]
fn with_gaps_people_are_compared_on_what_they_answered() {
    let found = items(&gapped());
    let n = [8, 9, 7, 8, 8, 8];
    let index = [
        46.607146735778784,
        12.033996558530827,
        32.86743648251728,
        -34.69474133944245,
        63.23129831714627,
        64.80826252070743,
    ];
    for (at, found) in found.iter().enumerate() {
        assert_eq!(found.discrimination.n, n[at]);
        close(found.discrimination.value, Some(index[at]));
    }
    close(found[0].efficiency.value, Some(100.0));
    let found = whole(&gapped());
    close(found.mean.value, Some(60.83333333333334));
    close(found.spread.value, Some(30.115518332654418));
    close(found.consistency.value, Some(47.965531069600004));
}

#[test]
fn what_is_undefined_is_none() {
    let nothing = Sheet { items: 1, attempts: vec![Vec::new()] };
    let found = &items(&nothing)[0];
    assert_eq!((found.facility.value, found.discrimination.value, found.median_millis), (None, None, None));
    assert_eq!(whole(&nothing).mean.value, None);
    // Everybody right: no spread, so nothing to discriminate by.
    let alike = Sheet { items: 2, attempts: vec![vec![answered(0, 1.0, 1), answered(1, 1.0, 1)]; 40] };
    let found = &items(&alike)[0];
    assert_eq!(found.facility.told(), Some(1.0));
    assert_eq!((found.discrimination.value, found.efficiency.value, found.weight.value), (None, None, None));
    assert_eq!((found.options[0].all, found.options[0].top), (40, None), "there are no thirds");
    let whole = whole(&alike);
    assert_eq!((whole.skewness.value, whole.kurtosis.value, whole.consistency.value), (None, None, None));
    // One answer an attempt: there is no rest.
    let single = Sheet { items: 1, attempts: vec![vec![answered(0, 1.0, 0)], vec![answered(0, 0.0, 0)]] };
    assert_eq!(items(&single)[0].discrimination, Measure::new(None, 0, DISCRIMINATION_ANSWERS));
    assert_eq!(correlation_interval(0.5, 3), None);
    assert_eq!(share_interval(0.5, 0), None);
}

/// So many attempts of five questions. The third one's key is wrong: who knows more chooses option 1, and is wrong.
fn with_a_wrong_key(attempts: u32) -> Sheet {
    let attempt = |person: u32| {
        let able = person % 3;
        let others = [0, 1, 3, 4].map(|item| answered(item, f64::from(u8::from(able > item % 3)), 1));
        let misled = if able == 0 { answered(2, 1.0, 0b1) } else { answered(2, 0.0, 0b10) };
        others.into_iter().chain([Answered { millis: Some(1_000 * (person + 1)), ..misled }]).collect()
    };
    Sheet { items: 5, attempts: (0..attempts).map(attempt).collect() }
}

#[test]
fn a_wrong_key_is_flagged_once_there_is_enough() {
    let key = [true, false];
    let found = &items(&with_a_wrong_key(30))[2];
    let wrong = [Flag::ProbablyWrong, Flag::DistractorOverKey, Flag::Inefficient];
    assert_eq!(flags(Some(found), None, &key, AttemptKind::Exam), wrong);
    assert_eq!(found.options[1], OptionCount { all: 20, top: Some(10), bottom: Some(0) });
    assert_eq!((found.top, found.bottom), (Some(10), Some(10)));
    assert_eq!(distractor_over_key(&found.options, &key), Some(1));
    assert_eq!((found.median_millis, found.timed), (Some(15_500.0), 30));
    assert!(flags(items(&with_a_wrong_key(29)).get(2), None, &key, AttemptKind::Exam).is_empty(), "29 are not enough");
    let lesson = flags(items(&with_a_wrong_key(12)).get(2), None, &key, AttemptKind::Quiz);
    assert_eq!(lesson, [Flag::LessonFirst], "a quiz that many miss points at its lesson");
    assert!(flags(items(&with_a_wrong_key(9)).get(2), None, &key, AttemptKind::Quiz).is_empty());
}

#[test]
fn a_right_option_that_few_choose_is_beaten_by_a_wrong_one() {
    let count = |top| OptionCount { all: 20, top: Some(top), bottom: Some(0) };
    let key = [true, true, false, false];
    assert_eq!(distractor_over_key(&[count(9), count(3), count(4), count(4)], &key), Some(2));
    assert_eq!(distractor_over_key(&[count(9), count(4), count(4)], &key), None, "as often is not more often");
    assert_eq!(distractor_over_key(&[count(9)], &[]), None, "a number has no options");
}

/// Attempts of up to 6 items, some left out.
fn any_sheet() -> impl Strategy<Value = Sheet> {
    let mark = proptest::prop_oneof![4 => Just(GAP), 5 => Just(0.0), 5 => Just(1.0), 1 => Just(0.5)];
    let row = proptest::array::uniform6(mark);
    proptest::collection::vec(row, 0..40).prop_map(|rows| sheet(&rows))
}

fn values(sheet: &Sheet) -> Vec<Option<f64>> {
    let of_item = |found: ItemFigures| {
        let thirds = [found.top, found.bottom].map(|n| n.map(f64::from));
        let measures = [found.facility, found.discrimination, found.efficiency, found.weight].map(|found| found.value);
        [&thirds[..], &measures[..]].concat()
    };
    let found = whole(sheet);
    let of_whole = [found.mean, found.spread, found.skewness, found.kurtosis, found.consistency, found.error];
    items(sheet).into_iter().flat_map(of_item).chain(of_whole.map(|found| found.value)).collect()
}

proptest! {
    #[test]
    fn figures_stay_in_their_bounds(sheet in any_sheet()) {
        for found in items(&sheet) {
            let within = |measure: &Measure, low: f64, high: f64| {
                measure.value.is_none_or(|value| (low - 1e-6..=high + 1e-6).contains(&value))
            };
            prop_assert!(within(&found.facility, 0.0, 1.0));
            prop_assert!(within(&found.discrimination, -100.0, 100.0));
            prop_assert!(within(&found.efficiency, f64::MIN, 100.0));
            prop_assert!(within(&found.weight, 0.0, 100.0));
            for measure in [&found.facility, &found.discrimination] {
                if let (Some(value), Some((low, high))) = (measure.value, measure.interval) {
                    prop_assert!(low <= value + 1e-9 && value <= high + 1e-9, "{low} {value} {high}");
                }
            }
        }
        let found = whole(&sheet);
        prop_assert!(found.consistency.value.is_none_or(|alpha| alpha.is_finite()));
        let weights: f64 = items(&sheet).iter().filter_map(|found| found.weight.value).sum();
        prop_assert!(weights.abs() < 1e-6 || (weights - 100.0).abs() < 1e-6, "the weights add up to {weights}");
    }

    #[test]
    fn the_order_of_people_and_of_their_answers_does_not_matter(sheet in any_sheet(), turn: usize) {
        let mut turned = sheet.clone();
        let people = turned.attempts.len().max(1);
        turned.attempts.rotate_left(turn % people);
        turned.attempts.reverse();
        for attempt in &mut turned.attempts {
            attempt.reverse();
        }
        for (before, after) in values(&sheet).into_iter().zip(values(&turned)) {
            match (before, after) {
                (Some(before), Some(after)) => prop_assert!((before - after).abs() < 1e-6, "{before} {after}"),
                (before, after) => prop_assert_eq!(before, after),
            }
        }
    }

    #[test]
    fn an_option_is_chosen_by_whoever_chose_it(chosen in proptest::collection::vec(any::<u8>(), 1..40)) {
        let attempts = chosen.iter().map(|&chosen| vec![answered(0, 1.0, u32::from(chosen))]).collect();
        let found = &items(&Sheet { items: 1, attempts })[0];
        for (bit, count) in found.options.iter().enumerate() {
            let expected = chosen.iter().filter(|&&chosen| chosen >> bit & 1 == 1).count();
            prop_assert_eq!(usize::try_from(count.all).unwrap(), expected);
        }
    }
}
