//! Answers: what fits, what is stored, and the way between the orders.

use proptest::prelude::{Just, Strategy, any, prop_assert_eq, proptest};
use rstest::rstest;

use super::*;
use crate::assessment::fixtures::{choices, keyed, matching, module_ref, numeric, question, short_text, steps};

fn with(key: Key) -> Question {
    Question { key, ..question(&module_ref("m"), "q", "o") }
}

#[rstest]
#[case(&[0], Ok(()))]
#[case(&[], Err(InvalidResponse::NothingChosen))]
#[case(&[0, 1], Err(InvalidResponse::TooManyChosen))]
#[case(&[2], Err(InvalidResponse::NoSuchOption))]
fn one_option_where_one_is_asked_for(#[case] chosen: &[u8], #[case] expected: Result<(), InvalidResponse>) {
    let response = Response::Choices(chosen.to_vec());
    assert_eq!(response.check(&with(Key::Single(choices(2, &[0])))), expected);
    assert_eq!(response.check(&with(Key::TrueFalse(choices(2, &[0])))), expected);
}

#[test]
fn any_number_of_options_but_none_where_several_are_asked_for() {
    let question = with(Key::Multiple(choices(3, &[0])));
    assert_eq!(Response::Choices(vec![0, 1, 2]).check(&question), Ok(()));
    assert_eq!(Response::Choices(vec![]).check(&question), Err(InvalidResponse::NothingChosen));
    assert_eq!(Response::Choices(vec![0, 3]).check(&question), Err(InvalidResponse::NoSuchOption));
    assert_eq!(Response::Number(1.0).check(&question), Err(InvalidResponse::ChoiceExpected));
}

#[test]
fn a_finite_number_where_a_number_is_asked_for() {
    let question = numeric(1.0, 0.0);
    assert_eq!(Response::Number(-3.5).check(&question), Ok(()));
    assert_eq!(Response::Number(f64::INFINITY).check(&question), Err(InvalidResponse::NotFinite));
    assert_eq!(Response::Number(f64::NAN).check(&question), Err(InvalidResponse::NotFinite));
    assert_eq!(Response::Choices(vec![0]).check(&question), Err(InvalidResponse::NumberExpected));
}

#[rstest]
#[case(Response::Order(vec![2, 0, 1]), Ok(()))]
#[case(Response::Order(vec![2, 0]), Err(InvalidResponse::OrderExpected))]
#[case(Response::Order(vec![2, 0, 0]), Err(InvalidResponse::OrderExpected))]
#[case(Response::Order(vec![0, 1, 3]), Err(InvalidResponse::OrderExpected))]
#[case(Response::Order(vec![0, 1, 2, 2]), Err(InvalidResponse::OrderExpected))]
#[case(Response::Choices(vec![0]), Err(InvalidResponse::OrderExpected))]
fn every_item_once_where_an_order_is_asked_for(
    #[case] response: Response,
    #[case] expected: Result<(), InvalidResponse>,
) {
    assert_eq!(response.check(&keyed(steps(3), false)), expected);
}

#[rstest]
#[case(Response::Pairs(vec![Some(1), Some(1), Some(0)]), Ok(()), Ok(()))]
#[case(Response::Pairs(vec![Some(1), None, None]), Ok(()), Err(InvalidResponse::PairMissing(1)))]
#[case(Response::Pairs(vec![None; 3]), Err(InvalidResponse::PairsExpected), Err(InvalidResponse::PairsExpected))]
#[case(Response::Pairs(vec![Some(0); 2]), Err(InvalidResponse::PairsExpected), Err(InvalidResponse::PairsExpected))]
#[case(Response::Pairs(vec![Some(2); 3]), Err(InvalidResponse::NoSuchOption), Err(InvalidResponse::NoSuchOption))]
#[case(Response::Text(String::new()), Err(InvalidResponse::PairsExpected), Err(InvalidResponse::PairsExpected))]
fn every_row_has_its_option_before_it_counts(
    #[case] response: Response,
    #[case] draft: Result<(), InvalidResponse>,
    #[case] whole: Result<(), InvalidResponse>,
) {
    let question = keyed(matching(2, &[0, 1, 1]), false);
    assert_eq!((response.check_draft(&question), response.check(&question)), (draft, whole));
}

#[test]
fn words_where_words_are_asked_for() {
    let question = keyed(short_text(&["yes"]), false);
    assert_eq!(Response::text("no").check(&question), Ok(()));
    assert_eq!(Response::text(" . ").check(&question), Err(InvalidResponse::TextExpected));
    assert_eq!(Response::Number(1.0).check(&question), Err(InvalidResponse::TextExpected));
    assert_eq!(Response::text(&"ä".repeat(200)).check(&question), Ok(()));
    assert_eq!(Response::text(&"ä".repeat(201)).check(&question), Err(InvalidResponse::TooLong));
}

