//! What a person answers.

use serde::{Deserialize, Deserializer, Serialize};

use crate::catalog::{Question, QuestionKind};

/// An answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Positions of the chosen options, ascending, each once. They count in the author's order everywhere inside Canoe,
    /// and in the order shown only on the way to and from a browser: see [`Response::to_author_order`].
    Choices(#[serde(deserialize_with = "ascending")] Vec<u8>),
    /// A number; what a person typed goes through [`super::parse_number`].
    Number(f64),
}

fn ascending<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    Vec::deserialize(deserializer).map(sorted)
}

fn sorted(mut positions: Vec<u8>) -> Vec<u8> {
    positions.sort_unstable();
    positions.dedup();
    positions
}

/// Why an answer does not fit its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidResponse {
    /// Options were chosen where a number is asked for.
    #[error("Enter a number.")]
    NumberExpected,
    /// A number was given where options are offered.
    #[error("Choose from the options.")]
    ChoiceExpected,
    /// No option was chosen.
    #[error("Choose an answer.")]
    NothingChosen,
    /// More than one option was chosen where one is asked for.
    #[error("Choose one answer only.")]
    TooManyChosen,
    /// An option was chosen that the question does not have.
    #[error("Choose from the options.")]
    NoSuchOption,
    /// The number is infinite or none at all.
    #[error("Enter a number.")]
    NotFinite,
}

/// A stored text is not an answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a stored answer")]
pub struct InvalidStoredResponse(pub String);

impl Response {
    /// An answer by options, in any order.
    #[must_use]
    pub fn choices(positions: impl IntoIterator<Item = u8>) -> Self {
        Self::Choices(sorted(positions.into_iter().collect()))
    }

    /// Checks that the answer fits the question: its kind, the options it has, one option where one is asked for and at
    /// least one otherwise, a finite number.
    ///
    /// # Errors
    /// [`InvalidResponse`], with a message for the person.
    pub fn check(&self, question: &Question) -> Result<(), InvalidResponse> {
        let kind = question.key.kind();
        match self {
            Self::Number(_) if kind != QuestionKind::Numeric => Err(InvalidResponse::ChoiceExpected),
            Self::Number(number) if !number.is_finite() => Err(InvalidResponse::NotFinite),
            Self::Number(_) => Ok(()),
            Self::Choices(_) if kind == QuestionKind::Numeric => Err(InvalidResponse::NumberExpected),
            Self::Choices(chosen) if chosen.is_empty() => Err(InvalidResponse::NothingChosen),
            Self::Choices(chosen) if chosen.iter().any(|&c| usize::from(c) >= question.key.choices().len()) => {
                Err(InvalidResponse::NoSuchOption)
            }
            Self::Choices(chosen) if chosen.len() > 1 && kind != QuestionKind::Multiple => {
                Err(InvalidResponse::TooManyChosen)
            }
            Self::Choices(_) => Ok(()),
        }
    }

    /// Turns positions as shown into the author's positions. `option_order` is the drawn question's.
    ///
    /// # Errors
    /// [`InvalidResponse::NoSuchOption`] where a position was not shown.
    pub fn to_author_order(&self, option_order: &[u8]) -> Result<Self, InvalidResponse> {
        let author = |&shown: &u8| option_order.get(usize::from(shown)).copied();
        self.map_positions(author)
    }

    /// Turns the author's positions into positions as shown. `option_order` is the drawn question's.
    ///
    /// # Errors
    /// [`InvalidResponse::NoSuchOption`] where a position was not shown.
    pub fn to_shown_order(&self, option_order: &[u8]) -> Result<Self, InvalidResponse> {
        let shown = |author: &u8| option_order.iter().position(|o| o == author).and_then(|p| u8::try_from(p).ok());
        self.map_positions(shown)
    }

    fn map_positions(&self, to: impl Fn(&u8) -> Option<u8>) -> Result<Self, InvalidResponse> {
        match self {
            Self::Choices(chosen) => {
                let mapped: Option<Vec<u8>> = chosen.iter().map(to).collect();
                mapped.map(Self::choices).ok_or(InvalidResponse::NoSuchOption)
            }
            Self::Number(number) => Ok(Self::Number(*number)),
        }
    }

    /// The answer as the database keeps it: `c:0,2` for options, `n:7200` for a number.
    #[must_use]
    pub fn to_stored(&self) -> String {
        match self {
            Self::Choices(chosen) => {
                let positions: Vec<String> = sorted(chosen.clone()).iter().map(u8::to_string).collect();
                format!("c:{}", positions.join(","))
            }
            Self::Number(number) => format!("n:{number}"),
        }
    }

    /// The answer from the database.
    ///
    /// # Errors
    /// [`InvalidStoredResponse`] where [`Response::to_stored`] would not have written the text.
    pub fn from_stored(text: &str) -> Result<Self, InvalidStoredResponse> {
        let read = match text.split_at_checked(2) {
            Some(("c:", "")) => Some(Self::Choices(Vec::new())),
            Some(("c:", positions)) => {
                positions.split(',').map(|p| p.parse().ok()).collect::<Option<Vec<u8>>>().map(Self::Choices)
            }
            Some(("n:", number)) => number.parse().ok().map(Self::Number),
            _ => None,
        };
        read.filter(|response| response.to_stored() == text).ok_or_else(|| InvalidStoredResponse(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;
    use crate::assessment::fixtures::{choices, module_ref, numeric, question};
    use crate::catalog::Key;

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
    #[case(Response::Choices(vec![0, 2]), "c:0,2")]
    #[case(Response::Choices(vec![2, 0, 2]), "c:0,2")]
    #[case(Response::Choices(vec![]), "c:")]
    #[case(Response::Number(7_200.0), "n:7200")]
    #[case(Response::Number(-0.5), "n:-0.5")]
    fn is_stored_as(#[case] response: Response, #[case] stored: &str) {
        assert_eq!(response.to_stored(), stored);
        assert_eq!(Response::from_stored(stored).unwrap().to_stored(), stored);
    }

    #[rstest]
    fn refuses_to_read_what_it_never_wrote(
        #[values("", "c", "c:2,0", "c:0,0", "c:256", "c:+1", "c:0,", "n:", "n:7,2", "n:1e3", "x:1", "€:1", " c:1")]
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
            ],
        ) {
            prop_assert_eq!(Response::from_stored(&response.to_stored()), Ok(response));
        }

        #[test]
        fn there_and_back_through_the_order_shown(
            order in Just((0..6_u8).collect::<Vec<u8>>()).prop_shuffle(),
            chosen in proptest::collection::vec(0..6_u8, 0..6),
        ) {
            let response = Response::choices(chosen);
            prop_assert_eq!(response.to_shown_order(&order).unwrap().to_author_order(&order), Ok(response));
        }
    }
}
