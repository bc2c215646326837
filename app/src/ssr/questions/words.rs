//! Figures in words.

use domain::assessment::analysis::{Flag, Measure, TEST_ATTEMPTS, Whole};
use domain::assessment::correct::CorrectionKind;

use crate::assessment::health::view::{FlagView, MeasureView, WholeView};

/// "1 answer", "3 answers".
pub(super) fn count_words(count: u32, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// A share as "78 %".
pub(super) fn share_words(share: f64) -> String {
    format!("{} %", number(100.0 * share, 0))
}

/// A number with a true minus; never "−0".
pub(super) fn number(value: f64, decimals: usize) -> String {
    let words = format!("{:.decimals$}", value.abs());
    let zero = words.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !zero { format!("−{words}") } else { words }
}

/// A figure, where there is enough to tell it; `value` and `range` put it in words.
fn measure(found: &Measure, value: impl Fn(f64) -> String, range: impl Fn(f64, f64) -> String) -> MeasureView {
    let missing = match found.value {
        _ if !found.is_enough() => Some(format!("{} of {} answers", found.n, found.needs)),
        None => Some("no spread".to_owned()),
        Some(_) => None,
    };
    MeasureView {
        value: found.told().map(value),
        range: found.told().and(found.interval).map(|(low, high)| range(low, high)),
        missing,
        waits: !found.is_enough(),
        n: found.n,
    }
}

/// A facility: "78 %", "64 to 88 %".
pub(super) fn facility(found: &Measure) -> MeasureView {
    let range = |low, high| format!("{} to {} %", number(100.0 * low, 0), number(100.0 * high, 0));
    measure(found, share_words, range)
}

/// A discrimination index: "31", "−2 to 57".
pub(super) fn discrimination(found: &Measure) -> MeasureView {
    measure(found, |value| number(value, 0), |low, high| format!("{} to {}", number(low, 0), number(high, 0)))
}

/// A figure in per cent, without an interval.
pub(super) fn percentage(found: &Measure) -> MeasureView {
    measure(found, |value| format!("{} %", number(value, 0)), |_, _| String::new())
}

/// An effective weight: a question that pulls the wrong way has none.
pub(super) fn weight(found: &Measure) -> MeasureView {
    let view = percentage(found);
    let none = found.is_enough() && found.value.is_none();
    if none { MeasureView { missing: Some("none".to_owned()), ..view } } else { view }
}

/// What was done to a question, in a word or two.
pub(super) const fn corrected(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::ThrowOut => "Thrown out",
        CorrectionKind::ReKey => "Re-keyed",
    }
}

/// What to look at, in words.
pub(super) fn flag_views(flags: &[Flag]) -> Vec<FlagView> {
    let view = |flag: &Flag| {
        let (label, meaning) = match flag {
            Flag::ProbablyWrong => (
                "Probably wrong",
                "Those who do better get it wrong more often, and not by chance. Check the key first, then the wording.",
            ),
            Flag::DistractorOverKey => {
                ("A wrong answer wins", "In the top third a wrong option was chosen more often than the key.")
            }
            Flag::WorseThanExpected => (
                "Worse than expected",
                "In exams people who answer others well get this one wrong. From 30 answers on that suspends it.",
            ),
            Flag::LessonFirst => {
                ("Lesson first", "More than half miss it in the quiz. Look at the lesson before the question.")
            }
            Flag::Weak => ("Weak", "It hardly tells those who know the subject from those who do not."),
            Flag::Inefficient => {
                ("Tells too little", "It gives less than 15 % of what so easy or hard a question could.")
            }
        };
        FlagView { flag: flag.as_str().to_owned(), label: label.to_owned(), meaning: meaning.to_owned() }
    };
    flags.iter().map(view).collect()
}

/// The figures of a whole exam or quiz.
pub(super) fn whole_view(whole: &Whole, cut: Option<String>) -> WholeView {
    let enough = whole.attempts >= TEST_ATTEMPTS;
    let points = |value: f64| format!("{} points", number(value, 1));
    let percent = |value: f64| format!("{} %", number(value, 0));
    let plain = |value: f64| number(value, 2);
    let told = |found: &Measure, words: &dyn Fn(f64) -> String| found.told().map_or_else(|| "–".to_owned(), words);
    let figures = [
        ("Mean", told(&whole.mean, &percent), "of the marks there were"),
        ("Standard deviation", told(&whole.spread, &points), "how far results spread"),
        (
            "Internal consistency",
            told(&whole.consistency, &percent),
            "how far the questions measure the same thing (α)",
        ),
        ("Error ratio", told(&whole.error_ratio, &percent), "how much of the spread is chance"),
        ("Standard error", told(&whole.error, &points), "how far a result may be off"),
        ("Skewness", told(&whole.skewness, &plain), "below 0: a tail of low results"),
        ("Kurtosis", told(&whole.kurtosis, &plain), "above 0: more far out than usual"),
    ];
    let figures = figures.map(|(name, value, meaning)| (name.to_owned(), value, meaning.to_owned()));
    WholeView {
        attempts: count_words(whole.attempts, "first attempt"),
        missing: (!enough).then(|| format!("{} of {TEST_ATTEMPTS} first attempts", whole.attempts)),
        figures: if enough { figures.to_vec() } else { Vec::new() },
        cut,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!((number(-34.6, 0), number(-0.3, 0), number(0.25, 2)), ("−35".into(), "0".into(), "0.25".into()));
        assert_eq!(share_words(0.125), "12 %");
        assert_eq!((count_words(1, "answer"), count_words(0, "answer")), ("1 answer".into(), "0 answers".into()));
    }

    #[test]
    fn a_figure_is_told_once_there_is_enough() {
        let found = Measure { value: Some(0.7), interval: Some((0.4, 0.9)), n: 9, needs: 10 };
        assert_eq!(facility(&found).missing.as_deref(), Some("9 of 10 answers"));
        assert_eq!((facility(&found).value, facility(&found).range), (None, None));
        let found = facility(&Measure { n: 10, ..found });
        assert_eq!((found.value.as_deref(), found.range.as_deref()), (Some("70 %"), Some("40 to 90 %")));
        let alike = Measure { value: None, interval: None, n: 40, needs: 30 };
        assert_eq!(discrimination(&alike).missing.as_deref(), Some("no spread"));
    }
}