#[rstest]
#[case(&[Some(2), Some(0), Some(1)], Ok(Response::Order(vec![1, 2, 0])))]
#[case(&[None, None, None], Err(InvalidResponse::OrderExpected))]
#[case(&[Some(2), None, Some(1)], Err(InvalidResponse::PlaceMissing))]
#[case(&[Some(2), Some(1), Some(1)], Err(InvalidResponse::PlaceTwice(1)))]
#[case(&[Some(2), Some(1), Some(3)], Err(InvalidResponse::NoSuchOption))]
fn places_make_an_order(#[case] places: &[Option<u8>], #[case] expected: Result<Response, InvalidResponse>) {
    assert_eq!(Response::order_of(places), expected);
}

#[test]
fn a_message_names_the_place() {
    assert_eq!(InvalidResponse::PlaceTwice(1).to_string(), "Two items have the 2nd place. Give each place once.");
    let words: Vec<String> = [0, 1, 2, 3, 10, 11, 12, 20, 21, 110, 255].map(ordinal).to_vec();
    assert_eq!(words, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "22nd", "111th", "256th"]);
}

#[rstest]
#[case(Response::Choices(vec![0, 2]), "c:0,2")]
#[case(Response::Choices(vec![2, 0, 2]), "c:0,2")]
#[case(Response::Choices(vec![]), "c:")]
#[case(Response::Number(7_200.0), "n:7200")]
#[case(Response::Number(-0.5), "n:-0.5")]
#[case(Response::Order(vec![2, 0, 1]), "o:2,0,1")]
#[case(Response::Pairs(vec![Some(1), None, Some(1)]), "p:1,-,1")]
#[case(Response::text(" The\tcaptain: he  knows, "), "t:The captain: he knows,")]
fn is_stored_as(#[case] response: Response, #[case] stored: &str) {
    assert_eq!(response.to_stored(), stored);
    assert_eq!(Response::from_stored(stored).unwrap().to_stored(), stored);
}

#[rstest]
fn refuses_to_read_what_it_never_wrote(
    #[values(
        "", "c", "c:2,0", "c:0,0", "c:256", "c:+1", "c:0,", "n:", "n:7,2", "n:1e3", "x:1", "€:1", " c:1", "o:1,",
        "o:-", "p:1,,2", "p:--", "t"
    )]
    text: &str,
) {
    assert_eq!(Response::from_stored(text), Err(InvalidStoredResponse(text.to_owned())));
}

#[test]
fn arrives_sorted_from_the_wire() {
    assert_eq!(serde_json::from_str::<Response>(r#"{"choices":[3,1,3]}"#).unwrap(), Response::Choices(vec![1, 3]));
    assert_eq!(serde_json::to_string(&Response::Number(7.5)).unwrap(), r#"{"number":7.5}"#);
}

#[test]
fn positions_that_were_not_shown_are_refused() {
    assert_eq!(Response::Choices(vec![3]).to_author_order(&[2, 0, 1]), Err(InvalidResponse::NoSuchOption));
    assert_eq!(Response::Choices(vec![3]).to_shown_order(&[2, 0, 1]), Err(InvalidResponse::NoSuchOption));
    assert_eq!(Response::Choices(vec![0, 2]).to_author_order(&[2, 0, 1]), Ok(Response::Choices(vec![1, 2])));
}

proptest! {
    #[test]
    fn survives_the_database(
        response in proptest::prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..6).prop_map(Response::choices),
            proptest::num::f64::NORMAL.prop_map(Response::Number),
            proptest::collection::vec(any::<u8>(), 0..6).prop_map(Response::Order),
            proptest::collection::vec(any::<Option<u8>>(), 0..6).prop_map(Response::Pairs),
            any::<String>().prop_map(|typed| Response::text(&typed)),
        ],
    ) {
        prop_assert_eq!(Response::from_stored(&response.to_stored()), Ok(response));
    }

    #[test]
    fn there_and_back_through_the_order_shown(
        order in Just((0..6_u8).collect::<Vec<u8>>()).prop_shuffle(),
        chosen in proptest::collection::vec(0..6_u8, 0..6),
    ) {
        let pairs = chosen.iter().map(|&c| (c > 0).then_some(c)).collect();
        for response in [Response::choices(chosen.clone()), Response::Order(chosen), Response::Pairs(pairs)] {
            prop_assert_eq!(response.to_shown_order(&order).unwrap().to_author_order(&order), Ok(response));
        }
    }

    #[test]
    fn an_order_is_the_places_of_its_items(order in Just((0..6_u8).collect::<Vec<u8>>()).prop_shuffle()) {
        let response = Response::Order(order);
        prop_assert_eq!(Response::order_of(&response.places()), Ok(response));
    }
}
