//! Answers in words: how they are kept, and when two of them are the same.

use unicode_normalization::UnicodeNormalization as _;

/// Longest answer in words, in characters.
pub const LONGEST_ANSWER: usize = 200;

/// A text as it is kept: one space for white space of any kind and length, none at the ends, nothing that cannot be seen.
#[must_use]
pub fn tidy(text: &str) -> String {
    let seen = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    seen.collect::<Vec<_>>().join(" ")
}

/// What a text says, whoever typed it: two answers are the same where this is.
///
/// Compatibility forms are one (Unicode NFKC: `ﬁ` is `fi`, a full-width `Ａ` is `A`), so are capitals and small letters,
/// curly and straight quotes, hyphens and dashes, and white space of any length. Punctuation at either end counts for
/// nothing; inside the text it counts.
#[must_use]
pub fn fold(text: &str) -> String {
    let plain = text.nfkc().filter_map(|c| match c {
        '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' => Some('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' => Some('"'),
        '‐' | '‑' | '‒' | '–' | '—' | '−' => Some('-'),
        // A soft hyphen and marks of width zero say nothing.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => None,
        c => Some(c),
    });
    // Small letters of some capitals are written in two characters, which may be one.
    let small: String = plain.flat_map(char::to_lowercase).nfkc().collect();
    tidy(small.trim_matches(|c: char| c.is_whitespace() || c.is_control() || is_punctuation(c)))
}

/// What may stand around an answer without belonging to it; `+`, `#`, `%` and currency signs belong.
const fn is_punctuation(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '¡'
            | '¿'
            | '"'
            | '\''
            | '('
            | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '-'
            | '*'
            | '_'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Watch captain", "watch captain")]
    #[case("  the\u{a0} Watch\n captain. ", "the watch captain")]
    #[case("“The captain!”", "the captain")]
    #[case("cafe\u{301}", "café")]
    #[case("ＳＩＰ ﬁrst", "sip first")]
    #[case("don’t", "don't")]
    #[case("go–live", "go-live")]
    #[case("STRASSE", "strasse")]
    #[case("C++", "c++")]
    #[case("20 %", "20 %")]
    #[case("word\u{200b}s", "words")]
    #[case("...", "")]
    fn reads_as(#[case] typed: &str, #[case] folded: &str) {
        assert_eq!(fold(typed), folded);
    }

    #[test]
    fn other_words_are_other_words() {
        for (a, b) in [("captain", "captains"), ("go live", "golive"), ("resume", "résumé"), ("a.b", "ab")] {
            assert_ne!(fold(a), fold(b));
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_kept() {
        assert_eq!(tidy(" a\u{0}b \t\r\n c "), "a b c");
        assert_eq!(tidy("\u{7f}"), "");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn what_is_kept_says_the_same(text in "[ -~\u{a0}\u{2009}äÖéß“”–]{0,40}") {
            prop_assert_eq!(fold(&tidy(&text)), fold(&text));
            prop_assert_eq!(fold(&text.to_uppercase().to_lowercase()), fold(&text.to_lowercase().to_uppercase().to_lowercase()));
            prop_assert!(!tidy(&text).contains("  "));
        }
    }
}
