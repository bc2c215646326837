//! What a person answers.

use serde::{Deserialize, Deserializer, Serialize};

use super::words::{LONGEST_ANSWER, fold, tidy};
use crate::catalog::{Key, Question};

/// An answer to one question. Positions count in the author's order everywhere inside Canoe, and in the order shown only on
/// the way to and from a browser: see [`Response::to_author_order`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    /// Positions of the chosen options, ascending, each once.
    Choices(#[serde(deserialize_with = "ascending")] Vec<u8>),
    /// A number; what a person typed goes through [`super::parse_number`].
    Number(f64),
    /// Positions of the items, in the order in which the person put them.
    Order(Vec<u8>),
    /// For each row the position of its option; none where none is chosen yet, which only a draft may be.
    Pairs(Vec<Option<u8>>),
    /// Words; what a person typed goes through [`Response::text`].
    Text(String),
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
    /// Something else was given where a number is asked for.
    #[error("Enter a number.")]
    NumberExpected,
    /// Something else was given where options are offered.
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
    /// Something else was given, or nothing, where items are to be put into order.
    #[error("Put the items into order.")]
    OrderExpected,
    /// An item has no place yet.
    #[error("Give every item a place.")]
    PlaceMissing,
    /// Two items have the same place, from 0.
    #[error("Two items have the {} place. Give each place once.", ordinal(*.0))]
    PlaceTwice(u8),
    /// Something else was given, or nothing, where rows are to be matched.
    #[error("Choose what belongs to each row.")]
    PairsExpected,
    /// A row has no option yet, from 0.
    #[error("Choose what belongs to the {} row, too.", ordinal(*.0))]
    PairMissing(u8),
    /// Something else was given, or nothing, where words are asked for.
    #[error("Type your answer.")]
    TextExpected,
    /// The text is too long.
    #[error("Answer in {LONGEST_ANSWER} characters at most.")]
    TooLong,
}

