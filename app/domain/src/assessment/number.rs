//! Numbers as people type them.

/// A text is not a number that can be read without doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Write the number like 7200 or 7200.50.")]
pub struct InvalidNumber;

/// Longest text that is read, in characters.
const LONGEST: usize = 40;

/// Reads a number as a person typed it, with `,` and `.` each as either mark.
///
/// - Spaces of any width count for nothing: `7 200` is 7200. One `+`, `-` or `−` may lead.
/// - A mark before exactly three digits separates thousands: `7,200` and `7.200` are 7200. All marks of this kind in a
///   number are the same one, and the first group has one to three digits and does not begin with 0.
/// - The last mark, before one or two digits, is the decimal mark: `7200.5`, `7.200,50`. It is not the one that
///   separates thousands.
/// - A number that begins with 0 or with its only mark has no thousands, so that mark is the decimal one: `0.125`,
///   `,5`.
///
/// # Errors
/// [`InvalidNumber`] for everything else: exponents, units, `1,2345`, `1,23,456`, `1.234.56`.
pub fn parse_number(text: &str) -> Result<f64, InvalidNumber> {
    if text.chars().count() > LONGEST {
        return Err(InvalidNumber);
    }
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (negative, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split_decimals(digits)?;
    let whole = join_thousands(whole)?;
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if !all_digits(&whole) || !all_digits(fraction) || (whole.is_empty() && fraction.is_empty()) {
        return Err(InvalidNumber);
    }
    let number: f64 = format!("0{whole}.{fraction}0").parse().map_err(|_| InvalidNumber)?;
    Ok(if negative { -number } else { number })
}

/// Splits the decimals off, where the last mark is a decimal mark.
fn split_decimals(digits: &str) -> Result<(&str, &str), InvalidNumber> {
    let Some(last) = digits.rfind(is_mark) else { return Ok((digits, "")) };
    let (whole, fraction) = (&digits[..last], &digits[last + 1..]);
    let without_thousands = whole.is_empty() || (whole.starts_with('0') && !whole.contains(is_mark));
    match fraction.len() {
        0 => Err(InvalidNumber),
        _ if without_thousands => Ok((whole, fraction)),
        1 | 2 if !whole.contains(&digits[last..=last]) => Ok((whole, fraction)),
        3 => Ok((digits, "")),
        _ => Err(InvalidNumber),
    }
}

/// Takes the thousands marks out, where every one of them stands where it must.
fn join_thousands(whole: &str) -> Result<String, InvalidNumber> {
    let Some(first) = whole.find(is_mark) else { return Ok(whole.to_owned()) };
    let mut groups = whole.split(&whole[first..=first]);
    let leading = groups.next().unwrap_or_default();
    let leading_fits = (1..=3).contains(&leading.len()) && !leading.starts_with('0');
    let groups: Vec<&str> = groups.collect();
    if leading_fits && groups.iter().all(|group| group.len() == 3 && !group.contains(is_mark)) {
        Ok(format!("{leading}{}", groups.concat()))
    } else {
        Err(InvalidNumber)
    }
}

const fn is_mark(c: char) -> bool {
    matches!(c, ',' | '.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("7200", 7_200.0)]
    #[case(" 7200 ", 7_200.0)]
    #[case("7 200", 7_200.0)]
    #[case("7\u{2009}200", 7_200.0)]
    #[case("7\u{202f}200\u{a0}000", 7_200_000.0)]
    #[case("7,200", 7_200.0)]
    #[case("7.200", 7_200.0)]
    #[case("1,234,567", 1_234_567.0)]
    #[case("1.234.567,8", 1_234_567.8)]
    #[case("7200.5", 7_200.5)]
    #[case("7200,5", 7_200.5)]
    #[case("7.200,50", 7_200.5)]
    #[case("7,200.50", 7_200.5)]
    #[case("12,34", 12.34)]
    #[case("0.125", 0.125)]
    #[case("0,0625", 0.0625)]
    #[case(".5", 0.5)]
    #[case(",25", 0.25)]
    #[case("007", 7.0)]
    #[case("-3", -3.0)]
    #[case("− 1,5", -1.5)]
    #[case("+4", 4.0)]
    fn reads(#[case] text: &str, #[case] number: f64) {
        assert_eq!(parse_number(text), Ok(number), "{text}");
    }

    #[rstest]
    fn refuses(
        #[values(
            "",
            " ",
            "-",
            ".",
            "+-1",
            "5.",
            "7,",
            "1e3",
            "7 €",
            "20%",
            "abc",
            "NaN",
            "inf",
            "0x10",
            "١٢",
            "1,2345",
            "1,23,456",
            "1.234.56",
            "1234,567,890",
            "1234.567",
            "0,123,456",
            "1.234,567",
            "7,200.500",
            ",123,456",
            "1..2",
            "1-2",
            "--1"
        )]
        text: &str,
    ) {
        assert_eq!(parse_number(text), Err(InvalidNumber), "{text}");
    }

    #[test]
    fn a_longer_text_than_any_number_is_not_read() {
        assert_eq!(parse_number(&"1".repeat(41)), Err(InvalidNumber));
        assert!(parse_number(&"1".repeat(40)).is_ok());
    }

    proptest! {
        #[test]
        fn reads_what_is_written_plainly(whole: u32, cents in 0_u32..100) {
            let number = f64::from(whole) + f64::from(cents) / 100.0;
            for mark in [',', '.'] {
                let read = parse_number(&format!("{whole}{mark}{cents:02}")).unwrap();
                prop_assert!((read - number).abs() < 1e-6);
            }
        }

        #[test]
        fn never_answers_with_anything_but_a_finite_number(text in any::<String>()) {
            prop_assert!(parse_number(&text).is_ok_and(f64::is_finite) || parse_number(&text).is_err());
        }

        #[test]
        fn the_marks_may_change_places(text in "[0-9,.]{1,12}") {
            let swapped: String = text.chars().map(|c| match c { ',' => '.', '.' => ',', c => c }).collect();
            prop_assert_eq!(parse_number(&text), parse_number(&swapped));
        }
    }
}