/// A place from 0 in words: "1st".
#[must_use]
pub fn ordinal(place: u8) -> String {
    let number = u16::from(place) + 1;
    let ending = match (number % 10, number % 100) {
        (1, n) if n != 11 => "st",
        (2, n) if n != 12 => "nd",
        (3, n) if n != 13 => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
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

    /// An answer in words, as typed.
    #[must_use]
    pub fn text(typed: &str) -> Self {
        Self::Text(tidy(typed))
    }

    /// An order from the place, from 0, that each item was given.
    ///
    /// # Errors
    /// [`InvalidResponse`] where no item has a place, one has none, two have the same, or a place is none.
    pub fn order_of(places: &[Option<u8>]) -> Result<Self, InvalidResponse> {
        if places.iter().all(Option::is_none) {
            return Err(InvalidResponse::OrderExpected);
        }
        let mut order = vec![None; places.len()];
        for (item, place) in (0_u8..).zip(places) {
            let Some(place) = *place else { continue };
            let slot = order.get_mut(usize::from(place)).ok_or(InvalidResponse::NoSuchOption)?;
            if slot.replace(item).is_some() {
                return Err(InvalidResponse::PlaceTwice(place));
            }
        }
        let order: Option<Vec<u8>> = order.into_iter().collect();
        order.map(Self::Order).ok_or(InvalidResponse::PlaceMissing)
    }

    /// The place, from 0, of each item of an order; nothing for other answers.
    #[must_use]
    pub fn places(&self) -> Vec<Option<u8>> {
        let Self::Order(order) = self else { return Vec::new() };
        let mut places = vec![None; order.len()];
        for (place, &item) in (0_u8..).zip(order) {
            if let Some(slot) = places.get_mut(usize::from(item)) {
                *slot = Some(place);
            }
        }
        places
    }

    /// Checks that the answer fits the question and can be given for good: as [`Response::check_draft`], and every row of a
    /// matching question has its option.
    ///
    /// # Errors
    /// [`InvalidResponse`], with a message for the person.
    pub fn check(&self, question: &Question) -> Result<(), InvalidResponse> {
        self.check_draft(question)?;
        match self {
            Self::Pairs(pairs) => match (0..).zip(pairs).find(|(_, pair)| pair.is_none()) {
                Some((row, _)) => Err(InvalidResponse::PairMissing(row)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    /// Checks that the answer fits the question so far that it can be saved: its kind, the options it has, one option where
    /// one is asked for and at least one otherwise, a finite number, every item in one place, words.
    ///
    /// # Errors
    /// [`InvalidResponse`], with a message for the person.
    pub fn check_draft(&self, question: &Question) -> Result<(), InvalidResponse> {
        let exists = |&position: &u8| usize::from(position) < question.key.shown();
        match (&question.key, self) {
            (Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_), Self::Choices(chosen)) => match chosen.as_slice() {
                [] => Err(InvalidResponse::NothingChosen),
                chosen if !chosen.iter().all(exists) => Err(InvalidResponse::NoSuchOption),
                [_, _, ..] if !matches!(question.key, Key::Multiple(_)) => Err(InvalidResponse::TooManyChosen),
                _ => Ok(()),
            },
            (Key::Numeric(_), Self::Number(number)) if number.is_finite() => Ok(()),
            (Key::Numeric(_), Self::Number(_)) => Err(InvalidResponse::NotFinite),
            (Key::Ordering(steps), Self::Order(order)) => {
                let each_once = sorted(order.clone()).len() == steps.len() && order.iter().all(exists);
                if each_once && order.len() == steps.len() { Ok(()) } else { Err(InvalidResponse::OrderExpected) }
            }
            (Key::Matching(matching), Self::Pairs(pairs)) => {
                if pairs.len() != matching.rows.len() || pairs.iter().all(Option::is_none) {
                    Err(InvalidResponse::PairsExpected)
                } else if pairs.iter().flatten().all(exists) {
                    Ok(())
                } else {
                    Err(InvalidResponse::NoSuchOption)
                }
            }
            (Key::ShortText(_), Self::Text(text)) if text.chars().count() > LONGEST_ANSWER => {
                Err(InvalidResponse::TooLong)
            }
            (Key::ShortText(_), Self::Text(text)) if !fold(text).is_empty() => Ok(()),
            (Key::Single(_) | Key::Multiple(_) | Key::TrueFalse(_), _) => Err(InvalidResponse::ChoiceExpected),
            (Key::Numeric(_), _) => Err(InvalidResponse::NumberExpected),
            (Key::Ordering(_), _) => Err(InvalidResponse::OrderExpected),
            (Key::Matching(_), _) => Err(InvalidResponse::PairsExpected),
            (Key::ShortText(_), _) => Err(InvalidResponse::TextExpected),
        }
    }

    /// Turns positions as shown into the author's positions. `option_order` is the drawn question's.
    ///
    /// # Errors
    /// [`InvalidResponse::NoSuchOption`] where a position was not shown.
    pub fn to_author_order(&self, option_order: &[u8]) -> Result<Self, InvalidResponse> {
        let author = |shown: u8| option_order.get(usize::from(shown)).copied();
        self.map_positions(author)
    }

    /// Turns the author's positions into positions as shown. `option_order` is the drawn question's.
    ///
    /// # Errors
    /// [`InvalidResponse::NoSuchOption`] where a position was not shown.
    pub fn to_shown_order(&self, option_order: &[u8]) -> Result<Self, InvalidResponse> {
        let shown = |author: u8| option_order.iter().position(|&o| o == author).and_then(|p| u8::try_from(p).ok());
        self.map_positions(shown)
    }

    fn map_positions(&self, to: impl Fn(u8) -> Option<u8>) -> Result<Self, InvalidResponse> {
        let each = |positions: &[u8]| positions.iter().map(|&position| to(position)).collect::<Option<Vec<u8>>>();
        let mapped = match self {
            Self::Choices(chosen) => each(chosen).map(Self::choices),
            Self::Order(order) => each(order).map(Self::Order),
            Self::Pairs(pairs) => {
                let pair = |pair: &Option<u8>| pair.map_or(Some(None), |option| to(option).map(Some));
                pairs.iter().map(pair).collect::<Option<_>>().map(Self::Pairs)
            }
            Self::Number(_) | Self::Text(_) => Some(self.clone()),
        };
        mapped.ok_or(InvalidResponse::NoSuchOption)
    }

    /// The answer as the database keeps it: `c:0,2` for options, `n:7200` for a number, `o:2,0,1` for an order, `p:1,-,0`
    /// for rows of which the second has no option yet, `t:` and the words.
    #[must_use]
    pub fn to_stored(&self) -> String {
        let list = |positions: &[u8]| positions.iter().map(u8::to_string).collect::<Vec<_>>().join(",");
        match self {
            Self::Choices(chosen) => format!("c:{}", list(&sorted(chosen.clone()))),
            Self::Number(number) => format!("n:{number}"),
            Self::Order(order) => format!("o:{}", list(order)),
            Self::Pairs(pairs) => {
                let option = |pair: &Option<u8>| pair.map_or_else(|| NO_OPTION.to_owned(), |option| option.to_string());
                format!("p:{}", pairs.iter().map(option).collect::<Vec<_>>().join(","))
            }
            Self::Text(text) => format!("t:{text}"),
        }
    }

    /// The answer from the database.
    ///
    /// # Errors
    /// [`InvalidStoredResponse`] where [`Response::to_stored`] would not have written the text.
    pub fn from_stored(text: &str) -> Result<Self, InvalidStoredResponse> {
        let read = match text.split_at_checked(2) {
            Some(("c:", positions)) => list(positions, |p| p.parse().ok()).map(Self::Choices),
            Some(("n:", number)) => number.parse().ok().map(Self::Number),
            Some(("o:", positions)) => list(positions, |p| p.parse().ok()).map(Self::Order),
            Some(("p:", pairs)) => {
                list(pairs, |p| if p == NO_OPTION { Some(None) } else { p.parse().ok().map(Some) }).map(Self::Pairs)
            }
            Some(("t:", words)) => Some(Self::Text(words.to_owned())),
            _ => None,
        };
        read.filter(|response| response.to_stored() == text).ok_or_else(|| InvalidStoredResponse(text.to_owned()))
    }
}

/// What a stored answer says of a row without an option.
const NO_OPTION: &str = "-";

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    if text.is_empty() { Some(Vec::new()) } else { text.split(',').map(read).collect() }
}

#[cfg(test)]
mod tests;
